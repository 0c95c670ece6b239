using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Which objects a LIST or a WATCH means (docs/PROTOCOL.md section 3): of <c>@domain</c> all of it; of a
/// name what is by it, under it or to it, and itself; narrowed by <c>type=</c>, <c>parent=</c>, <c>top=</c>
/// and <c>since=</c>.</summary>
internal sealed class Selection
{
    private const long Malformed = -1;
    private const long Always = -2;

    private readonly byte[] _parent = new byte[Wire.AddressMax];
    private readonly byte[] _top = new byte[Wire.AddressMax];
    private readonly Address _scratch = new Address();
    private int _parentLength;
    private int _topLength;
    private int _addressHash;
    private int _typeHash;
    private int _parentHash;
    private int _topHash;

    /// <summary>Only later versions than this; negative for all.</summary>
    internal long Since;

    internal readonly byte[] Address = new byte[Wire.AddressMax];

    internal int AddressLength;

    internal readonly byte[] Type = new byte[Wire.TokenMax];

    internal int TypeLength;

    private bool IsHost
    {
        get { return Address[0] == '@'; }
    }

    /// <summary>Takes the selection from a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isList">Whether it is a LIST, which knows more filters than a WATCH.</param>
    /// <returns>False when it is malformed.</returns>
    internal bool Parse(Message request, bool isList)
    {
        AddressLength = Copy(request.Octets, request.PositionalStart(0), request.PositionalLength(0), Address);
        TypeLength = Word(request, Words.Type, Type);
        _parentLength = isList ? AddressWord(request, Words.Parent, _parent) : 0;
        _topLength = isList ? AddressWord(request, Words.Top, _top) : 0;
        Since = isList ? request.Number(Words.Since, Always) : Always;
        bool isType = TypeLength >= 0 && (TypeLength == 0 || Ascii.IsToken(Type, 0, TypeLength));
        if (AddressLength <= 0 || !_scratch.Parse(Address, 0, AddressLength, true) || Since == Malformed || !isType || _parentLength < 0 || _topLength < 0)
        {
            return false;
        }

        _addressHash = Store.Short(Address, 0, AddressLength);
        _typeHash = Store.Short(Type, 0, TypeLength);
        _parentHash = Store.Short(_parent, 0, _parentLength);
        _topHash = Store.Short(_top, 0, _topLength);
        return true;
    }

    /// <summary>Whether a stored object may be meant, told by short hashes without reading it.</summary>
    internal bool MayMean(Store store, int slot)
    {
        return store.DateOf(slot) > Since
            && (TypeLength == 0 || store.TypeOf(slot) == _typeHash)
            && (_parentLength == 0 || store.ParentOf(slot) == _parentHash)
            && (_topLength == 0 || store.TopOf(slot) == _topHash)
            && (IsHost || store.HasRecipients(slot) || store.OwnerOf(slot) == _addressHash || store.ParentOf(slot) == _addressHash
                || store.IdOf(slot) == _addressHash);
    }

    /// <summary>Whether an object is meant.</summary>
    internal bool Means(ObjectReader head)
    {
        return head.Date > Since
            && IsAny(head, Attribute.Type, Type, TypeLength)
            && IsAny(head, Attribute.Parent, _parent, _parentLength)
            && IsAny(head, Attribute.Top, _top, _topLength)
            && Scope.Means(Address, AddressLength, head);
    }

    private static bool IsAny(ObjectReader head, int attribute, byte[] value, int length)
    {
        return length == 0 || Scope.IsValue(head, attribute, value, length);
    }

    // Octets of the value, 0 when the word is not there, -1 when it is too long.
    private static int Word(Message request, byte[] key, byte[] into)
    {
        int length = request.Find(key, out int start);
        return length < 0 ? 0 : Copy(request.Octets, start, length, into);
    }

    private int AddressWord(Message request, byte[] key, byte[] into)
    {
        int length = Word(request, key, into);
        return length > 0 && !_scratch.Parse(into, 0, length, true) ? -1 : length;
    }

    private static int Copy(byte[] from, int start, int length, byte[] into)
    {
        if (length > into.Length)
        {
            return -1;
        }

        System.Array.Copy(from, start, into, 0, length);
        return length;
    }
}
