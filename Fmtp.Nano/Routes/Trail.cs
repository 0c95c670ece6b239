using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Where a lookup has been, for the <c>way=</c> of a reply to <c>trace=1</c> (docs/PROTOCOL.md section 4):
/// <c>DOMAIN:PLACE:CODE:MS</c> for each place that was asked, in order, what that place tells of itself behind it.</summary>
internal sealed class Trail
{
    /// <summary>Octets of a trail; what does not fit is left out.</summary>
    internal const int Max = 200;

    // ":pcache:200:" and the milliseconds.
    private const int StepRoom = 24;

    private readonly byte[] _domain;
    private readonly MessageWriter _writer = new MessageWriter();
    private long _since;

    // The last place that was asked: where it stands, and what is told of it.
    private int _last;
    private string _place;
    private long _tookMs;

    /// <summary>Makes one.</summary>
    /// <param name="host">This relay's own address, <c>@domain</c>.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    internal Trail(byte[] host, long now)
    {
        _domain = host;
        _since = now;
        _writer.Begin(new byte[Max], 0);
    }

    internal byte[] Octets
    {
        get { return _writer.Octets; }
    }

    internal int Length
    {
        get { return _writer.At; }
    }

    /// <summary>Adds a place that was asked.</summary>
    /// <param name="place">What it is called on the wire.</param>
    /// <param name="code">What came of it.</param>
    /// <param name="reply">Its reply, which may tell more; null for none.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    internal void Add(string place, int code, Message reply, long now)
    {
        _last = Length;
        _place = place;
        _tookMs = now - _since;
        int start = 0;
        int length = reply == null ? -1 : reply.Find(Words.Way, out start);
        if (Length + _domain.Length + StepRoom < Max)
        {
            Separate();
            _writer.Copy(_domain, 1, _domain.Length - 1).Text(":").Text(place).Text(":").Number(code).Text(":").Number(_tookMs);
        }

        if (length > 0 && Length + 1 + length <= Max)
        {
            Separate();
            _writer.Copy(reply.Octets, start, length);
        }

        _since = now;
    }

    /// <summary>The same for whom what was found is not: as if the last place had said that there is none.</summary>
    internal Trail Withheld()
    {
        Trail other = new Trail(_domain, _since - _tookMs);
        other._writer.Copy(Octets, 0, _last);
        other.Add(_place, Code.Unknown, null, _since);
        return other;
    }

    private void Separate()
    {
        if (Length > 0)
        {
            _writer.Text(",");
        }
    }
}
