using System.CommandLine;
using System.CommandLine.Parsing;
using Fmtp.Nano.Desktop.Bench;
using Fmtp.Nano.Desktop.Commands;

RootCommand root = DemoCommand.Make();
root.Add(RelayCommand.Make());
root.Add(CheckCommand.Make());
root.Add(KeyCommand.Make());
root.Add(DnsCommand.Make());
root.Add(SignCommand.Make());
root.Add(VerifyCommand.Make());
root.Add(FlashCommand.Make());
root.Add(GetCommand.Make());
root.Add(ListCommand.Make());
root.Add(PutCommand.Make());
root.Add(WatchCommand.Make());
root.Add(PingCommand.Make());
root.Add(TraceCommand.Make());
root.Add(QueueCommand.Make());
root.Add(DiscoverCommand.Make());
root.Add(BoardCommand.Make());
root.Add(BenchCommand.Make());

// A word that begins with "@" is the address of a domain here, not a file of further words.
ParseResult line = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
int exitCode = line.Invoke();
return line.Errors.Count > 0 ? ExitCode.Refused : exitCode;
