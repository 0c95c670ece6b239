using System;
using System.Globalization;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>A sensor that reports by sealed datagrams: it has one outstanding, sends the same again when there is no
/// answer, and counts on from where it is told to.</summary>
internal sealed class Sensor
{
    private const int PatienceMs = 700;
    private const int Repeats = 4;

    private readonly SimNetwork _network;
    private readonly Oracle _oracle;
    private readonly RelayHost _relay;
    private readonly int _port;
    private readonly byte[] _key;
    private readonly bool _hasClock;
    private long _at = 1;
    private int _number;
    private int _attempts;
    private string _seal = "";
    private byte[] _datagram = [];
    private Version? _reading;

    public Sensor(SimNetwork network, Oracle oracle, RelayHost relay, string address, bool hasClock)
    {
        _network = network;
        _oracle = oracle;
        _relay = relay;
        _hasClock = hasClock;
        _key = RelayHost.KeyBetween(address, relay.Domain);
        _port = relay.Site.NextPort();
        Address = address;
        relay.Site.Ports[_port] = Take;
    }

    public string Address { get; }

    /// <summary>Whether the last reading was acknowledged or given up.</summary>
    public bool IsIdle => _reading == null;

    /// <summary>Reports something new.</summary>
    public void Report()
    {
        if (!IsIdle)
        {
            return;
        }

        _number++;
        var date = _hasClock ? Math.Max(RelayHost.Epoch + _network.Now, _oracle.Ledger.LastDate(Address) + 1) : 0;
        _reading = new Version(Address, "sensor", date) { IsPublic = true, IsVolatile = true, Ttl = 5, Content = $"reading {_number}\n" };
        _oracle.Ledger.Add(_reading);
        _attempts = 0;
        Send();
    }

    private void Send()
    {
        _at = _hasClock ? Math.Max(_at + 1, RelayHost.Epoch + _network.Now) : _at + 1;
        var text = _reading!.Text;
        var line = $"PUT {_number % 1000} by={Address} at={_at} ={text.Length}";
        _seal = Sealing.OfDatagram(_key, "", line, Encoding.UTF8.GetBytes(text));
        _datagram = Encoding.UTF8.GetBytes($"{line} ~{_seal}\n{text}");
        _network.Log.Add(_network.Now, Address, _relay.Name, line);
        Transmit();
    }

    private void Transmit()
    {
        var (number, attempt) = (_number, ++_attempts);
        _network.Send(_relay.Site, _port, _relay.Site.SeenFrom(_relay.Site, Wire.Port), _datagram, Address);
        _network.After(PatienceMs, () =>
        {
            if (_reading == null || number != _number || attempt != _attempts)
            {
                return;
            }

            if (attempt >= Repeats)
            {
                _reading = null; // there will be a newer one
            }
            else
            {
                Transmit();
            }
        });
    }

    private void Take(byte[] octets, Endpoint from)
    {
        var queue = new ByteQueue();
        queue.Add(octets, 0, octets.Length);
        var heard = Heard.Take(queue);
        if (_reading == null || heard.Seal.Length == 0 || heard.Value("at") != _at.ToString(CultureInfo.InvariantCulture))
        {
            return;
        }

        _oracle.Require(Sealing.OfDatagram(_key, _seal, heard.Line, heard.Body) == heard.Seal, "a datagram is answered to whom it came from, with his seal", $"{Address} was told {heard.Line}", _relay.Name);
        _network.Log.Add(_network.Now, _relay.Name, Address, heard.Line);
        var isOld = heard.Value("last").Length > 0;
        if (isOld)
        {
            _at = Math.Max(_at, long.Parse(heard.Value("last"), CultureInfo.InvariantCulture));
            _network.After(1100, () =>
            {
                if (_reading != null)
                {
                    Send();
                }
            });
            return;
        }

        var code = heard.Word(0);
        _oracle.Require(code is "200" or "201" or "409" or "503", "a sensor may report", heard.Line, Address, _relay.Name);
        _oracle.Census.Answered++;
        _reading.Code = int.Parse(code, CultureInfo.InvariantCulture);
        _reading.AckedAt = _reading.Date == 0 ? -1 : _network.Now;
        _reading = null;
    }
}
