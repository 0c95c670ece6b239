using System;
using System.Collections.Generic;
using System.IO;

namespace Fmtp.Nano.Tests;

/// <summary>docs/PROTOCOL.md as its tests read it: headings, tables, the typed session, the vectors.</summary>
internal sealed class ProtocolDocument
{
    private const string Fence = "```";

    private readonly string[] _lines = File.ReadAllLines(Find());

    /// <summary>The headings of sections, without their <c>## </c>.</summary>
    public List<string> Sections()
    {
        List<string> sections = [];
        foreach (string line in _lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                sections.Add(line[3..]);
            }
        }

        return sections;
    }

    /// <summary>The lines of all fenced blocks of a kind, one behind the other.</summary>
    public List<string> Blocks(string kind)
    {
        List<string> found = [];
        bool isInside = false;
        foreach (string line in _lines)
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                isInside = line == Fence + kind;
            }
            else if (isInside)
            {
                found.Add(line);
            }
        }

        Assert.AreNotEqual(0, found.Count, "docs/PROTOCOL.md has no block of " + kind);
        return found;
    }

    /// <summary>A block of <c>NAME VALUE</c> lines by name; <c>\n</c> in a value stands for LF.</summary>
    public Dictionary<string, string> Vectors(string kind)
    {
        Dictionary<string, string> vectors = [];
        foreach (string line in Blocks("vectors " + kind))
        {
            int space = line.IndexOf(' ');
            vectors.Add(line[..space], Unescape(line[space..].TrimStart()));
        }

        return vectors;
    }

    /// <summary>The rows of tables whose first cell is a name in monospace, split at the bars.</summary>
    /// <param name="heading">The heading that the table stands under, with its marks.</param>
    public List<string[]> Rows(string heading)
    {
        List<string[]> rows = [];
        bool isUnder = false;
        foreach (string line in _lines)
        {
            if (line.StartsWith('#'))
            {
                isUnder = line == heading;
            }
            else if (isUnder && line.StartsWith("| `", StringComparison.Ordinal))
            {
                string[] cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
                cells[0] = cells[0].Trim('`');
                rows.Add(cells);
            }
        }

        return rows;
    }

    /// <summary>Replaces <c>\r</c> and <c>\n</c> by what <c>printf</c> makes of them.</summary>
    public static string Unescape(string text)
    {
        return text.Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
    }

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null)
        {
            string path = Path.Combine(folder.FullName, "docs", "PROTOCOL.md");
            if (File.Exists(path))
            {
                return path;
            }

            folder = folder.Parent;
        }

        throw new FileNotFoundException("docs/PROTOCOL.md is in no folder above " + AppContext.BaseDirectory);
    }
}
