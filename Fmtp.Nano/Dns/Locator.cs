using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The addresses of the relays of a domain, one after the other as they are wanted: of its mail
/// exchanges, the preferred one first; of the domain itself where it names none (docs/PROTOCOL.md section 4).</summary>
/// <remarks>One is part of each lookup's slot. It holds at most two of the resolver's.</remarks>
public sealed class Locator
{
    // Nobody means it well with more.
    private const int ExchangesMax = 6;
    private const int AddressesMax = 8;

    private const int None = -1;
    private const int V4Length = 4;
    private const int WordLength = 8;
    private const int BitsPerOctet = 8;
    private const int BitsPerGroup = 16;
    private const int Groups = 8;

    // An IPv4 address in the clothes of IPv6 (RFC 4291 section 2.5.5.2) must not be taken for one from afar.
    private const long MappedMark = 0xFFFF;
    private const int MappedShift = 32;
    private const long MappedMask = 0xFFFFFFFF;

    private readonly Resolver _resolver;
    private readonly bool _hasV6;
    private int _domain = None;
    private int _addresses = None;
    private int _nextExchange;
    private int _nextAddress;
    private bool _isDomainItself;
    private bool _isV6;
    private int _given;
    private int _failure = DnsState.NoData; // also before it is asked for anything

    /// <summary>Makes one.</summary>
    /// <param name="resolver">Whom it asks.</param>
    /// <param name="limits">Tells whether IPv6 is of use.</param>
    public Locator(Resolver resolver, Limits limits)
    {
        _resolver = resolver;
        _hasV6 = limits.DnsV6;
    }

    /// <summary>Begins.</summary>
    /// <param name="domain">Holds the domain.</param>
    /// <param name="start">Its first octet.</param>
    /// <param name="length">Its length.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    public void Begin(byte[] domain, int start, int length, long now)
    {
        Reset();
        _domain = Take(_resolver.Ask(DnsType.Mx, domain, start, length, now));
    }

    /// <summary>Begins with a host whose name is known: its addresses, whatever its mail exchanges are.</summary>
    /// <param name="host">Holds its name.</param>
    /// <param name="start">Its first octet.</param>
    /// <param name="length">Its length.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    public void BeginHost(byte[] host, int start, int length, long now)
    {
        Reset();
        _isDomainItself = true;
        _domain = Take(_resolver.Ask(DnsType.A, host, start, length, now));
        if (_domain != None)
        {
            _addresses = Take(_resolver.AskSame(DnsType.A, _domain, now));
        }
    }

    /// <summary>Whether the relay of a domain may be the host whose address was given last: the domain is the host's
    /// own name or what it is under, as <c>parent.example</c> of <c>fmtp.parent.example</c>.</summary>
    /// <param name="domain">Holds the domain.</param>
    /// <param name="start">Its first octet.</param>
    /// <param name="length">Its length.</param>
    /// <returns>True when it may be; false also after <see cref="End"/>.</returns>
    public bool IsNamed(byte[] domain, int start, int length)
    {
        if (_domain == None || _isDomainItself)
        {
            return false;
        }

        int name = _resolver.StartOf(_domain, _nextExchange);
        return IsUnder(_resolver.OctetsOf(_domain), name, _resolver.LengthOf(_domain, _nextExchange), domain, start, length);
    }

    /// <summary>Whether a host's name is a domain's or under it. A domain of one label has no hosts.</summary>
    internal static bool IsUnder(byte[] host, int hostStart, int hostLength, byte[] domain, int start, int length)
    {
        int rest = hostLength - length;
        bool hasDot = Platform.IndexOf(domain, (byte)'.', start, length) >= 0;
        return hasDot && rest >= 0 && (rest == 0 || host[hostStart + rest - 1] == '.')
            && Platform.Equal(host, hostStart + rest, domain, start, length);
    }

