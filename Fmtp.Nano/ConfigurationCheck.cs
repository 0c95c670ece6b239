using System.Collections;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>What is wrong with a configuration: every fault at once, each by its JSON path and with what to
/// do about it. The same on a board and on a desk.</summary>
public sealed class ConfigurationCheck
{
    private const int PortMax = 65535;
    private const int SsidMax = 32;
    private const int PasswordMin = 8;
    private const int PasswordMax = 64;
    private const string RelayName = "relay@";

    private readonly Configuration _configuration;
    private readonly Limits _limits;
    private readonly ArrayList _faults = new ArrayList();
    private readonly Address _address = new Address();
    private bool _isSelf;

    private ConfigurationCheck(Configuration configuration, Limits limits)
    {
        _configuration = configuration;
        _limits = limits;
    }

    /// <summary>Checks a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="limits">What the relay has room for.</param>
    /// <returns>The faults, <c>$.path: what is wrong. What to do.</c> each; empty when a relay can start with it.</returns>
    public static string[] Faults(Configuration configuration, Limits limits)
    {
        ConfigurationCheck check = new ConfigurationCheck(configuration, limits);
        check.CheckAll();
        string[] faults = new string[check._faults.Count];
        check._faults.CopyTo(faults);
        return faults;
    }

    private void CheckAll()
    {
        CheckDomain("$.domain", _configuration.Domain);
        CheckSelf(Octets(_configuration.Domain));
        CheckListen(_configuration.Listen);
        if (_configuration.Parent != null)
        {
            CheckParent(_configuration.Parent);
        }

        if (_configuration.Peers != null)
        {
            CheckPeers(_configuration.Peers);
        }

        if (_configuration.Dns != null)
        {
            CheckDns(_configuration.Dns);
        }

        for (int i = 0; _configuration.Routes != null && i < _configuration.Routes.Length; i++)
        {
            byte[] route = Octets(_configuration.Routes[i]);
            if (!Route.IsRoute(route, 0, route.Length))
            {
                Fault("$.routes[" + i + "]", Quoted(_configuration.Routes[i]) + " is no route. Give \"tcp HOST PORT\", \"udp HOST PORT\" or \"via DOMAIN\".");
            }
        }

        for (int i = 0; _configuration.Networks != null && i < _configuration.Networks.Length; i++)
        {
            if (Networks.Parse(_configuration.Networks[i], new Endpoint()) < 0)
            {
                Fault("$.networks[" + i + "]", Quoted(_configuration.Networks[i]) + " is no network. Give ADDRESS/BITS, such as \"10.0.0.0/8\".");
            }
        }

        if (_configuration.Signing != null)
        {
            CheckSigning(_configuration.Signing);
        }

        CheckStore(_configuration.Store);
        if (_configuration.Wifi != null)
        {
            CheckWifi(_configuration.Wifi);
        }
    }

    private void Fault(string path, string text)
    {
        _faults.Add(path + ": " + text);
    }

    private void CheckDomain(string path, string domain)
    {
        if (string.IsNullOrEmpty(domain))
        {
            Fault(path, "is missing. Give a domain, such as \"home.example\".");
        }
        else if (domain.ToLower() != domain)
        {
            Fault(path, "has upper case. Write \"" + domain.ToLower() + "\".");
        }
        else if (!IsDomain(domain))
        {
            Fault(path, "\"" + domain + "\" is no domain. Use labels of a-z, 0-9 and - with dots between them, such as \"home.example\".");
        }
        else if (RelayName.Length + domain.Length > Wire.AddressMax)
        {
            Fault(path, "is too long: an address of it has at most " + Wire.AddressMax + " characters. Choose a shorter one.");
        }
    }

    // A domain that is a key: whether the seed belongs to it is known on a desk, where deriving takes no time.
    private void CheckSelf(byte[] domain)
    {
        _isSelf = SelfCertified.Claims(domain, 0, domain.Length);
        if (_isSelf && !SelfCertified.ReadKey(domain, 0, domain.Length, new byte[Wire.KeyLength]))
        {
            Fault("$.domain", "ends in .fmtp.alt and is no key: 52 characters of a-z and 2-7, the last a or q, have to stand before that. `fmtp key --signing --self` makes one.");
        }
        else if (_isSelf && _configuration.Signing == null)
        {
            Fault("$.signing", "is missing: this domain is the key that signs. Give the seed that it was made of.");
        }
    }

