using System;
using System.Collections.Generic;
using System.Linq;

namespace Fmtp.Nano.Tests;

/// <summary>A device and its parent in any weather: what was acknowledged is read again, no version goes backwards, every
/// request is answered. One seed is one weather; a failing one names itself.</summary>
[TestClass]
public class MailboxStormTests
{
    private const int Steps = 120;

    /// <summary>FMTP_SEED=n is that one storm, FMTP_STORM=20 twenty times as many as in the ordinary run.</summary>
    [TestMethod]
    public void What_was_acknowledged_is_there_when_the_storm_is_over()
    {
        int only = Number("FMTP_SEED", 0);
        int last = only > 0 ? only : 60 * Number("FMTP_STORM", 1);
        for (int seed = Math.Max(1, only); seed <= last; seed++)
        {
            Storm storm = new((uint)seed);
            try
            {
                storm.Run();
            }
            catch (Exception e)
            {
                throw new AssertFailedException($"FMTP_SEED={seed} dotnet test --filter MailboxStormTests\n{string.Join('\n', storm.Log)}\n{e}", e);
            }
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : otherwise;

    private sealed class Known
    {
        /// <summary>The date of the newest version that was acknowledged; 0 for none.</summary>
        internal long Acknowledged;

        /// <summary>The date of the newest version that was read.</summary>
        internal long Read;

        /// <summary>The dates of tombstones that were sent.</summary>
        internal HashSet<long> Deleted = [];

        internal bool IsPublic;
    }

    private sealed class Storm(uint seed)
    {
        private const string Anna = "anna@home.example";

        private readonly SeededEntropy _chance = new(seed);
        private readonly Family _family = new(new Limits { Objects = 4 }, true);
        private readonly SortedDictionary<string, Known> _known = new(StringComparer.Ordinal);
        private bool _isCut;
        private long _date = Stage.Clock - 1000000;
        private int _tag;
        private int _links;

        internal readonly List<string> Log = [];

        internal void Run()
        {
            Link();
            for (int i = 0; i < Steps; i++)
            {
                try
                {
                    Act();
                }
                catch (PowerCut)
                {
                    bool isChild = _family.Child.Flash.CutAt > 0;
                    Log.Add("power " + isChild);
                    Restart(isChild);
                }
            }

            _family.Child.Flash.Restore();
            _family.Parent.Flash.Restore();
            _isCut = false;
            _family.Mend();
            _family.Child.Wait(10000);
            Link();
            Check();
        }

        private void Act()
        {
            int act = _chance.Below(20);
            Log.Add($"{_family.Child.Now} act {act} linked {_family.Child.Relay.IsLinked} cut {_isCut} hung {_family.IsHung} arm {_family.Child.Flash.CutAt} {_family.Parent.Flash.CutAt}");
            switch (act)
            {
                case < 7: Put($"{1 + _chance.Below(20)}.{Anna}", false); break;
                case 7: Put($"{1 + _chance.Below(20)}.{Anna}", true); break;
                case < 13: Get($"{1 + _chance.Below(20)}.{Anna}"); break;
                case 13: _family.Child.Wait(_chance.Below(8000)); break;
                case 14: _family.IsHung = !_family.IsHung; break;
                case 15 when !_isCut: _isCut = true; _family.IsHung = false; _family.Mend(); _family.Cut(); break;
                case 15: _isCut = false; _family.Mend(); break;
                case 16: Restart(true); break;
                case 17: Restart(false); break;
                case 18: Arm(_family.Child.Flash); break;
                case 19: Arm(_family.Parent.Flash); break;
            }
        }

        private void Arm(MemoryFlash flash)
        {
            if (_family.Child.Flash.CutAt == 0 && _family.Parent.Flash.CutAt == 0)
            {
                flash.CutAt = flash.Operations + 1 + _chance.Below(6);
                flash.CutMode = _chance.Below(1100);
            }
        }

        private void Restart(bool isChild)
        {
            _family.Child.Flash.Restore();
            _family.Parent.Flash.Restore();
            _family.IsHung = false;
            _isCut = false;
            if (isChild)
            {
                _family.RestartChild();
                Link();
            }
            else
            {
                _family.RestartParent();
            }
        }

        private void Link() => _family.Child.Link("a" + ++_links, Anna);

        private void Put(string address, bool isDeletion)
        {
            Known known = KnownOf(address);
            long date = _chance.Below(8) == 0 ? _date - 5 : _date++;
            string visibility = known.IsPublic ? "public: yes\n" : string.Empty;
            string deleted = isDeletion ? "deleted: yes\n" : string.Empty;
            if (isDeletion)
            {
                known.Deleted.Add(date);
            }

            Heard? heard = Ask("PUT", $"id: {address}\ntype: note\ndate: {date}\n{visibility}{deleted}\n{date}{new string('x', _chance.Below(300))}");
            if (heard != null && heard.Line[..3] is "200" or "201")
            {
                known.Acknowledged = Math.Max(known.Acknowledged, date);
            }
            else
            {
                Assert.IsTrue(heard == null || heard.Line[..3] is "409" or "503" or "507", heard?.Line);
            }
        }

        private Known KnownOf(string address)
        {
            if (!_known.TryGetValue(address, out Known? known))
            {
                known = new Known { IsPublic = _known.Count % 4 == 0 };
                _known[address] = known;
            }

            return known;
        }

        private void Get(string address)
        {
            Heard? heard = Ask("GET", null, address);
            if (heard == null || heard.Line.StartsWith("503", StringComparison.Ordinal))
            {
                return;
            }

            Known known = KnownOf(address);
            switch (heard.Line[..3])
            {
                case "200":
                    long date = long.Parse(heard.BodyText.Split("date: ")[1].Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
                    Assert.IsTrue(date >= known.Acknowledged && date >= known.Read, $"{address} was {known.Acknowledged} and {known.Read}, now {date}");
                    Assert.IsTrue(heard.BodyText.Contains($"\n\n{date}", StringComparison.Ordinal), "content of another version");
                    known.Read = date;
                    break;
                case "410":
                    Assert.IsTrue(known.Deleted.Count > 0 && known.Deleted.Max() >= known.Acknowledged, $"{address} is gone");
                    break;
                case "404":
                    Assert.AreEqual(0, known.Acknowledged, $"{address} is lost");
                    break;
                default:
                    Assert.Fail(heard.Line);
                    break;
            }
        }

        // Null when the connection was lost; an answer is there within the deadline.
        private Heard? Ask(string verb, string? body, string address = "")
        {
            string name = "a" + _links;
            Talk talk = _family.Child.Talk(name);
            string tag = "t" + ++_tag;
            string words = body == null ? $" {address}" : $" ={System.Text.Encoding.UTF8.GetByteCount(body)}";
            talk.Send(talk.Wire($"{verb} {tag}{words}", body ?? string.Empty));
            _family.Child.Settle();
            for (int i = 0; i < 12; i++)
            {
                Heard? heard = talk.Take();
                while (heard != null && heard.Word(1) != tag)
                {
                    heard = talk.Take(); // to what was asked before the power went
                }

                if (heard != null)
                {
                    Log.Add($"{_family.Child.Now} {verb} {address} {(body ?? string.Empty).Split("\n\n")[0].Replace("\n", "|")} -> {heard.Line}");
                    return heard;
                }

                if (talk.Connection.IsClosed || talk.Connection.IsFinished)
                {
                    Link();
                    return null;
                }

                _family.Child.Wait(1000);
            }

            Assert.Fail($"{verb} {address} was not answered");
            return null;
        }

        private void Check()
        {
            HashSet<string> listed = [];
            string cursor = string.Empty;
            do
            {
                Heard list = Ask("LIST", null, Anna + cursor)!;
                Assert.StartsWith("200", list.Line);
                foreach (string line in list.BodyText.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    Assert.IsTrue(listed.Add(line.Split(' ')[0]), "twice: " + line);
                }

                cursor = list.Value("next").Length == 0 ? string.Empty : " after=" + list.Value("next");
            }
            while (cursor.Length > 0);
            foreach ((string address, Known known) in _known)
            {
                Heard heard = Ask("GET", null, address)!;
                bool isThere = heard.Line.StartsWith("200", StringComparison.Ordinal);
                Assert.AreEqual(isThere, listed.Contains(address), address + " in the list");
                Get(address);
                Assert.IsFalse(heard.Line.StartsWith("503", StringComparison.Ordinal));
            }
        }
    }
}
