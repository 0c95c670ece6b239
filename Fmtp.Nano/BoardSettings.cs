namespace Fmtp.Nano;

/// <summary>What differs from board to board, as a file of <c>boards/</c> says it: on a board it is <c>I:\board.json</c>,
/// so that one program serves them all. What the file says beyond this is for people and for <c>fmtp board</c>.</summary>
/// <remarks>Plain properties, so that System.Text.Json and nanoFramework.Json fill it alike.</remarks>
public sealed class BoardSettings
{
    // Listener, datagrams, and a connection that was given up while it was still being opened.
    private const int SocketsBeside = 3;
    private const int NameMax = 64;

    /// <summary>What it is called, at most 64 ASCII characters: <c>@domain</c> shows it.</summary>
    public string Name = "unknown board";

    /// <summary>Sockets that its firmware has in all.</summary>
    public int Sockets = 16;

    /// <summary>Its lamp.</summary>
    public LedSettings Led = new LedSettings();

    /// <summary>Its bounds; what the file leaves out is as <see cref="Limits"/> has it.</summary>
    public Limits Limits = new Limits();

    /// <summary>Sockets that the limits need: connections, those over the limit that are told so, questions to DNS, and three beside.</summary>
    public int SocketsNeeded
    {
        get { return Limits.Connections + Limits.Doorstep + Limits.DnsFlights + SocketsBeside; }
    }

    /// <summary>What is wrong with it.</summary>
    /// <returns>The fault, <c>$.path: what is wrong. What to do.</c>; null for none.</returns>
    public string Fault()
    {
        if (Limits == null || Led == null)
        {
            return "$: limits and led may be left out, but not null. Remove what is null.";
        }

        if (!IsName(Name))
        {
            return "$.name: is no name. Give 1 to " + NameMax + " ASCII characters.";
        }

        return SocketsNeeded <= Sockets ? null
            : "$.limits: need " + SocketsNeeded + " sockets, and the board has " + Sockets + ". Lower connections, doorstep or dnsFlights.";
    }

    private static bool IsName(string name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > NameMax)
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] < ' ' || name[i] > '~')
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A lamp on a pin.</summary>
public sealed class LedSettings
{
    /// <summary>Its GPIO; -1 for none.</summary>
    public int Pin = -1;

    /// <summary>Whether it shines when the pin is low.</summary>
    public bool ActiveLow;
}
