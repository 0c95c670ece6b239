using System.Text;

namespace Fmtp.Nano.Tests;

/// <summary>A relay of <c>home.example</c> that dials others, and <c>farm.example</c>, which the test plays.</summary>
public sealed class RoutedStage : SignedStage
{
    /// <summary>Where DNS says that the relay of <c>farm.example</c> is.</summary>
    public const string FarmHost = "198.51.100.1";

    /// <summary>A nonce.</summary>
    public const string Nonce = "AAECAwQFBgcICQoLDA0ODxAR";

    /// <summary>A relay with a board's limits.</summary>
    public RoutedStage()
        : this(false, false)
    {
    }

    /// <summary>The same.</summary>
    /// <param name="isSigning">Whether it signs for its people.</param>
    /// <param name="hasParent">Whether it has a parent.</param>
    public RoutedStage(bool isSigning, bool hasParent)
        : this(new Limits(), isSigning, hasParent)
    {
    }

    /// <summary>The same.</summary>
    /// <param name="limits">Its limits.</param>
    /// <param name="isSigning">Whether it signs for its people.</param>
    /// <param name="hasParent">Whether it has a parent.</param>
    public RoutedStage(Limits limits, bool isSigning, bool hasParent)
        : base("home.example", limits, isSigning, hasParent)
    {
        Dns.Add("farm.example MX 10 relay.farm.example", "relay.farm.example A " + FarmHost);
        Publish("s1", "farm.example", "farm.example");
    }

    /// <summary>An object of the farm, signed.</summary>
    public static string[] FarmSigned(params string[] lines)
    {
        return Sign("farm.example", "s1", lines);
    }

    /// <summary>Lines as one text, LF between them.</summary>
    public static string Joined(string[] lines)
    {
        string text = string.Empty;
        for (int i = 0; i < lines.Length; i++)
        {
            text += (i > 0 ? "\n" : string.Empty) + lines[i];
        }

        return text;
    }

    /// <summary>Takes the connection that the relay opened to the farm, and greets it.</summary>
    public void GreetFarm()
    {
        TakeDialled("farm", FarmHost, 3687);
        Greet("farm");
    }

    /// <summary>Greets the relay as <c>farm.example</c>.</summary>
    public void Greet(string name)
    {
        Play(name + "< HELLO hello home.example nonce=*");
        Answer(name, "200 farm.example nonce=" + Nonce + " max=4096");
    }

    /// <summary>Answers the request that was heard last.</summary>
    /// <param name="name">On which connection.</param>
    /// <param name="reply">Code and words, the tag left out.</param>
    /// <param name="lines">The lines of the body; none for none.</param>
    public void Answer(string name, string reply, params string[] lines)
    {
        string body = Joined(lines);
        string rest = reply.Substring(3) + (lines.Length > 0 ? " =" + Encoding.UTF8.GetBytes(body).Length.ToString() : string.Empty);
        Talk talk = Talk(name);
        talk.Send(talk.Wire(reply.Substring(0, 3) + " " + Last.Word(1) + rest, body));
    }

    /// <summary>Plays a line with a body.</summary>
    public void Say(string line, params string[] lines)
    {
        Play(With(line, lines, null));
    }

    /// <summary>Plays a line with a body and the line that answers it.</summary>
    public void Ask(string line, string[] lines, string answer)
    {
        Play(With(line, lines, answer));
    }

    private static string[] With(string line, string[] lines, string answer)
    {
        string[] transcript = new string[lines.Length + (answer == null ? 1 : 2)];
        transcript[0] = line;
        for (int i = 0; i < lines.Length; i++)
        {
            transcript[i + 1] = lines[i].Length == 0 ? "|" : "| " + lines[i];
        }

        if (answer != null)
        {
            transcript[transcript.Length - 1] = answer;
        }

        return transcript;
    }

    /// <summary>What waits to be delivered is this, as its owner sees it.</summary>
    public void Queue(params string[] lines)
    {
        Link("owner", "@home.example");
        string[] transcript = new string[lines.Length == 0 ? 2 : lines.Length + 3];
        transcript[0] = "owner> LIST q relay@home.example type=queued";
        transcript[1] = lines.Length == 0 ? "owner< 200 q =0" : "owner< 200 q =*";
        for (int i = 0; i < lines.Length; i++)
        {
            transcript[i + 2] = "| " + lines[i];
        }

        if (lines.Length > 0)
        {
            transcript[transcript.Length - 1] = "|"; // each line has its end
        }

        Play(transcript);
    }
}
