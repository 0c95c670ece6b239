namespace Fmtp.Nano;

/// <summary>One configuration for boards and desk, as <c>fmtp.json</c> holds it; all but <see cref="Domain"/> optional.</summary>
/// <remarks>Plain fields: nanoFramework.Json fills them, and on a board a property costs 90 octets of program. Base64 is RFC 4648
/// section 4. What is wrong with one, <see cref="ConfigurationCheck"/> says.</remarks>
public sealed class Configuration
{
    /// <summary>The domain that this relay serves, lower case.</summary>
    public string Domain;

    /// <summary>Where it listens, TCP and UDP.</summary>
    public ListenSettings Listen = new ListenSettings();

    /// <summary>The relay that everything else goes to; null for none.</summary>
    public ParentSettings Parent;

    /// <summary>Who shares a link key with this relay: own users and sensors, relays of other domains.</summary>
    public PeerSettings[] Peers = new PeerSettings[0];

    /// <summary>DNS servers, <c>ADDRESS:PORT</c> or <c>ADDRESS</c> (port 53).</summary>
    public string[] Dns = new string[0];

    /// <summary>Ways to reach this relay from elsewhere, as its host object tells them: <c>tcp HOST PORT</c> and the like, best first
    /// (docs/PROTOCOL.md section 2).</summary>
    public string[] Routes = new string[0];

    /// <summary>Private networks, <c>ADDRESS/BITS</c>, where relays may be dialled that DNS, a route or a referral names
    /// (docs/PROTOCOL.md section 4); none but the open network by itself.</summary>
    public string[] Networks = new string[0];

    /// <summary>The key that signs objects of this domain; null for none.</summary>
    public SigningSettings Signing;

    /// <summary>Where objects are kept.</summary>
    public StoreSettings Store = new StoreSettings();

    /// <summary>Whether private objects of its children's users are kept here (a parent's role).</summary>
    public bool Mailbox;

    /// <summary>The wireless network of a board; null on a wire and on a desk.</summary>
    public WifiSettings Wifi;
}

/// <summary>Where a relay listens.</summary>
public sealed class ListenSettings
{
    /// <summary>IP address; <c>0.0.0.0</c> for every one.</summary>
    public string Address = "0.0.0.0";

    /// <summary>TCP and UDP port; 0 for any free one.</summary>
    public int Port = Protocol.Wire.Port;
}

/// <summary>The parent relay.</summary>
public sealed class ParentSettings
{
    /// <summary>Its domain.</summary>
    public string Domain;

    /// <summary>Its host name or IP address.</summary>
    public string Host;

    /// <summary>Its TCP port.</summary>
    public int Port = Protocol.Wire.Port;

    /// <summary>The link key: base64 of 32 octets.</summary>
    public string Link;
}

/// <summary>A peer with a link key.</summary>
public sealed class PeerSettings
{
    /// <summary><c>name@domain</c> of an own domain, or <c>@domain</c> of a relay.</summary>
    public string Address;

    /// <summary>The link key: base64 of 32 octets.</summary>
    public string Link;
}

/// <summary>The key of the domain.</summary>
public sealed class SigningSettings
{
    /// <summary>The DNS selector that publishes the public key.</summary>
    public string Selector;

    /// <summary>The Ed25519 seed: base64 of 32 octets.</summary>
    public string Seed;
}

/// <summary>Where objects are kept.</summary>
public sealed class StoreSettings
{
    /// <summary>Folder, beside the configuration's file where it is relative; on a board under <c>I:\</c>.</summary>
    public string Path = "data";

    /// <summary>Octets that may be used, garbage included; 0 for the default of the limits.</summary>
    public int Quota;
}

/// <summary>A wireless network.</summary>
public sealed class WifiSettings
{
    /// <summary>Its name.</summary>
    public string Ssid;

    /// <summary>Its password.</summary>
    public string Password;
}
