using System;
using Fmtp.Nano.Protocol;
using GC = nanoFramework.Runtime.Native.GC;

namespace Fmtp.Nano.Tests;

/// <summary>5,000 requests and more of every kind with the limits of boards/esp32-wroom.json, on a board's heap: what a user puts here has to
/// be signed, what others bring to be verified, with keys that have to be asked of DNS.</summary>
public static class SoakSigned
{
    private const int Requests = 5000;
    private const int WarmUp = 2000;

    /// <summary>Runs it.</summary>
    public static void Main()
    {
        uint before = GC.Run(true);
        Limits limits = House.Wroom();
        new SigningCrowd(new House(new Chip(4800), limits), before).Run(Requests, WarmUp);
    }

    /// <summary>A crowd that has keys.</summary>
    private sealed class SigningCrowd : Crowd
    {
        private const string Dns = "10.0.0.53";

        // So many of a hundred requests bring something signed; so many octets it has.
        private const int Signed = 4;
        private const int ShortOctets = 400;
        private const int LongOctets = 1400;
        private const int RoomOctets = 4096;
        private const int Objects = 48;

        private readonly Author _author = new Author(new byte[KeyPair.SeedLength]);
        private int _count;

        internal SigningCrowd(House house, uint before)
            : base(house, Objects, before)
        {
            house.Network.Names = new Nameserver(_author.Record);
        }

        protected override void Start()
        {
            byte[] seed = new byte[KeyPair.SeedLength];
            seed[0] = 1;
            SigningSettings signing = new SigningSettings { Selector = "s1", Seed = Convert.ToBase64String(seed) };
            House.Start(new SlicedSignatures(seed), Dns, signing);
        }

        protected override void Ask()
        {
            int cable = House.User + 1 + Luck.Next(House.LastStranger - House.User);
            if (Luck.Next(100) >= Signed || House.Network.At(cable).Free < RoomOctets)
            {
                base.Ask();
                return;
            }

            // To somebody here, by somebody elsewhere: every fourth time with another word than was signed.
            int octets = Luck.Next(2) == 0 ? ShortOctets : LongOctets;
            string address = (1 + Luck.Next(8)).ToString() + ".author@" + House.Elsewhere;
            House.Write(address, House.Clock, "\nto: user@home.example", octets);
            int length = _author.Sign(House.Object, octets);
            if (_count++ % 4 == 3)
            {
                House.Object[length - 1] ^= 1;
            }

            House.Callers[cable].Send("PUT s", House.Object, length);
        }
    }
}
