using System;
using System.Collections;
using System.Text;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Tests;

/// <summary>A stage whose relay verifies signatures, with keys that it finds in a DNS of the test.</summary>
public class SignedStage : Stage
{
    private static readonly Ed25519Desk Desk = new Ed25519Desk();
    private static readonly ArrayList KeyNames = new ArrayList();
    private static readonly ArrayList KeyPairs = new ArrayList();

    /// <summary>A relay with a board's limits that verifies and does not sign.</summary>
    public SignedStage()
        : this(new Limits())
    {
    }

    /// <summary>A relay that verifies and does not sign.</summary>
    public SignedStage(Limits limits)
        : base(limits, true, false, Settings("home.example", null))
    {
    }

    /// <summary>A relay that verifies and may sign.</summary>
    /// <param name="domain">Its domain.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="key">The name of the key that it signs with, selector <c>s1</c>; null for none.</param>
    /// <param name="hasParent">Whether it has a parent.</param>
    public SignedStage(string domain, Limits limits, string key, bool hasParent)
        : base(limits, true, hasParent, Settings(domain, key))
    {
    }

    /// <summary>The same.</summary>
    /// <param name="domain">Its domain.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="isSigning">Whether it signs, with the key that has its domain's name.</param>
    /// <param name="hasParent">Whether it has a parent.</param>
    public SignedStage(string domain, Limits limits, bool isSigning, bool hasParent)
        : this(domain, limits, isSigning ? domain : null, hasParent)
    {
    }

    /// <summary>What DNS says.</summary>
    public SignedZone Dns { get; } = new SignedZone();

    /// <summary>The key pair that has this name.</summary>
    internal static KeyPair KeyOf(string name)
    {
        int at = KeyNames.IndexOf(name);
        if (at < 0)
        {
            at = KeyNames.Add(name);
            KeyPairs.Add(Desk.Key(SeedOf(name)));
        }

        return (KeyPair)KeyPairs[at];
    }

    /// <summary>The seed that has this name.</summary>
    internal static byte[] SeedOf(string name)
    {
        return Sealing.Mac(Encoding.UTF8.GetBytes("seed"), Encoding.UTF8.GetBytes(name));
    }

    /// <summary>The public key that has this name, in base64.</summary>
    public static string PublicKeyOf(string name)
    {
        return Convert.ToBase64String(KeyOf(name).PublicKey);
    }

    /// <summary>The domain that certifies itself with the key of this name.</summary>
    public static string SelfDomainOf(string name)
    {
        return SelfCertified.DomainOf(KeyOf(name).PublicKey);
    }

    /// <summary>Publishes the key of a name in DNS.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="key">The name of the key.</param>
    public void Publish(string selector, string domain, string key)
    {
        Zone(selector + "._fmtp." + domain, "v=FMTP1; k=ed25519; p=" + PublicKeyOf(key));
    }

    /// <summary>Says what DNS answers to a question for text.</summary>
    /// <param name="name">The name.</param>
    /// <param name="texts">The texts, a record each; none: the name is not known any more; null: the server fails.</param>
    public void Zone(string name, params string[] texts)
    {
        Dns.Set(name, "TXT", texts);
    }

    /// <summary>Signs an object.</summary>
    /// <param name="key">The name of the key.</param>
    /// <param name="reference">The key-ref.</param>
    /// <param name="lines">The object as in a transcript's body, without the bars.</param>
    /// <returns>Its lines, the signature's first.</returns>
    public static string[] Sign(string key, string reference, params string[] lines)
    {
        string text = string.Empty;
        string[] signed = new string[lines.Length + 1];
        for (int i = 0; i < lines.Length; i++)
        {
            text += (i > 0 ? "\n" : string.Empty) + lines[i];
            signed[i + 1] = lines[i];
        }

        signed[0] = "sig: ed25519 " + reference + " " + Convert.ToBase64String(Desk.Sign(KeyOf(key), Encoding.UTF8.GetBytes(text)));
        return signed;
    }

    /// <summary>The proof of somebody who says who he is.</summary>
    /// <param name="key">The name of the key.</param>
    /// <param name="hello">His HELLO.</param>
    /// <param name="reply">Its reply.</param>
    /// <param name="address">Who he says he is.</param>
    public static string Prove(string key, string hello, string reply, string address)
    {
        byte[] message = Encoding.UTF8.GetBytes("fmtp1 auth\n" + hello + "\n" + reply + "\n" + address);
        return Convert.ToBase64String(Desk.Sign(KeyOf(key), message));
    }

    /// <summary>Puts an object on a connection.</summary>
    /// <param name="name">The connection.</param>
    /// <param name="lines">The object.</param>
    /// <param name="answer">What is expected: <c>201 * *</c>; null to expect nothing yet.</param>
    public void Put(string name, string[] lines, string answer)
    {
        Play(Transcript(name, lines, answer));
    }

    /// <summary>The transcript of that.</summary>
    public static string[] Transcript(string name, string[] lines, string answer)
    {
        string[] transcript = new string[lines.Length + (answer == null ? 1 : 2)];
        transcript[0] = name + "> PUT p =*";
        for (int i = 0; i < lines.Length; i++)
        {
            transcript[i + 1] = lines[i].Length == 0 ? "|" : "| " + lines[i];
        }

        if (answer != null)
        {
            transcript[lines.Length + 1] = name + "< " + answer;
        }

        return transcript;
    }

    /// <summary>Says HELLO on a connection and proves who one is.</summary>
    /// <param name="name">The connection.</param>
    /// <param name="key">The name of the key.</param>
    /// <param name="address">Who one says one is.</param>
    /// <param name="words">Further words of AUTH, with a space before them.</param>
    /// <param name="answer">What is expected; null to expect nothing yet.</param>
    public void Prove(string name, string key, string address, string words, string answer)
    {
        string hello = "HELLO h guest.example nonce=AAECAwQFBgcICQoLDA0ODxAR";
        Play(name + "> " + hello, name + "< 200 h * nonce=* *");
        string auth = name + "> AUTH a " + address + " ed25519 " + Prove(key, hello, Last.Line, address) + words;
        if (answer == null)
        {
            Play(auth);
        }
        else
        {
            Play(auth, name + "< " + answer);
        }
    }

    /// <inheritdoc/>
    protected override bool World()
    {
        return Dns.Answer(Network);
    }

    private static Configuration Settings(string domain, string key)
    {
        return new Configuration
        {
            Domain = domain,
            Dns = new[] { "10.0.0.53" },
            Signing = key == null ? null : new SigningSettings { Selector = "s1", Seed = Convert.ToBase64String(SeedOf(key)) },
        };
    }
}