    /// <summary>Gives the next address.</summary>
    /// <param name="into">Receives it, without a port, if there is one.</param>
    /// <param name="now">The step's time, in milliseconds.</param>
    /// <returns><see cref="DnsState.Answered"/> with an address; <see cref="DnsState.Pending"/>: ask again in a later
    /// step; else there are no more, and why. <see cref="DnsState.ServerFailed"/> also when the resolver is full.</returns>
    public int Next(Endpoint into, long now)
    {
        while (_domain != None && _given < AddressesMax)
        {
            int slot = _addresses != None ? _addresses : _domain;
            int state = _resolver.StateOf(slot);
            if (state == DnsState.Pending)
            {
                return state;
            }

            if (_addresses != None)
            {
                if (_nextAddress < _resolver.CountOf(_addresses))
                {
                    Read(_resolver.OctetsOf(_addresses), _resolver.StartOf(_addresses, _nextAddress++), _isV6, into);
                    _given++;
                    return DnsState.Answered;
                }

                Leave(state);
                Turn(now);
            }
            else if (state == DnsState.NoData || state == DnsState.Answered)
            {
                _isDomainItself = state == DnsState.NoData;
                Ask(now);
            }
            else
            {
                _failure = state;
                End();
            }
        }

        End();
        return _given > 0 ? DnsState.NoData : _failure;
    }

    /// <summary>Gives the resolver's slots back; at any time, as often as one likes.</summary>
    public void End()
    {
        if (_addresses != None)
        {
            _resolver.Release(_addresses);
        }

        if (_domain != None)
        {
            _resolver.Release(_domain);
        }

        _addresses = None;
        _domain = None;
    }

    /// <summary>An address as <see cref="INetwork.Dial"/> takes it.</summary>
    /// <param name="address">The address.</param>
    /// <returns>A new string.</returns>
    public static string Host(Endpoint address)
    {
        string text = string.Empty;
        if (address.IsV6)
        {
            for (int i = Groups - 1; i >= 0; i--)
            {
                long half = i >= Groups / 2 ? address.High : address.Low;
                int group = (int)(half >> (i % (Groups / 2) * BitsPerGroup)) & 0xFFFF;
                text += group.ToString("x") + (i > 0 ? ":" : string.Empty);
            }

            return text;
        }

        for (int i = V4Length - 1; i >= 0; i--)
        {
            int octet = (int)(address.Low >> (i * BitsPerOctet)) & 0xFF;
            text += octet.ToString() + (i > 0 ? "." : string.Empty);
        }

        return text;
    }

    private void Reset()
    {
        End();
        _nextExchange = 0;
        _nextAddress = 0;
        _isDomainItself = false;
        _isV6 = false;
        _given = 0;
        _failure = DnsState.NoData;
    }

    // The current name has no further addresses of this kind.
    private void Leave(int state)
    {
        if (state == DnsState.ServerFailed || state == DnsState.TimedOut)
        {
            _failure = state;
        }

        _resolver.Release(_addresses);
        _addresses = None;
        _nextAddress = 0;
    }

    // From IPv4 to IPv6 of the same name, then to the next name.
    private void Turn(long now)
    {
        _isV6 = _hasV6 && !_isV6;
        _nextExchange += _isV6 ? 0 : 1;
        Ask(now);
    }

    private void Ask(long now)
    {
        int type = _isV6 ? DnsType.Aaaa : DnsType.A;
        int names = _isDomainItself ? 1 : _resolver.CountOf(_domain);
        if (_nextExchange >= names || _nextExchange >= ExchangesMax)
        {
            End();
        }
        else if (_isDomainItself)
        {
            _addresses = Take(_resolver.AskSame(type, _domain, now));
        }
        else
        {
            int start = _resolver.StartOf(_domain, _nextExchange);
            _addresses = Take(_resolver.Ask(type, _resolver.OctetsOf(_domain), start, _resolver.LengthOf(_domain, _nextExchange), now));
        }
    }

    // A full table is not waited for: everybody might hold one slot and wait for another.
    private int Take(int slot)
    {
        if (slot >= 0)
        {
            return slot;
        }

        _failure = slot == Resolver.Full ? DnsState.ServerFailed : DnsState.NoName;
        End();
        return None;
    }

    private static void Read(byte[] octets, int start, bool isV6, Endpoint into)
    {
        into.High = isV6 ? Number(octets, start, WordLength) : 0;
        into.Low = isV6 ? Number(octets, start + WordLength, WordLength) : Number(octets, start, V4Length);
        into.IsV6 = isV6;
        if (isV6 && into.High == 0 && into.Low >> MappedShift == MappedMark)
        {
            into.IsV6 = false;
            into.Low &= MappedMask;
        }
    }

    private static long Number(byte[] octets, int start, int length)
    {
        long number = 0;
        for (int i = start; i < start + length; i++)
        {
            number = (number << BitsPerOctet) | octets[i];
        }

        return number;
    }
}
