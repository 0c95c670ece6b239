namespace Fmtp.Nano.Protocol;

/// <summary>Makes and checks the seals of one key (docs/PROTOCOL.md section 5): base64 of the first 15
/// octets of an HMAC-SHA256.</summary>
public sealed class Seal
{
    private const int SealedOctets = Wire.SealLength / 4 * 3;
    private const int CounterLength = 8;

    private static readonly byte[] Newline = { Ascii.LF };
    private static readonly byte[] OpenerLabel = Ascii.Octets("fmtp1 c\n");
    private static readonly byte[] AcceptorLabel = Ascii.Octets("fmtp1 s\n");

    private readonly Mac _mac;
    private readonly byte[] _hash;
    private readonly byte[] _digest;
    private readonly byte[] _counter;
    private readonly byte[] _expected;

    /// <summary>Makes one.</summary>
    /// <param name="key">The 32 octets of a link key, or of a direction derived from it.</param>
    public Seal(byte[] key)
        : this(key, null)
    {
    }

    /// <summary>Makes one that computes where another does: both must be of one thread.</summary>
    /// <param name="key">The 32 octets of a link key, or of a direction derived from it.</param>
    /// <param name="neighbour">The other; null for none.</param>
    public Seal(byte[] key, Seal neighbour)
    {
        _mac = new Mac(key);
        bool isAlone = neighbour == null;
        _hash = isAlone ? new byte[Mac.Length] : neighbour._hash;
        _digest = isAlone ? new byte[Mac.Length] : neighbour._digest;
        _counter = isAlone ? new byte[CounterLength] : neighbour._counter;
        _expected = isAlone ? new byte[Wire.SealLength] : neighbour._expected;
    }

    /// <summary>The seal of one direction of a link, from its greeting.</summary>
    /// <param name="key">The link key.</param>
    /// <param name="greeting">The HELLO line, LF, its reply line, both without end of line.</param>
    /// <param name="opener">True for what the opener sends, false for what the acceptor sends.</param>
    /// <returns>A new seal.</returns>
    public static Seal ForLink(byte[] key, byte[] greeting, bool opener)
    {
        return ForLink(key, greeting, opener, null);
    }

    /// <summary>The same, computing where another seal of the same thread does.</summary>
    /// <param name="key">The link key.</param>
    /// <param name="greeting">The HELLO line, LF, its reply line, both without end of line.</param>
    /// <param name="opener">True for what the opener sends, false for what the acceptor sends.</param>
    /// <param name="neighbour">The other; null for none.</param>
    /// <returns>A new seal.</returns>
    public static Seal ForLink(byte[] key, byte[] greeting, bool opener, Seal neighbour)
    {
        byte[] label = opener ? OpenerLabel : AcceptorLabel;
        Mac mac = new Mac(key);
        mac.Begin(label.Length + greeting.Length);
        mac.Append(label, 0, label.Length);
        mac.Append(greeting, 0, greeting.Length);
        byte[] direction = new byte[Mac.Length];
        mac.End(direction);
        return new Seal(direction, neighbour);
    }

    /// <summary>Writes the seal of a message on a link.</summary>
    /// <param name="counter">The message's number in its direction, AUTH and its 200 being 0.</param>
    /// <param name="octets">The buffer that holds line and body.</param>
    /// <param name="line">Where the line begins.</param>
    /// <param name="lineLength">Its octets up to the space before the seal.</param>
    /// <param name="body">Where the body begins.</param>
    /// <param name="bodyLength">Its octets; 0 for none.</param>
    /// <param name="into">Receives the 20 characters.</param>
    /// <param name="at">Where.</param>
    public void WriteLink(long counter, byte[] octets, int line, int lineLength, int body, int bodyLength, byte[] into, int at)
    {
        for (int i = CounterLength - 1; i >= 0; i--)
        {
            _counter[i] = (byte)counter;
            counter >>= 8;
        }

        Write(_counter, 0, CounterLength, false, octets, line, lineLength, body, bodyLength, into, at);
    }

    /// <summary>Writes the seal of a datagram.</summary>
    /// <param name="request">What the reply answers: the buffer with the 20 characters of the request's seal;
    /// null for a request.</param>
    /// <param name="requestSeal">Where they begin.</param>
    /// <param name="octets">The buffer that holds line and body.</param>
    /// <param name="line">Where the line begins.</param>
    /// <param name="lineLength">Its octets up to the space before the seal.</param>
    /// <param name="body">Where the body begins.</param>
    /// <param name="bodyLength">Its octets; 0 for none.</param>
    /// <param name="into">Receives the 20 characters.</param>
    /// <param name="at">Where.</param>
    public void WriteDatagram(byte[] request, int requestSeal, byte[] octets, int line, int lineLength, int body, int bodyLength, byte[] into, int at)
    {
        int length = request == null ? 0 : Wire.SealLength;
        Write(request, requestSeal, length, request != null, octets, line, lineLength, body, bodyLength, into, at);
    }

    /// <summary>Whether a message on a link carries the seal it should.</summary>
    /// <param name="counter">The number it must have.</param>
    /// <param name="message">The message.</param>
    /// <returns>True when it does.</returns>
    public bool VerifyLink(long counter, Message message)
    {
        if (message.SealStart == 0)
        {
            return false;
        }

        WriteLink(counter, message.Octets, message.Start, message.SealedLength, message.BodyStart, message.BodyLength, _expected, 0);
        return IsExpected(message);
    }

    /// <summary>Whether a datagram carries the seal it should.</summary>
    /// <param name="request">What it answers, as in <see cref="WriteDatagram"/>; null for a request.</param>
    /// <param name="requestSeal">Where the request's seal begins.</param>
    /// <param name="message">The message.</param>
    /// <returns>True when it does.</returns>
    public bool VerifyDatagram(byte[] request, int requestSeal, Message message)
    {
        if (message.SealStart == 0)
        {
            return false;
        }

        WriteDatagram(request, requestSeal, message.Octets, message.Start, message.SealedLength, message.BodyStart, message.BodyLength, _expected, 0);
        return IsExpected(message);
    }

    // prefix [LF] line LF D, D being nothing or HMAC(key, body).
    private void Write(byte[] prefix, int prefixStart, int prefixLength, bool prefixLine, byte[] octets, int line, int lineLength, int body, int bodyLength, byte[] into, int at)
    {
        if (bodyLength > 0)
        {
            _mac.Begin(bodyLength);
            _mac.Append(octets, body, bodyLength);
            _mac.End(_digest);
        }

        _mac.Begin(prefixLength + (prefixLine ? 1 : 0) + lineLength + 1 + (bodyLength > 0 ? Mac.Length : 0));
        if (prefixLength > 0)
        {
            _mac.Append(prefix, prefixStart, prefixLength);
        }

        if (prefixLine)
        {
            _mac.Append(Newline, 0, 1);
        }

        _mac.Append(octets, line, lineLength);
        _mac.Append(Newline, 0, 1);
        if (bodyLength > 0)
        {
            _mac.Append(_digest, 0, Mac.Length);
        }

        _mac.End(_hash);
        Platform.Base64(_hash, 0, SealedOctets, into, at);
    }

    // In the same time wherever they differ.
    private bool IsExpected(Message message)
    {
        int difference = 0;
        for (int i = 0; i < Wire.SealLength; i++)
        {
            difference |= _expected[i] ^ message.Octets[message.SealStart + i];
        }

        return difference == 0;
    }
}
