namespace Fmtp.Nano.Tests;

/// <summary>What a transcript expects: text in which <c>*</c> stands for anything, lines whose
/// <c>key=value</c> words may stand in any order.</summary>
public static class Pattern
{
    /// <summary>Whether a text is as expected.</summary>
    public static bool Meets(string expected, string actual)
    {
        int star = expected.IndexOf('*');
        if (star < 0)
        {
            return expected == actual;
        }

        if (!actual.StartsWith(expected.Substring(0, star)))
        {
            return false;
        }

        string rest = expected.Substring(star + 1);
        for (int skip = star; skip <= actual.Length; skip++)
        {
            if (Meets(rest, actual.Substring(skip)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a line has the expected words, and no others unless one expected word is <c>*</c>. The
    /// text of a reply is for people.</summary>
    public static bool LineMeets(string expected, string actual)
    {
        string[] wanted = expected.Split(' ');
        int text = actual.IndexOf(" : ");
        string[] words = (text < 0 ? actual : actual.Substring(0, text)).Split(' ');
        bool isOpen = false;
        int met = 0;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "*")
            {
                isOpen = true;
                continue;
            }

            int found = Find(wanted[i], words, i);
            if (found < 0)
            {
                return false;
            }

            words[found] = null;
            met++;
        }

        return isOpen || met == words.Length;
    }

    // Positional words stand where they stand; the others anywhere.
    private static int Find(string wanted, string[] words, int index)
    {
        if (wanted.IndexOf('=') <= 0)
        {
            bool isLength = wanted.StartsWith("=");
            int place = isLength ? words.Length - 1 : index;
            return place < words.Length && words[place] != null && Meets(wanted, words[place]) ? place : -1;
        }

        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] != null && Meets(wanted, words[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a body has the expected lines.</summary>
    public static bool BodyMeets(string expected, string actual)
    {
        string[] wanted = expected.Split('\n');
        string[] lines = actual.Split('\n');
        if (wanted.Length != lines.Length)
        {
            return false;
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            if (!Meets(wanted[i], lines[i]))
            {
                return false;
            }
        }

        return true;
    }
}
