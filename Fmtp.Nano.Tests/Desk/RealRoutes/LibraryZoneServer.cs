using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.IO;
using System.Threading.Tasks;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace Fmtp.Nano.Tests;

/// <summary>An authoritative DNS server where NSD is not installed: that of a library (ARSoft.Tools.Net), which
/// reads the same zone.</summary>
internal sealed class LibraryZoneServer : IZoneServer
{
    private readonly Zone _zone;
    private readonly DnsServer _server;

    /// <summary>Starts one.</summary>
    internal LibraryZoneServer(string domain, string zone)
    {
        _zone = Zone.ParseMasterFile(DomainName.Parse(domain), new MemoryStream(Encoding.ASCII.GetBytes(zone)));
        Port = FreePort();
        IPEndPoint at = new(IPAddress.Loopback, Port);
        _server = new DnsServer(new UdpServerTransport(at), new TcpServerTransport(at));
        _server.QueryReceived += AnswerAsync;
        _server.Start();
    }

    /// <inheritdoc/>
    public int Port { get; }

    public void Dispose() => _server.Stop();

    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private Task AnswerAsync(object sender, QueryReceivedEventArgs arguments)
    {
        if (arguments.Query is DnsMessage query)
        {
            arguments.Response = Answer(query);
        }

        return Task.CompletedTask;
    }

    private DnsMessage Answer(DnsMessage query)
    {
        DnsMessage answer = query.CreateResponseInstance();
        DnsQuestion question = query.Questions[0];
        if (!question.Name.IsEqualOrSubDomainOf(_zone.Name))
        {
            answer.ReturnCode = ReturnCode.Refused;
            return answer;
        }

        answer.IsAuthoritiveAnswer = true;
        answer.AnswerRecords.AddRange(_zone.Where(record => record.Name.Equals(question.Name, true) && record.RecordType == question.RecordType));
        if (answer.AnswerRecords.Count == 0)
        {
            bool isThere = _zone.Any(record => record.Name.IsEqualOrSubDomainOf(question.Name));
            answer.ReturnCode = isThere ? ReturnCode.NoError : ReturnCode.NxDomain;
            answer.AuthorityRecords.AddRange(_zone.Where(record => record.RecordType == RecordType.Soa));
        }

        return answer;
    }
}
