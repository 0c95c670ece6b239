using System;
using System.Linq;
using System.Text;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>One version of an object that somebody made, and what became of it.</summary>
internal sealed record Version(string Address, string Type, long Date)
{
    public bool IsPublic { get; init; }

    public bool IsDeleted { get; init; }

    public bool IsVolatile { get; init; }

    /// <summary>Unix milliseconds; 0 for never.</summary>
    public long Expires { get; init; }

    /// <summary>Seconds that a cache may keep it; negative for the usual.</summary>
    public int Ttl { get; init; } = -1;

    public string[] To { get; init; } = [];

    public string Parent { get; init; } = "";

    /// <summary>The room that it is said in; null for none.</summary>
    public Version? Room { get; init; }

    public string[] Members { get; init; } = [];

    /// <summary>Who may put objects under it; empty for its owner.</summary>
    public string Write { get; init; } = "";

    /// <summary>The ways to make contact with a user.</summary>
    public string[] Routes { get; init; } = [];

    /// <summary>A user's own key; empty for none.</summary>
    public string Key { get; init; } = "";

    public string Content { get; init; } = "";

    /// <summary>The line before it, where its maker signed it himself.</summary>
    public string Signature { get; init; } = "";

    /// <summary>Whether a recipient deletes what another sent him, where he is, for himself.</summary>
    public bool IsErasure { get; init; }

    /// <summary>When its own relay acknowledged it; negative as long as nobody knows.</summary>
    public long AckedAt { get; set; } = -1;

    /// <summary>The code that it was acknowledged or refused with; 0 as long as nobody knows.</summary>
    public int Code { get; set; }

    /// <summary>Whether an acknowledgement says that it is stored or queued.</summary>
    public bool IsPromised => Code is 200 or 201 or 202;

    public string Owner => OwnerOf(Address);

    public string Domain => DomainOf(Address);

    public int TtlMs => (Ttl < 0 ? 300 : Ttl) * 1000;

    public string Text => Signature + Unsigned();

    /// <summary>Whether what it is put under lets its maker.</summary>
    public bool IsAllowed => Parent.Length == 0 || (Room != null && Room.MayRead(Owner) && (Room.Owner == Owner || Room.Write == "signed" || (Room.Write == "members" && Room.Members.Contains(Owner))));

    public static string DomainOf(string address) => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public static string OwnerOf(string address) => char.IsAsciiDigit(address[0]) ? address[(address.IndexOf('.', StringComparison.Ordinal) + 1)..] : address;

    /// <summary>Whether somebody may read it; null is anybody.</summary>
    public bool MayRead(string? who)
    {
        if (IsPublic || who == null)
        {
            return IsPublic;
        }

        return Is(who, Owner) || Array.Exists(To, t => Is(who, t)) || Array.Exists(Members, m => Is(who, m)) || (Parent.Length > 0 && Is(who, OwnerOf(Parent)))
            || (Room != null && Array.Exists(Room.Members, m => Is(who, m)));
    }

    private static bool Is(string who, string owner) => who[0] == '@' ? owner.EndsWith(who, StringComparison.Ordinal) : who == owner;

    private string Unsigned()
    {
        var text = new StringBuilder($"id: {Address}\ntype: {Type}\ndate: {Date}\n");
        Array.ForEach(Members, m => text.Append($"member: {m}\n"));
        Array.ForEach(Routes, r => text.Append($"route: {r}\n"));
        text.Append(IsPublic ? "public: yes\n" : "").Append(IsDeleted ? "deleted: yes\n" : "").Append(IsVolatile ? "volatile: yes\n" : "")
            .Append(To.Length > 0 ? $"to: {string.Join(' ', To)}\n" : "").Append(Parent.Length > 0 ? $"parent: {Parent}\n" : "")
            .Append(Write.Length > 0 ? $"write: {Write}\n" : "").Append(Key.Length > 0 ? $"key: {Key}\n" : "")
            .Append(Expires > 0 ? $"expires: {Expires}\n" : "").Append(Ttl >= 0 ? $"ttl: {Ttl}\n" : "").Append('\n').Append(Content);
        return text.ToString();
    }
}
