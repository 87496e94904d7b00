using Cloud.Contracts.Commands;
using Cloud.Uplink;

namespace EdgeGateway.Host.Commands;

/// <summary>Tells who asked how far a command is, again and again until it is disposed; nothing is told after that.</summary>
internal sealed class ProgressTeller : IAsyncDisposable
{
    private readonly PeriodicTimer _timer;
    private readonly Task _run;

    /// <summary>Begins to tell.</summary>
    internal ProgressTeller(CommandCall call, TimeSpan every, Func<CommandProgress> read, TimeProvider clock)
    {
        _timer = new PeriodicTimer(every, clock);
        _run = TellAsync(call, read);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _run;
    }

    private async Task TellAsync(CommandCall call, Func<CommandProgress> read)
    {
        while (await _timer.WaitForNextTickAsync(CancellationToken.None))
        {
            await call.ProgressAsync(read());
        }
    }
}
