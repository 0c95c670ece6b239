using System.Collections.Generic;
using System.Linq;

namespace Fmtp.Nano.Tests.Federation;

/// <summary>How often things happened.</summary>
internal sealed class Census
{
    private readonly Dictionary<string, int> _relaysAsked = [];
    private readonly Dictionary<string, int> _personsAsked = [];
    private readonly Dictionary<(string, string, long), int> _visible = [];

    /// <summary>Answers that were judged.</summary>
    public int Answered { get; set; }

    /// <summary>How often a relay was told that another way is better.</summary>
    public int Referrals { get; set; }

    public int RelaysAsked => _relaysAsked.Values.Sum();

    public void RelayAsked(string address) => _relaysAsked[address] = _relaysAsked.GetValueOrDefault(address) + 1;

    public void PersonAsked(string address) => _personsAsked[address] = _personsAsked.GetValueOrDefault(address) + 1;

    /// <summary>Counts how often a recipient is told of a message.</summary>
    public void Visible((string To, string Address, long Date) message, out int times) =>
        times = _visible[message] = _visible.GetValueOrDefault(message) + 1;

    /// <summary>An address that relays asked each other for more often than people and so many places for each explain; null for
    /// none.</summary>
    public string? TooOften(int perLookup, int others)
    {
        foreach (var (address, count) in _relaysAsked)
        {
            if (count > (_personsAsked.GetValueOrDefault(address) + others) * perLookup)
            {
                return $"{address}: {count} times, for {_personsAsked.GetValueOrDefault(address)} people";
            }
        }

        return null;
    }
}
