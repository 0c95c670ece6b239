using System.Text;
using Fmtp.Nano.Protocol;
using Ascii = Fmtp.Nano.Protocol.Ascii;

namespace Fmtp.Nano.Tests;

/// <summary>A store on a flash in memory, and the few words that the tests of it speak in.</summary>
public sealed class StoreDesk
{
    private readonly ObjectReader _reader = new ObjectReader();

    /// <summary>Plugs a store in.</summary>
    public StoreDesk(MemoryFlash flash, Limits limits)
    {
        Flash = flash;
        Limits = limits;
        Mount();
    }

    /// <summary>An empty flash, a board's limits.</summary>
    public StoreDesk()
        : this(new MemoryFlash(), new Limits())
    {
    }

    /// <summary>The flash.</summary>
    public MemoryFlash Flash { get; private set; }

    /// <summary>The limits.</summary>
    public Limits Limits { get; private set; }

    /// <summary>The store.</summary>
    public Store Store { get; private set; }

    /// <summary>The step's time.</summary>
    public long Now { get; set; } = 1000;

    /// <summary>The time of day.</summary>
    public long Clock { get; set; } = 1700000000000;

    /// <summary>Pulls the plug and puts it back: a new store on the same flash.</summary>
    public void Mount()
    {
        Flash.Restore();
        Store = new Store(Flash, Limits);
        Store.Mount();
    }

    /// <summary>An object from its lines, <c>|</c> for a line's end; the content follows <c>||</c>.</summary>
    public static byte[] Octets(string lines)
    {
        byte[] octets = Encoding.UTF8.GetBytes(lines);
        for (int i = 0; i < octets.Length; i++)
        {
            if (octets[i] == '|')
            {
                octets[i] = Ascii.LF;
            }
        }

        return octets;
    }

    /// <summary>Puts an object, asking again while the store says later.</summary>
    public int Put(string lines)
    {
        return Put(Octets(lines));
    }

    /// <summary>Puts an object, asking again while the store says later.</summary>
    public int Put(byte[] octets)
    {
        int slot = Store.Later;
        for (int i = 0; i < 10000 && slot == Store.Later; i++)
        {
            if (!_reader.Parse(octets, 0, octets.Length))
            {
                throw new System.ArgumentException();
            }

            slot = Store.Put(_reader, Now);
            if (slot == Store.Later)
            {
                Round();
            }
        }

        return slot;
    }

    /// <summary>Puts an object and makes it durable.</summary>
    public bool Save(string lines)
    {
        return Put(lines) >= 0 && Store.Commit();
    }

    /// <summary>Applies a parent's keep, asking again while the store says later.</summary>
    public void Trim(string parent, long keep)
    {
        byte[] octets = Octets(parent);
        while (!Store.Trim(octets, 0, octets.Length, keep, Clock))
        {
            Round();
        }
    }

    /// <summary>A caller's round without requests.</summary>
    public void Round()
    {
        Now += 20;
        Store.Commit();
        Store.Step(Now, Clock);
    }

    /// <summary>Rounds until a time has passed.</summary>
    public void Wait(long ms)
    {
        long until = Now + ms;
        while (Now < until)
        {
            Now += ms / 1000 + 1;
            Clock += ms / 1000 + 1;
            Store.Commit();
            Store.Step(Now, Clock);
        }
    }

    /// <summary>The slot of an address.</summary>
    public int Find(string address)
    {
        byte[] octets = Octets(address);
        return Store.Find(octets, 0, octets.Length);
    }

    /// <summary>An object as text, <c>|</c> for a line's end; empty where there is none.</summary>
    public string Get(string address)
    {
        int slot = Find(address);
        if (slot < 0)
        {
            return string.Empty;
        }

        byte[] into = new byte[Store.LengthOf(slot)];
        return Store.Read(slot, into, 0) ? Text(into, 0, into.Length) : "bad";
    }

    /// <summary>Octets as text, <c>|</c> for a line's end.</summary>
    public static string Text(byte[] octets, int start, int length)
    {
        byte[] copy = new byte[length];
        for (int i = 0; i < length; i++)
        {
            copy[i] = octets[start + i] == Ascii.LF ? (byte)'|' : octets[start + i];
        }

        return Encoding.UTF8.GetString(copy, 0, length);
    }

    /// <summary>Queues a message.</summary>
    public int Enqueue(string recipient, string lines)
    {
        byte[] address = Octets(recipient);
        byte[] octets = Octets(lines);
        int id = Store.Later;
        for (int i = 0; i < 10000 && id == Store.Later; i++)
        {
            id = Store.Enqueue(address, 0, address.Length, octets, 0, octets.Length, Clock, Now);
            if (id == Store.Later)
            {
                Round();
            }
        }

        return id;
    }

    /// <summary>A queued message as text: recipient, a space, the object.</summary>
    public string Queued(int number)
    {
        int recipient = Store.QueuedRecipientLength(number);
        int length = Store.QueuedObjectLength(number);
        byte[] into = new byte[recipient + length + Store.QueuedRoom];
        return Store.ReadQueued(number, into, 0)
            ? Text(into, 0, recipient) + " " + Text(into, recipient, length)
            : "bad";
    }
}
