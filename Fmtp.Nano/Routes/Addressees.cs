using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Whom a copy of a message is for: one recipient of each domain that is neither ours nor the sender's
/// (docs/PROTOCOL.md section 4, Delivery).</summary>
internal sealed class Addressees
{
    private const int Everyone = -1;

    private readonly Access _access;
    private readonly Links _links;
    private readonly Address _recipient = new Address();
    private readonly Address _other = new Address();
    private bool _isForChildren;
    private byte[] _only;
    private int _onlyStart;
    private int _onlyLength = Everyone;

    internal Addressees(Access access, Links links)
    {
        _access = access;
        _links = links;
    }

    /// <summary>Says for whom a PUT is, as far as that is less than all recipients.</summary>
    /// <param name="request">The PUT; its <c>to=</c> names the one domain that this copy of the object is for. Null for none.</param>
    /// <param name="isForChildren">Whether recipients elsewhere are reached only where their relay is a child.</param>
    internal void Narrow(Message request, bool isForChildren)
    {
        _isForChildren = isForChildren;
        _only = request == null ? null : request.Octets;
        _onlyLength = request == null ? Everyone : request.Find(Words.To, out _onlyStart);
    }

    /// <summary>Finds the next.</summary>
    /// <param name="head">The object.</param>
    /// <param name="place">0 for the first; then where the last one ended in the object's octets.</param>
    /// <returns>Octets of the recipient, which end at <paramref name="place"/>; 0 when there are no more.</returns>
    internal int Next(ObjectReader head, ref int place)
    {
        int length;
        while ((length = head.NextRecipient(ref place)) > 0)
        {
            _recipient.Parse(head.Octets, place - length, length, false);
            if (IsMeant(head) && !IsAgain(head, place - length))
            {
                return length;
            }
        }

        return 0;
    }

    private bool IsMeant(ObjectReader head)
    {
        return (_onlyLength == Everyone || _recipient.DomainIs(_only, _onlyStart, _onlyLength))
            && !_access.IsOurs(_recipient) && !head.Id.DomainIs(head.Octets, _recipient.DomainStart, _recipient.DomainLength)
            && (!_isForChildren || _links.IsChilds(_recipient));
    }

    // Whether one before him is of the same domain.
    private bool IsAgain(ObjectReader head, int start)
    {
        int place = 0;
        int length;
        while ((length = head.NextRecipient(ref place)) > 0 && place < start)
        {
            if (_other.Parse(head.Octets, place - length, length, false)
                && _recipient.DomainIs(head.Octets, _other.DomainStart, _other.DomainLength))
            {
                return true;
            }
        }

        return false;
    }
}
