using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Writes messages on connections and seals them where the connection is a sealed link
/// (docs/PROTOCOL.md sections 3 and 5). One instance is used again and again; room was made before.</summary>
/// <remarks>Begin, then words, then End; or BeginBody, the body, EndBody.</remarks>
internal sealed class Outgoing
{
    /// <summary>Writes the line.</summary>
    internal readonly MessageWriter Line = new MessageWriter();

    /// <summary>The end of what a seal covers of the line.</summary>
    internal int LineEnd;

    /// <summary>Where the body is.</summary>
    internal int Body;

    /// <summary>Octets of the body.</summary>
    internal int BodyLength
    {
        get { return Line.At - Body; }
    }

    /// <summary>Begins a message on a connection.</summary>
    internal MessageWriter Begin(Session session)
    {
        return Line.Begin(session.Out, session.OutEnd);
    }

    /// <summary>Ends the line, its length included.</summary>
    /// <returns>Where the body goes.</returns>
    internal int BeginBody(Session session, int length)
    {
        if (length > 0)
        {
            Line.Length(length);
        }

        return EndLine(session.OutSeal != null, length);
    }

    /// <summary>Leaves room for a seal, where there is to be one, and for the body.</summary>
    /// <returns>Where the body goes.</returns>
    internal int EndLine(bool isSealed, int length)
    {
        MessageWriter line = Line;
        int at = line.At;
        LineEnd = at;
        if (isSealed)
        {
            at = line.Text(" ~").Skip(Wire.SealLength).At;
        }

        line.Octets[at++] = Ascii.LF;
        Body = at;
        line.At = at + length;
        return at;
    }

    /// <summary>Seals the message; it goes out when the connection is next sent to.</summary>
    internal void EndBody(Session session)
    {
        if (session.OutSeal != null)
        {
            session.OutSeal.WriteLink(session.OutCount, Line.Octets, Line.Start, LineEnd - Line.Start, Body, BodyLength, Line.Octets, LineEnd + 2);
            session.OutCount++;
        }

        session.OutEnd = Line.At;
    }

    /// <summary>Ends a message that has no body.</summary>
    internal void End(Session session)
    {
        BeginBody(session, 0);
        EndBody(session);
    }
}
