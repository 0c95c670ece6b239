using System;
using System.Collections.Generic;
using System.Linq;
using ARSoft.Tools.Net.Dns;

namespace Fmtp.Nano.Tests;

/// <summary>Writes questions to DNS and their answers into the log.</summary>
/// <param name="log">The log.</param>
/// <param name="asker">Who asks.</param>
internal sealed class DnsLines(WireLog log, string asker)
{
    private const string Server = "dns";

    /// <summary>Takes a datagram.</summary>
    internal void Note(ReadOnlyMemory<byte> datagram, bool isAnswer)
    {
        DnsMessage message = DnsMessage.Parse(datagram.ToArray());
        DnsQuestion question = message.Questions[0];
        string asked = $"{Type(question.RecordType)} {Name(question.Name.ToString())}";
        string text = isAnswer ? $"{asked}: {Answer(message)}" : asked;
        log.Add(isAnswer ? Server : asker, isAnswer ? asker : Server, text, text);
    }

    private static string Answer(DnsMessage message)
    {
        IEnumerable<string> records = message.AnswerRecords.Select(record => record switch
        {
            MxRecord mx => $"{mx.Preference} {Name(mx.ExchangeDomainName.ToString())}",
            TxtRecord => "a key",
            _ => record.RecordType.ToString(),
        });
        string text = string.Join(", ", records);
        return text.Length > 0 ? text : message.ReturnCode == ReturnCode.NoError ? "no data" : message.ReturnCode.ToString();
    }

    private static string Type(RecordType type) => type.ToString().ToUpperInvariant();

    // Letters are asked for in the case that chance gives them.
    private static string Name(string name) => name.TrimEnd('.').ToLowerInvariant();
}
