using System;
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

    public string Content { get; init; } = "";

    /// <summary>When its own relay acknowledged it; negative as long as nobody knows.</summary>
    public long AckedAt { get; set; } = -1;

    /// <summary>The code that it was acknowledged or refused with; 0 as long as nobody knows.</summary>
    public int Code { get; set; }

    /// <summary>Whether an acknowledgement says that it is stored or queued.</summary>
    public bool IsPromised => Code is 200 or 201 or 202;

    public string Owner => OwnerOf(Address);

    public string Domain => DomainOf(Address);

    public int TtlMs => (Ttl < 0 ? 300 : Ttl) * 1000;

    public string Text => Write();

    public static string DomainOf(string address) => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public static string OwnerOf(string address) => char.IsAsciiDigit(address[0]) ? address[(address.IndexOf('.', StringComparison.Ordinal) + 1)..] : address;

    /// <summary>Whether somebody may read it; null is anybody.</summary>
    public bool MayRead(string? who)
    {
        if (IsPublic || who == null)
        {
            return IsPublic;
        }

        return Is(who, Owner) || Array.Exists(To, t => Is(who, t)) || (Parent.Length > 0 && Is(who, OwnerOf(Parent)));
    }

    private static bool Is(string who, string owner) => who[0] == '@' ? owner.EndsWith(who, StringComparison.Ordinal) : who == owner;

    private string Write()
    {
        var text = new StringBuilder($"id: {Address}\ntype: {Type}\ndate: {Date}\n");
        text.Append(IsPublic ? "public: yes\n" : "").Append(IsDeleted ? "deleted: yes\n" : "").Append(IsVolatile ? "volatile: yes\n" : "")
            .Append(To.Length > 0 ? $"to: {string.Join(' ', To)}\n" : "").Append(Parent.Length > 0 ? $"parent: {Parent}\n" : "")
            .Append(Expires > 0 ? $"expires: {Expires}\n" : "").Append(Ttl >= 0 ? $"ttl: {Ttl}\n" : "").Append('\n').Append(Content);
        return text.ToString();
    }
}
