using System;

namespace Fmtp.Nano.Tests;

/// <summary>A flash in memory that shows, before each operation, every flash that a loss of power in it could leave.</summary>
internal sealed class CuttingFlash(MemoryFlash flash, int quota) : IFlash
{
    /// <summary>What is done with such a flash; told where the power went.</summary>
    public Action<MemoryFlash, string>? AtCut { get; set; }

    /// <summary>Whether an append is cut behind every octet of it.</summary>
    public bool IsFine { get; set; }

    public int Cuts { get; private set; }

    public MemoryFlash Inner => flash;

    public string[] List() => flash.List();

    public int Length(string name) => flash.Length(name);

    public bool Read(string name, int position, byte[] into, int offset, int count) =>
        flash.Read(name, position, into, offset, count);

    public bool Append(string name, byte[] from, int offset, int count)
    {
        Cut(copy => { }, $"before append {flash.Operations}");
        foreach (var length in Lengths(count))
        {
            Cut(copy => copy.Append(name, from, offset, length), $"after {length} of {count} octets of append {flash.Operations}");
        }

        var isDone = flash.Append(name, from, offset, count);
        Assert.IsTrue(flash.Octets <= quota, $"{flash.Octets} octets are over the quota");
        return isDone;
    }

    public bool Delete(string name)
    {
        Cut(copy => { }, $"before deletion {flash.Operations}");
        Cut(copy => copy.Delete(name), $"after deletion {flash.Operations}");
        return flash.Delete(name);
    }

    private int[] Lengths(int count)
    {
        if (!IsFine)
        {
            return [0, 1, Math.Min(9, count), Math.Min(11, count), count / 4, count / 2, count * 3 / 4, count - 1, count];
        }

        var lengths = new int[count + 1];
        for (var i = 0; i <= count; i++)
        {
            lengths[i] = i;
        }

        return lengths;
    }

    private void Cut(Action<MemoryFlash> operation, string where)
    {
        if (AtCut == null)
        {
            return;
        }

        var copy = flash.Copy();
        operation(copy);
        Cuts++;
        AtCut(copy, where);
    }
}
