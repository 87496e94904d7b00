using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>One loop a printer: it works as long as there is work. A printer that stands still holds up no other.</summary>
internal sealed class PrinterLoops(DeskParts desk, SheetWork work) : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    /// <summary>How long a sheet that is under way may take when the gateway stops, so that nobody need be asked about it.</summary>
    private static readonly TimeSpan s_finish = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly List<Loop> _loops = [];
    private bool _started;

    /// <summary>Adds a printer.</summary>
    public void Add(PrinterStation station)
    {
        lock (_gate)
        {
            var loop = new Loop(station);
            _loops.Add(loop);
            if (_started)
            {
                loop.Run = RunAsync(loop);
            }
        }
    }

    /// <summary>Lets every printer work.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _started = true;
            foreach (var loop in _loops)
            {
                loop.Run = RunAsync(loop);
            }
        }
    }

    /// <summary>Ends a printer's work; what it has under way may end for a little while.</summary>
    public Task RemoveAsync(PrinterStation station)
    {
        Loop? loop;
        lock (_gate)
        {
            loop = _loops.Find(one => one.Station == station);
            if (loop is not null)
            {
                _loops.Remove(loop);
            }
        }

        return loop is null ? Task.CompletedTask : EndAsync(loop);
    }

    /// <summary>Ends all work.</summary>
    public Task StopAsync()
    {
        Loop[] all;
        lock (_gate)
        {
            _started = false;
            all = [.. _loops];
            _loops.Clear();
        }

        return Task.WhenAll(all.Select(EndAsync));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _loops.ForEach(loop => loop.Dispose());
            _loops.Clear();
        }
    }

    private async Task EndAsync(Loop loop)
    {
        await loop.NoMore.CancelAsync().ConfigureAwait(false);
        try
        {
            await loop.Run.WaitAsync(s_finish, desk.Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await loop.Now.CancelAsync().ConfigureAwait(false);
            await loop.Run.ConfigureAwait(false);
        }

        loop.Dispose();
    }

    private async Task RunAsync(Loop loop)
    {
        await Task.Yield();
        while (!loop.NoMore.IsCancellationRequested)
        {
            var version = desk.Store.Version;
            try
            {
                if (!await work.TurnAsync(loop.Station, loop.Now.Token).ConfigureAwait(false))
                {
                    await RestAsync(loop, version).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (loop.Now.IsCancellationRequested || loop.NoMore.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // A mistake of ours, or of a driver: the job that it happened to stands as it is on the disk, and is asked about if it has begun.
                LogMessages.PrintingFaulted(desk.Logger, fault, loop.Station.Id);
                work.Missed(loop.Station, $"a mistake in the gateway: {fault.Message}");
                await Task.Delay(s_look, desk.Clock, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for a change; where jobs wait for this printer, for no longer than a second.</summary>
    private async Task RestAsync(Loop loop, long version)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(loop.NoMore.Token);
        if (desk.Turns.HasWork(loop.Station))
        {
            var pause = Task.Delay(s_look, desk.Clock, over.Token);
            await Task.WhenAny(pause, desk.Store.WaitForChangeAsync(version, over.Token)).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            return;
        }

        await desk.Store.WaitForChangeAsync(version, over.Token).ConfigureAwait(false);
    }

    private sealed class Loop(PrinterStation station) : IDisposable
    {
        public PrinterStation Station => station;

        /// <summary>Takes no more work.</summary>
        public CancellationTokenSource NoMore { get; } = new();

        /// <summary>Breaks off.</summary>
        public CancellationTokenSource Now { get; } = new();

        public Task Run { get; set; } = Task.CompletedTask;

        public void Dispose()
        {
            NoMore.Dispose();
            Now.Dispose();
        }
    }
}
