using System;
using System.Text;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>Reads along what a relay sends on a connection: every line for the log, with the address of the object
/// behind it, and for what is counted.</summary>
internal sealed class WireTap(SimNetwork network, RelayHost host, SimEnd end)
{
    private const int LineMax = 512;

    private readonly byte[] _line = new byte[LineMax];
    private int _length;
    private int _bodyLeft;
    private bool _isLegible = true;
    private string? _object;

    public void Sent(byte[] octets, int offset, int count)
    {
        var stop = offset + count;
        for (var i = offset; i < stop && _isLegible; i++)
        {
            if (_bodyLeft > 0 && _object == null)
            {
                var skipped = Math.Min(_bodyLeft, stop - i);
                _bodyLeft -= skipped;
                i += skipped - 1;
                continue;
            }

            _isLegible = _length > 0 || octets[i] >= 0x20 || octets[i] == '\n'; // DNS over TCP begins otherwise
            _bodyLeft -= _object == null ? 0 : 1;
            if (octets[i] == '\n' || (_object != null && (_bodyLeft == 0 || _length == LineMax)))
            {
                Line(Encoding.UTF8.GetString(_line, 0, _length));
                _length = 0;
            }
            else
            {
                Assert.IsTrue(_length < LineMax, "a line of more than 512 octets");
                _line[_length++] = octets[i];
            }
        }
    }

    // A line, or the first one of an object behind a PUT.
    private void Line(string line)
    {
        if (_object != null && line.StartsWith("sig: ", StringComparison.Ordinal) && _bodyLeft > 0)
        {
            return; // the address is on the next
        }

        if (_object != null)
        {
            Say(_object + " " + line);
            _object = null;
            return;
        }

        var seal = line.IndexOf(" ~", StringComparison.Ordinal);
        line = seal >= 0 ? line[..seal] : line;
        var last = line.LastIndexOf(" =", StringComparison.Ordinal);
        _bodyLeft = last >= 0 && int.TryParse(line.AsSpan(last + 2), out var length) ? length : 0;
        if (_bodyLeft > 0 && line[0] == 'P')
        {
            _object = line;
        }
        else
        {
            Say(line);
        }
    }

    private void Say(string line)
    {
        var peer = end.Peer?.Name ?? end.Connection.To.Name;
        network.Log.Add(network.Now, host.Name, peer, line);
        host.Oracle.Spoken(host, peer, line);
    }
}
