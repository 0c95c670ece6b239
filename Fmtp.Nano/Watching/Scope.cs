using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>What an address means in LIST and WATCH (docs/PROTOCOL.md section 3): <c>@domain</c> all of it; a name what is
/// by it, under it or to it, and itself.</summary>
internal static class Scope
{
    /// <summary>Whether an object is meant by an address.</summary>
    internal static bool Means(byte[] octets, int start, int length, ObjectReader head)
    {
        if (octets[start] == '@' && head.Id.DomainIs(octets, start + 1, length - 1))
        {
            return true;
        }

        return head.Id.OwnerIs(octets, start, length) || head.Id.Is(octets, start, length)
            || IsValue(head, Attribute.Parent, octets, start, length) || head.IsTo(octets, start, length);
    }

    /// <summary>Whether an attribute is there and has this value.</summary>
    internal static bool IsValue(ObjectReader head, int attribute, byte[] octets, int start, int length)
    {
        return length > 0 && head.ValueLength(attribute) == length && Platform.Equal(head.Octets, head.ValueStart(attribute), octets, start, length);
    }
}