    private void CheckListen(ListenSettings listen)
    {
        if (listen == null)
        {
            return;
        }

        if (!IsIP(listen.Address))
        {
            Fault("$.listen.address", Quoted(listen.Address) + " is no IP address. Give one of this machine, or \"0.0.0.0\" for all.");
        }

        if (listen.Port < 0 || listen.Port > PortMax)
        {
            Fault("$.listen.port", listen.Port + " is no port. Give 1 to 65535 (" + Wire.Port + " is usual), or 0 for any free one.");
        }
    }

    private void CheckParent(ParentSettings parent)
    {
        CheckDomain("$.parent.domain", parent.Domain);
        if (!string.IsNullOrEmpty(parent.Domain) && parent.Domain == _configuration.Domain)
        {
            Fault("$.parent.domain", "is this relay's own domain. Give the parent's.");
        }

        if (!IsIP(parent.Host) && !IsDomain(parent.Host))
        {
            Fault("$.parent.host", Quoted(parent.Host) + " is no host. Give the parent's IP address or host name, lower case.");
        }

        CheckPort("$.parent.port", parent.Port);
        CheckKey("$.parent.link", parent.Link);
    }

    private void CheckPeers(PeerSettings[] peers)
    {
        if (peers.Length > _limits.Peers)
        {
            Fault("$.peers", peers.Length + " peers are too many. This relay has room for " + _limits.Peers + ".");
        }

        for (int i = 0; i < peers.Length; i++)
        {
            string path = "$.peers[" + i + "]";
            if (peers[i] == null)
            {
                Fault(path, "is empty. Give it an address and a link.");
                continue;
            }

            CheckPeerAddress(path + ".address", peers[i]);
            CheckKey(path + ".link", peers[i].Link);
            for (int k = 0; k < i; k++)
            {
                if (peers[k] != null && peers[i].Address != null && peers[k].Address == peers[i].Address)
                {
                    Fault(path + ".address", peers[i].Address + " is $.peers[" + k + "] already. A peer has one key, and as many links with it as it likes: remove one of the two.");
                    break;
                }
            }
        }
    }

    private void CheckPeerAddress(string path, PeerSettings peer)
    {
        string text = peer.Address;
        if (string.IsNullOrEmpty(text))
        {
            Fault(path, "is missing. Give name@domain of a user or sensor of this domain, or @domain of a relay.");
        }
        else if (text.ToLower() != text)
        {
            Fault(path, "has upper case. Write \"" + text.ToLower() + "\".");
        }
        else if (!IsAddress(text) || _address.IsObject)
        {
            Fault(path, "\"" + text + "\" is no address of a peer. Give name@domain of a user or sensor, or @domain of a relay.");
        }
        else if (_address.IsNamed && !IsOwnDomain())
        {
            Fault(path, text + " is of another domain. Only relays (@domain) may be: users and sensors have their keys at the relay of their own domain.");
        }
        else if (_address.IsNamed && text.StartsWith(RelayName))
        {
            Fault(path, "the name \"relay\" is this relay's own. Choose another.");
        }
        else if (_address.IsHost && _configuration.Parent != null && text == "@" + _configuration.Parent.Domain && peer.Link != _configuration.Parent.Link)
        {
            Fault(path, text + " is the parent, with another key. Give both the same link, or remove this peer.");
        }
    }

    private void CheckDns(string[] servers)
    {
        for (int i = 0; i < servers.Length; i++)
        {
            if (!IsServer(servers[i]))
            {
                Fault("$.dns[" + i + "]", Quoted(servers[i]) + " is no DNS server. Give ADDRESS or ADDRESS:PORT, such as \"10.0.0.1:53\".");
            }
        }
    }

