using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>Ctrl-C, SIGINT and SIGTERM, as a token: the program ends by itself and cleanly.</summary>
internal sealed class Stop : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    internal Stop()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take);
    }

    internal CancellationToken Token => _source.Token;

    /// <summary>Stops by itself after some time.</summary>
    internal void After(TimeSpan time) => _source.CancelAfter(time);

    /// <summary>Stops now.</summary>
    internal void Now() => _source.Cancel();

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Take(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _source.Cancel();
    }
}
