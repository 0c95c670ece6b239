using System;
using System.Collections.Generic;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>What the world's DNS says: mail exchanges, addresses, keys.</summary>
internal sealed class Zone
{
    private const int Ttl = 120;

    private readonly Dictionary<string, List<Func<DnsReply, DnsReply>>> _records = [];
    private readonly HashSet<string> _names = [];

    /// <summary>A domain whose relay is found at a host of this name.</summary>
    public void Exchange(string domain, string host) => Add(DnsType.Mx, domain, r => r.Mx(domain, Ttl, 10, host));

    public void Host(string name, Site site)
    {
        Add(DnsType.A, name, r => r.A(name, Ttl, site.PublicText));
    }

    public void Key(string domain, string selector, byte[] key)
    {
        var name = $"{selector}._fmtp.{domain}";
        Add(DnsType.Txt, name, r => r.Txt(name, Ttl, "v=FMTP1; k=ed25519; p=" + Convert.ToBase64String(key)));
    }

    /// <summary>The answer to a question.</summary>
    public byte[] Answer(DnsAsked asked, bool isCut)
    {
        var name = asked.Name.ToLowerInvariant();
        var reply = asked.Reply();
        if (!_records.TryGetValue(asked.Type + " " + name, out var records))
        {
            reply = reply.Soa("example", Ttl, 30);
            return (_names.Contains(name) ? reply : reply.Code(3)).Octets;
        }

        if (isCut)
        {
            return reply.Truncated().Octets;
        }

        records.ForEach(r => reply = r(reply));
        return reply.Octets;
    }

    private void Add(int type, string name, Func<DnsReply, DnsReply> record)
    {
        var key = type + " " + name;
        if (!_records.TryGetValue(key, out var records))
        {
            _records[key] = records = [];
        }

        records.Add(record);
        _names.Add(name);
    }
}

/// <summary>A DNS server: it answers over UDP, over TCP where an answer was cut, late, with a failure, or not at all.</summary>
internal sealed class DnsAuthority : IListener
{
    private const int Port = 53;

    private readonly SimNetwork _network;
    private readonly Zone _zone;

    public DnsAuthority(SimNetwork network, Zone zone, Site site)
    {
        _network = network;
        _zone = zone;
        Site = site;
        site.Listeners[Port] = this;
        site.Ports[Port] = (octets, from) => Asked(octets, false, answer => _network.Send(site, Port, from, answer, Name));
    }

    public Site Site { get; }

    public string Name => Site.Name;

    public bool IsUp => !IsDead;

    public bool IsDead { get; set; }

    public bool IsFailing { get; set; }

    /// <summary>Milliseconds that it takes.</summary>
    public int Lateness { get; set; }

    /// <summary>How a relay's configuration names it.</summary>
    public string Address => $"{Site.PublicText}:53";

    public void Accept(SimEnd end)
    {
        end.Wake = () =>
        {
            while (!end.IsReset && end.Count > 2)
            {
                var head = end.Received.Peek(2);
                var length = (head[0] << 8) | head[1];
                if (end.Count < 2 + length)
                {
                    return;
                }

                end.Received.Take(2);
                Asked(end.Received.Take(length), true, answer => end.Send([(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], 0, answer.Length + 2));
            }

            if (end.HasEnded && !end.IsClosed)
            {
                end.Close();
            }
        };
    }

    private void Asked(byte[] octets, bool isTcp, Action<byte[]> answer)
    {
        if (IsDead)
        {
            return;
        }

        var asked = new DnsAsked(octets, null!, null!);
        var reply = IsFailing ? asked.Reply().Code(2).Octets : _zone.Answer(asked, !isTcp && _network.Chance.Next(12) == 0);
        _network.Log.Add(_network.Now, Name, "", $"{asked}{(IsFailing ? " (fails)" : "")}");
        if (Lateness == 0)
        {
            answer(reply);
        }
        else
        {
            _network.After(_network.Chance.Next(Lateness), () => answer(reply));
        }
    }
}