    private void CheckSigning(SigningSettings signing)
    {
        byte[] selector = Octets(_isSelf && string.IsNullOrEmpty(signing.Selector) ? "s1" : signing.Selector); // which needs none
        bool isReserved = signing.Selector == "user" || signing.Selector == "self";
        if (isReserved || !Address.ParseDomain(selector, 0, selector.Length, false))
        {
            Fault("$.signing.selector", Quoted(signing.Selector) + " is no selector. Give a label of a-z, 0-9 and - other than \"user\" and \"self\", such as \"s1\".");
        }

        CheckKey("$.signing.seed", signing.Seed);
    }

    private void CheckStore(StoreSettings store)
    {
        if (store == null)
        {
            return;
        }

        if (string.IsNullOrEmpty(store.Path))
        {
            Fault("$.store.path", "is empty. Give a folder, such as \"data\".");
        }

        // One file of the journal to write to, and one that is being emptied.
        int quotaMin = 2 * Limits.Sector;
        if (store.Quota < 0 || (store.Quota > 0 && store.Quota < quotaMin))
        {
            Fault("$.store.quota", store.Quota + " octets are too few. Give at least " + quotaMin + ", or 0 for " + _limits.StoreQuota + ".");
        }
    }

    private void CheckWifi(WifiSettings wifi)
    {
        int ssid = Octets(wifi.Ssid).Length;
        if (ssid == 0 || ssid > SsidMax)
        {
            Fault("$.wifi.ssid", "has " + ssid + " octets. A network's name has 1 to " + SsidMax + ".");
        }

        int password = Octets(wifi.Password).Length;
        if (password > PasswordMax || (password > 0 && password < PasswordMin))
        {
            Fault("$.wifi.password", "has " + password + " octets. It has " + PasswordMin + " to " + PasswordMax + "; leave it empty for an open network.");
        }
    }

    private void CheckPort(string path, int port)
    {
        if (port < 1 || port > PortMax)
        {
            Fault(path, port + " is no port. Give 1 to 65535; " + Wire.Port + " is usual.");
        }
    }

    private void CheckKey(string path, string key)
    {
        byte[] octets = Octets(key);
        if (octets.Length == 0)
        {
            Fault(path, "is missing. Make one with `fmtp key`.");
        }
        else if (!Ascii.IsBase64(octets, 0, octets.Length, Wire.KeyLength))
        {
            Fault(path, "is not base64 of " + Wire.KeyLength + " octets. Make one with `fmtp key`.");
        }
    }

    private bool IsAddress(string text)
    {
        byte[] octets = Octets(text);
        return _address.Parse(octets, 0, octets.Length, false);
    }

    private bool IsOwnDomain()
    {
        byte[] own = Octets(_configuration.Domain);
        return _address.DomainIs(own, 0, own.Length);
    }

    private static bool IsDomain(string text)
    {
        byte[] octets = Octets(text);
        return Address.ParseDomain(octets, 0, octets.Length, false);
    }

    // ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT.
    private static bool IsServer(string text)
    {
        if (IsIP(text))
        {
            return true;
        }

        int colon = string.IsNullOrEmpty(text) ? -1 : text.LastIndexOf(':');
        if (colon < 1)
        {
            return false;
        }

        byte[] digits = Octets(text.Substring(colon + 1));
        long port = Ascii.Number(digits, 0, digits.Length);
        string host = text.Substring(0, colon);
        bool isBracketed = host[0] == '[' && host[host.Length - 1] == ']';
        bool isHost = isBracketed ? IsIP(host.Substring(1, host.Length - 2)) && host.IndexOf(':') > 0 : IsIP(host) && host.IndexOf(':') < 0;
        return isHost && port > 0 && port <= PortMax;
    }

    private static bool IsIP(string text)
    {
        return IpText.Parse(text, new Endpoint());
    }

    private static byte[] Octets(string text)
    {
        return Ascii.Octets(text == null ? string.Empty : text);
    }

    private static string Quoted(string text)
    {
        return string.IsNullOrEmpty(text) ? "nothing" : "\"" + text + "\"";
    }
}
