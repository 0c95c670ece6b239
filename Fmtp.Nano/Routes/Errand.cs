using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>One request that the parent's mailbox was asked instead.</summary>
internal sealed class Errand
{
    private int _opening;

    /// <summary>Who waits for it.</summary>
    internal readonly Asker Asker = new Asker();

    /// <summary>The line of his request, its LF included.</summary>
    internal readonly byte[] Line = new byte[Wire.LineMax];

    internal int LineLength;

    /// <summary>What he asked for; <see cref="Verb.None"/> for an unused entry.</summary>
    internal int Verb;

    /// <summary>The object of a PUT, complete.</summary>
    internal byte[] Object;

    /// <summary>For whom the parent judges a PUT: one of <see cref="OnBehalf"/>.</summary>
    internal int Whom;

    /// <summary>Whether the parent is asked first if it has a version of the object of a PUT.</summary>
    internal bool IsAsking;

    /// <summary>Whether the object of a PUT is delivered to those elsewhere, too.</summary>
    internal bool IsForwarded;

    /// <summary>Number of a PUT among all: they are settled in their order.</summary>
    internal int Order;

    /// <summary>The connection it was sent on; null before.</summary>
    internal Session Upstream;

    /// <summary>The number in the tag of the request.</summary>
    internal int Tag;

    /// <summary>When the answer is late.</summary>
    internal long Deadline;

    /// <summary>What a PUT was answered with, until that is settled here; 0 for nothing.</summary>
    internal int Code;

    /// <summary>Of a 409 the <c>date=</c>, or negative the <c>time=</c>; 0 for neither.</summary>
    internal long Number;

    /// <summary>Whether the connection is still the one that it was sent on.</summary>
    internal bool HasUpstream
    {
        get { return Upstream.IsOpen && Upstream.Opening == _opening; }
    }

    internal void Open(Exchange exchange, int verb, long deadline)
    {
        Message request = exchange.Request;
        Verb = verb;
        Upstream = null;
        IsAsking = false;
        Code = 0;
        Deadline = deadline;
        LineLength = request.LineEnd - request.Start;
        Array.Copy(request.Octets, request.Start, Line, 0, LineLength);
        Line[LineLength++] = Ascii.LF;
        Asker.Copy(exchange.Asker);
        if (Asker.Session != null)
        {
            Asker.Session.Waiting++;
        }
    }

    internal void Sent(Session upstream, int tag)
    {
        Upstream = upstream;
        Tag = tag;
        _opening = upstream.Opening;
    }

    /// <summary>Lets the one who waits go: he was answered, or does not read, or has gone. What is left is done for
    /// nobody.</summary>
    internal void Leave()
    {
        if (Asker.Session != null && Asker.IsThere)
        {
            Asker.Session.Waiting--;
        }

        Asker.Leave();
    }

    internal void Close()
    {
        Leave();
        Verb = Protocol.Verb.None;
        Object = null;
        Upstream = null;
    }
}

/// <summary>For whom the parent judges what is handed up to it.</summary>
internal static class OnBehalf
{
    /// <summary>This relay, which has judged.</summary>
    internal const int Host = 0;

    /// <summary>The same, if a version of the object is there; else it is kept here.</summary>
    internal const int HostIfThere = 3;

    /// <summary>The owner of the object: the parent object is in the mailbox.</summary>
    internal const int Owner = 1;

    /// <summary>Whoever asks: the object that he deletes is in the mailbox.</summary>
    internal const int Asker = 2;
}
