using System;
using System.Collections.Generic;
using System.Linq;

namespace Fmtp.Nano.Desktop.Flash;

/// <summary>What a flash has borne, as far as its files tell: those that are there are taken for all that there have
/// been. How many records were written at a time they do not tell; so there are two bounds.</summary>
public sealed class FlashWear
{
    /// <summary>Erases that a sector is rated for.</summary>
    public const int SectorErases = 100_000;

    /// <summary>Sectors of the partition of a 4 MB board.</summary>
    public const int BoardSectors = 64;

    internal FlashWear(FlashFolder folder, IReadOnlyCollection<JournalFile> files, int segmentsEver)
    {
        if (files.Count == 0)
        {
            return;
        }

        // The newest is not full yet.
        double before = segmentsEver - files.Count;
        double full = files.Count == 1 ? files.First().Octets : files.SkipLast(1).Average(file => file.Octets);
        int octets = files.Sum(file => file.Octets);
        OctetsWritten = octets + (long)(before * full);
        double share = octets == 0 ? 0 : (double)OctetsWritten / octets;
        ErasesLeast = (long)(share * Erases(folder, files, _ => 1));
        ErasesMost = (long)Math.Ceiling(share * Erases(folder, files, file => Math.Max(1, file.Records)));
    }

    /// <summary>Octets written since the flash was empty.</summary>
    public long OctetsWritten { get; }

    /// <summary>Sectors erased if each file was written at once.</summary>
    public long ErasesLeast { get; }

    /// <summary>Sectors erased if each record was written alone.</summary>
    public long ErasesMost { get; }

    /// <summary>How much of what the partition of a 4 MB board stands that is at the most, 0 to 1.</summary>
    public double BoardShare => ErasesMost / ((double)BoardSectors * SectorErases);

    // The store's own estimate, of equal appends.
    private static int Erases(FlashFolder folder, IEnumerable<JournalFile> files, Func<JournalFile, int> appends)
    {
        StoreFigures figures = new();
        Journal journal = new(folder, new Limits(), figures);
        foreach (JournalFile file in files)
        {
            int count = appends(file);
            for (int i = 0; i < count; i++)
            {
                int from = (int)((long)file.Octets * i / count);
                int to = (int)((long)file.Octets * (i + 1) / count);
                figures.Appends++;
                journal.CountErases(from, to - from);
            }
        }

        return figures.Erases;
    }
}
