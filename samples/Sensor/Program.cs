// Publishes a reading over a sealed datagram, sleeps ten minutes, starts again from the top (docs/DEVICE.md).
using System;
using System.IO;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading;
using Fmtp.Nano.Protocol;
using nanoFramework.Hardware.Esp32;

const string Relay = "192.168.1.20", Me = "kitchen@home.example", Link = "PUT THE LINK KEY HERE: base64 of 32 octets", Marks = "I:\\at";
try
{
    for (int i = 0; i < 100 && NetworkInterface.GetAllNetworkInterfaces()[0].IPv4Address[0] == '0'; i++)
    {
        Thread.Sleep(200); // the firmware connects by its own settings
    }

    Publish(new Seal(Convert.FromBase64String(Link)), "21.5 C"); // read your thermometer here
}
catch (Exception e)
{
    Console.WriteLine(e.Message); // no network or no relay now: the next reading comes in ten minutes
}

Sleep.EnableWakeupByTimer(TimeSpan.FromMinutes(10));
Sleep.StartDeepSleep();

static void Publish(Seal seal, string reading)
{
    byte[] body = Ascii.Octets("id: " + Me + "\ntype: sensor\ndate: 0\npublic: yes\nvolatile: yes\n\n" + reading);
    byte[] datagram = new byte[Wire.DatagramMax];
    MessageReader reader = new MessageReader(new byte[Wire.DatagramMax]);
    Message reply = new Message();
    using Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 2000 };
    EndPoint to = new IPEndPoint(IPAddress.Parse(Relay), Wire.Port);
    long at = File.Exists(Marks) ? long.Parse(File.ReadAllText(Marks)) : 0;
    for (int tries = 0; tries < 3; tries++)
    {
        File.WriteAllText(Marks, (++at).ToString()); // before it is sent: a mark must never be used twice
        MessageWriter line = new MessageWriter().Begin(datagram, 0).Text("PUT r by=").Text(Me).Text(" at=").Number(at).Text(" =").Number(body.Length);
        int sealAt = line.At + 2;
        line.Text(" ~").Skip(Wire.SealLength).Octet(Ascii.LF).Copy(body, 0, body.Length);
        seal.WriteDatagram(null, 0, datagram, 0, sealAt - 2, line.At - body.Length, body.Length, datagram, sealAt);
        socket.SendTo(datagram, line.At, SocketFlags.None, to);
        reader.Clear();
        reader.Fed(socket.ReceiveFrom(reader.Buffer, ref to));
        bool isOurs = reader.Take(reply, Wire.DatagramMax) == Taken.Message && seal.VerifyDatagram(datagram, sealAt, reply);
        long last = isOurs && reply.Code == Code.Conflict ? reply.Number(Ascii.Octets("last="), -1) : -1;
        if (isOurs && last < 0)
        {
            Console.WriteLine("relay: " + reply.Code);
            return;
        }

        at = last > at ? last : at; // the relay knows a higher mark, as after this board lost its own: go on from there
    }
}
