using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The mailbox that a parent is for its children (docs/PROTOCOL.md section 4): it takes a child's word about who
/// asks, <c>for=ADDRESS</c>, and answers as if he did; <c>for=-</c> is nobody.</summary>
internal sealed class Vouching
{
    private readonly bool _isMailbox;
    private readonly Address _address = new Address();
    private Peer _last;

    internal Vouching(Configuration configuration)
    {
        _isMailbox = configuration.Mailbox;
    }

    /// <summary>Reads for whom a request is to be judged.</summary>
    /// <returns>0; or why it is not answered.</returns>
    internal int Take(Exchange exchange)
    {
        Message request = exchange.Request;
        int start = 0;
        int length = _isMailbox ? request.Find(Words.For, out start) : -1;
        if (length < 0)
        {
            return 0;
        }

        Peer child = exchange.Sealed;
        if (child == null || child.IsParent || !child.Name.IsHost)
        {
            return Code.Forbidden;
        }

        exchange.IsVouched = true;
        exchange.Reader = null;
        if (length == 1 && request.Octets[start] == '-')
        {
            return 0;
        }

        // The author of what is put may be of anywhere; whoever reads is of the child's domain.
        bool isAddress = _address.Parse(request.Octets, start, length, true) && !_address.IsObject;
        bool isAuthor = isAddress && request.Verb == Verb.Put && _address.IsNamed;
        if (!isAddress || !(isAuthor || child.SpeaksFor(request.Octets, start, length)))
        {
            return isAddress ? Code.Forbidden : Code.Malformed;
        }

        if (_last == null || !_last.Is(request.Octets, start, length))
        {
            byte[] address = new byte[length];
            Array.Copy(request.Octets, start, address, 0, length);
            _last = new Peer(address);
        }

        exchange.Reader = _last;
        return 0;
    }
}
