using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>What an address means in LIST and WATCH (docs/PROTOCOL.md section 3): <c>@domain</c> all of it; a name what is
/// by it, under it or to it, and itself.</summary>
internal static class Scope
{
    /// <summary>Whether an object is meant by an address.</summary>
    internal static bool Means(byte[] address, int length, ObjectReader head)
    {
        if (address[0] == '@' && head.Id.DomainIs(address, 1, length - 1))
        {
            return true;
        }

        return head.Id.OwnerIs(address, 0, length) || head.Id.Is(address, 0, length)
            || IsValue(head, Attribute.Parent, address, length) || head.IsTo(address, 0, length);
    }

    /// <summary>Whether an attribute is there and has this value.</summary>
    internal static bool IsValue(ObjectReader head, int attribute, byte[] value, int length)
    {
        return length > 0 && head.ValueLength(attribute) == length && Platform.Equal(head.Octets, head.ValueStart(attribute), value, 0, length);
    }
}
