using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Which objects a LIST or a WATCH means (docs/PROTOCOL.md section 3): of <c>@domain</c> all of it; of a
/// name what is by it, under it or to it, and itself; narrowed by <c>type=</c>, <c>parent=</c>, <c>top=</c>
/// and <c>since=</c>.</summary>
internal sealed class Selection
{
    private const long Malformed = -1;
    private const long Always = -2;

    private int _parentStart;
    private int _parentLength;
    private int _topStart;
    private int _topLength;
    private int _addressHash;
    private int _typeHash;
    private int _parentHash;
    private int _topHash;

    /// <summary>Only later versions than this; negative for all.</summary>
    internal long Since;

    /// <summary>The request's octets, which all of it stands in.</summary>
    internal byte[] Octets;

    internal int AddressStart;

    internal int AddressLength;

    internal int TypeStart;

    internal int TypeLength;

    /// <summary>The address that is asked for.</summary>
    internal readonly Address Address = new Address();

    private bool IsHost
    {
        get { return Octets[AddressStart] == '@'; }
    }

    /// <summary>Takes the selection from a request, in place.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isList">Whether it is a LIST, which knows more filters than a WATCH.</param>
    /// <returns>False when it is malformed.</returns>
    internal bool Parse(Message request, bool isList)
    {
        Octets = request.Octets;
        AddressStart = request.PositionalStart(0);
        AddressLength = request.PositionalLength(0);
        TypeLength = Word(request, Words.Type, out TypeStart);
        _parentLength = isList ? Word(request, Words.Parent, out _parentStart) : 0;
        _topLength = isList ? Word(request, Words.Top, out _topStart) : 0;
        Since = isList ? request.Number(Words.Since, Always) : Always;
        bool isType = TypeLength == 0 || Ascii.IsToken(Octets, TypeStart, TypeLength);
        if (!isType || Since == Malformed || !IsAddress(_parentStart, _parentLength) || !IsAddress(_topStart, _topLength)
            || !Address.Parse(Octets, AddressStart, AddressLength, true))
        {
            return false;
        }

        _addressHash = Store.Short(Octets, AddressStart, AddressLength);
        _typeHash = Store.Short(Octets, TypeStart, TypeLength);
        _parentHash = Store.Short(Octets, _parentStart, _parentLength);
        _topHash = Store.Short(Octets, _topStart, _topLength);
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
            && IsAny(head, Attribute.Type, TypeStart, TypeLength)
            && IsAny(head, Attribute.Parent, _parentStart, _parentLength)
            && IsAny(head, Attribute.Top, _topStart, _topLength)
            && Scope.Means(Octets, AddressStart, AddressLength, head);
    }

    private bool IsAny(ObjectReader head, int attribute, int start, int length)
    {
        return length == 0 || Scope.IsValue(head, attribute, Octets, start, length);
    }

    private bool IsAddress(int start, int length)
    {
        return length == 0 || Address.Parse(Octets, start, length, true);
    }

    // Octets of the value; 0 when the word is not there.
    private static int Word(Message request, byte[] key, out int start)
    {
        int length = request.Find(key, out start);
        return length < 0 ? 0 : length;
    }
}
