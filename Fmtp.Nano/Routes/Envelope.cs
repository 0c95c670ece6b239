using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>What the outbox keeps beside a message: the hops it has left and whom it is for. There is one for all who look
/// into the outbox: nobody keeps it over another's use.</summary>
internal sealed class Envelope
{
    // The hops are one octet before the recipient's address.
    private const int HopsLength = 1;

    private readonly byte[] _octets = new byte[HopsLength + Wire.AddressMax];
    private int _length;

    /// <summary>The recipient that was opened.</summary>
    internal readonly Address Recipient = new Address();

    /// <summary>The message in what was opened.</summary>
    internal readonly ObjectReader Message = new ObjectReader();

    /// <summary>The hops that are left to whoever takes the message.</summary>
    internal int Hops;

    /// <summary>Queues an object in an envelope of its own.</summary>
    /// <returns>As <see cref="Store.Enqueue"/>.</returns>
    internal int Enqueue(Store store, byte[] octets, int recipient, int recipientLength, int hops, ObjectReader head, long clock, long now)
    {
        _octets[0] = (byte)hops;
        _length = HopsLength + recipientLength;
        Array.Copy(octets, recipient, _octets, HopsLength, recipientLength);
        return store.Enqueue(_octets, 0, _length, head.Octets, head.Start, head.Length, clock, now);
    }

    /// <summary>Opens what <see cref="Store.ReadQueued"/> read.</summary>
    /// <param name="queued">The envelope, the object right behind it.</param>
    /// <param name="envelopeLength">Octets of the envelope.</param>
    /// <param name="length">Octets of the object.</param>
    /// <returns>False when it is none.</returns>
    internal bool Open(byte[] queued, int envelopeLength, int length)
    {
        Hops = queued[0];
        return Recipient.Parse(queued, HopsLength, envelopeLength - HopsLength, false) && Message.ParseStored(queued, envelopeLength, length);
    }
}
