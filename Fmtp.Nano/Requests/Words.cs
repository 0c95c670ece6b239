using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The <c>key=</c> words of requests (docs/PROTOCOL.md section 3) and the words of AUTH and of scope.</summary>
internal static class Words
{
    internal static readonly byte[] After = Ascii.Octets("after=");
    internal static readonly byte[] Age = Ascii.Octets("age=");
    internal static readonly byte[] At = Ascii.Octets("at=");
    internal static readonly byte[] By = Ascii.Octets("by=");
    internal static readonly byte[] Date = Ascii.Octets("date=");
    internal static readonly byte[] For = Ascii.Octets("for=");
    internal static readonly byte[] Hops = Ascii.Octets("hops=");
    internal static readonly byte[] Lease = Ascii.Octets("lease=");
    internal static readonly byte[] Live = Ascii.Octets("live=");
    internal static readonly byte[] Mailbox = Ascii.Octets("mailbox=");
    internal static readonly byte[] Max = Ascii.Octets("max=");
    internal static readonly byte[] Next = Ascii.Octets("next=");
    internal static readonly byte[] Nonce = Ascii.Octets("nonce=");
    internal static readonly byte[] Once = Ascii.Octets("once=");
    internal static readonly byte[] Parent = Ascii.Octets("parent=");
    internal static readonly byte[] Refer = Ascii.Octets("refer=");
    internal static readonly byte[] Scope = Ascii.Octets("scope=");
    internal static readonly byte[] Selector = Ascii.Octets("selector=");
    internal static readonly byte[] Since = Ascii.Octets("since=");
    internal static readonly byte[] Time = Ascii.Octets("time=");
    internal static readonly byte[] To = Ascii.Octets("to=");
    internal static readonly byte[] Top = Ascii.Octets("top=");
    internal static readonly byte[] Trace = Ascii.Octets("trace=");
    internal static readonly byte[] Type = Ascii.Octets("type=");
    internal static readonly byte[] Way = Ascii.Octets("way=");

    internal static readonly byte[] Local = Ascii.Octets("local");
    internal static readonly byte[] Cached = Ascii.Octets("cached");
    internal static readonly byte[] Any = Ascii.Octets("any");
    internal static readonly byte[] Tcp = Ascii.Octets("tcp");
    internal static readonly byte[] Hmac = Ascii.Octets("hmac");

    /// <summary>What narrows a GET or a LIST down, wherever it is answered.</summary>
    internal static readonly byte[][] Narrowing = { Type, Parent, Top, Since, After, Max };
}
