using System.Collections;
using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>Plays transcripts (see <see cref="Stage"/>) and remembers what was said, to show it when it was not
/// what it should have been.</summary>
internal sealed class Transcript
{
    private readonly Stage _stage;
    private readonly ArrayList _log = new ArrayList(); // of lines: a board's StringBuilder holds 32 KB at most

    internal Transcript(Stage stage)
    {
        _stage = stage;
    }

    /// <summary>Plays lines on connections.</summary>
    internal void Play(string[] lines)
    {
        Play(null, lines);
    }

    /// <summary>Plays lines on connections, or as datagrams.</summary>
    internal void Play(DatagramTalk datagrams, string[] lines)
    {
        string speaker = null;
        for (int i = 0; i < lines.Length;)
        {
            string line = lines[i];
            if (line.StartsWith("-- "))
            {
                Note(line);
                Wait(line.Substring(3));
                i++;
                continue;
            }

            int mark = line.IndexOfAny(new[] { '<', '>' });
            string name = line.Substring(0, mark);
            if (datagrams != null || speaker != name || line[mark] == '<')
            {
                _stage.Settle(); // requests in a row are sent together
            }

            speaker = name;
            string rest = line.Substring(mark);
            string body = Body(lines, ++i, out int behind);
            if (rest[0] == '>')
            {
                Send(datagrams, name, rest, body);
            }
            else
            {
                Hear(datagrams, name, rest, body, behind > i);
            }

            i = behind;
        }

        _stage.Settle();
        HearNoMore(datagrams, lines);
    }

    /// <summary>Remembers something.</summary>
    internal void Note(string line)
    {
        _log.Add(line);
    }

    internal void Fail(string reason)
    {
        Expect.Fail("\n" + ToString() + "*** " + reason);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = string.Empty;
        for (int i = 0; i < _log.Count; i++)
        {
            text += _log[i] + "\n";
        }

        return text;
    }

    private void Wait(string time)
    {
        string[] words = time.Split(' ');
        long amount = long.Parse(words[0]);
        _stage.Wait(words[1] == "ms" ? amount : amount * 1000);
    }

    private static string Body(string[] lines, int at, out int end)
    {
        StringBuilder body = new StringBuilder();
        end = at;
        while (end < lines.Length && lines[end].StartsWith("|"))
        {
            if (end > at)
            {
                body.Append('\n');
            }

            body.Append(lines[end].Length > 2 ? lines[end].Substring(2) : string.Empty);
            end++;
        }

        return body.ToString();
    }

    private void Send(DatagramTalk datagrams, string name, string rest, string body)
    {
        Show(name, rest, body);
        if (rest == ">>")
        {
            datagrams.Repeat();
            return;
        }

        string line = rest.Length > 2 ? rest.Substring(2) : string.Empty;
        int length = line.LastIndexOf(" =*");
        if (length >= 0)
        {
            line = line.Substring(0, length + 2) + Encoding.UTF8.GetBytes(body).Length.ToString();
        }

        if (datagrams != null)
        {
            datagrams.Send(line, body);
        }
        else
        {
            Talk talk = _stage.Talk(name);
            talk.Send(talk.Wire(line, body));
        }
    }

    private void Hear(DatagramTalk datagrams, string name, string rest, string body, bool hasBody)
    {
        MemoryConnection connection = datagrams == null ? _stage.Talk(name).Connection : null;
        Heard heard = datagrams == null ? _stage.Talk(name).Take() : datagrams.Take();
        bool isClosed = connection != null && (connection.IsFinished || connection.IsClosed);
        if (rest == "<>" || rest == "<-")
        {
            bool isToClose = rest == "<>";
            bool isPart = connection != null && connection.ToPeer.Count > 0;
            if (heard != null || isPart || isClosed != isToClose)
            {
                Fail("expected " + name + rest + Got(heard, isClosed));
            }

            Note(name + rest);
            return;
        }

        string line = rest.Substring(2);
        bool isAsExpected = heard != null && Pattern.LineMeets(line, heard.Line)
            && (hasBody ? Pattern.BodyMeets(body, heard.BodyText) && line.IndexOf(" =") > 0 : heard.Body.Length == 0 || line.EndsWith(" =*"));
        if (!isAsExpected)
        {
            Show("expected " + name, rest, body);
            Fail(Got(heard, isClosed));
        }

        Show(name, "< " + heard.Line, heard.BodyText);
        _stage.Last = heard;
    }

    // What is said beyond the transcript is as wrong as what is not said.
    private void HearNoMore(DatagramTalk datagrams, string[] lines)
    {
        Heard heard = datagrams == null ? null : datagrams.Take();
        for (int i = 0; i < lines.Length && datagrams == null && heard == null; i++)
        {
            int mark = lines[i].IndexOfAny(new[] { '<', '>' });
            if (mark >= 0 && !lines[i].StartsWith("|") && !lines[i].StartsWith("--"))
            {
                heard = _stage.Talk(lines[i].Substring(0, mark)).Take();
            }
        }

        if (heard != null)
        {
            Fail("expected no more" + Got(heard, false));
        }
    }

    private void Show(string name, string line, string body)
    {
        Note(name + line);
        if (body.Length > 0)
        {
            string[] lines = body.Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                Note("| " + lines[i]);
            }
        }
    }

    private static string Got(Heard heard, bool isClosed)
    {
        string state = isClosed ? " (closed)" : string.Empty;
        return heard == null ? " got nothing" + state : " got" + state + "\n< " + heard.Line + "\n| " + heard.BodyText;
    }
}
