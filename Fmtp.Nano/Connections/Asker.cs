using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Who asked, and what it takes to answer him: now, or later when the answer comes from elsewhere.</summary>
internal sealed class Asker
{
    private readonly Endpoint _from = new Endpoint();
    private readonly byte[] _tag = new byte[Wire.TagMax];
    private int _opening;

    /// <summary>The connection; null for a datagram.</summary>
    internal Session Session;

    /// <summary>Whose seal the request carries; null for anyone.</summary>
    internal Peer Who;

    /// <summary>Where the request comes from.</summary>
    public Endpoint From
    {
        get { return Session == null ? _from : Session.From; }
    }

    /// <summary>Whether he is sealed, has proved who he is, or is near.</summary>
    internal bool IsTrusted
    {
        get { return Who != null || IsNear; }
    }

    /// <summary>Whether the request comes from near (<see cref="Endpoint.IsNear"/>).</summary>
    internal bool IsNear;

    /// <summary>Whether no reply is wanted.</summary>
    internal bool IsSilent;

    /// <summary>Characters of the tag; 0 where it was illegible.</summary>
    internal int TagLength;

    /// <summary>The <c>at=</c> of a sealed datagram.</summary>
    internal long At;

    /// <summary>Octets of the longest datagram he may be answered with.</summary>
    internal int DatagramMax;

    /// <summary>Holds the tag: the request, or a copy for who is answered later.</summary>
    internal byte[] Tag;

    /// <summary>Where it begins.</summary>
    internal int TagStart;

    /// <summary>The 20 characters of the seal of a sealed datagram.</summary>
    internal readonly byte[] Seal = new byte[Wire.SealLength];

    /// <summary>Whether he can still be answered: his connection is the one that he asked on.</summary>
    internal bool IsThere
    {
        get { return Session == null || (Session.Phase == SessionPhase.Open && Session.Opening == _opening); }
    }

    internal void Set(Session session, Message request)
    {
        Session = session;
        Who = session.Who;
        IsNear = session.IsNear;
        _opening = session.Opening;
        SetTag(request);
    }

    internal void Set(Endpoint from, Peer who, long at, int length, Message request)
    {
        Session = null;
        Who = who;
        At = at;
        _from.Copy(from);
        IsNear = from.IsNear;
        SetTag(request);
        if (who != null)
        {
            Array.Copy(request.Octets, request.SealStart, Seal, 0, Wire.SealLength);
        }

        // Whoever forges another's address shall not make much of little (section 5, Reflection).
        int reflected = length * Wire.ReflectionFactor;
        DatagramMax = IsTrusted || reflected > Wire.DatagramMax ? Wire.DatagramMax : reflected;
    }

    internal void Copy(Asker other)
    {
        Session = other.Session;
        Who = other.Who;
        IsNear = other.IsNear;
        IsSilent = other.IsSilent;
        TagLength = other.TagLength;
        At = other.At;
        DatagramMax = other.DatagramMax;
        _opening = other._opening;
        _from.Copy(other._from);
        Array.Copy(other.Tag, other.TagStart, _tag, 0, TagLength);
        Tag = _tag;
        TagStart = 0;
        Array.Copy(other.Seal, Seal, Wire.SealLength);
    }

    /// <summary>Goes: what is still written for him is written for nobody.</summary>
    internal void Leave()
    {
        Session = null;
        IsSilent = true;
    }

    private void SetTag(Message request)
    {
        IsSilent = request.IsSilent;
        Tag = request.Octets;
        TagStart = request.TagStart;
        TagLength = request.TagLength;
    }
}
