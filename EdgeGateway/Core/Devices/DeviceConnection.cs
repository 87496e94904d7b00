using System.Globalization;

namespace EdgeGateway.Core.Devices;

/// <summary>One opening of a device, from opening the port to its failure.</summary>
/// <remarks>A driver that ignores its token is left behind after a short wait: its port is closed under it, and it cannot hold the supervisor.</remarks>
internal sealed class DeviceConnection(DeviceOptions device, DriverDescription driver, TimeSpan silenceLimit, TimeProvider clock)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private string? _unreadable;
    private IDriver? _driver;

    /// <summary>Tells the device something; refused while it is not open or where its driver has no such command.</summary>
    public async ValueTask<CommandOutcome> ExecuteAsync(DeviceCommand command, CancellationToken cancellationToken)
    {
        switch (Volatile.Read(ref _driver))
        {
            case null:
                return CommandOutcome.Refused("not connected");
            case ICommandedDriver commanded when commanded.Commands.Contains(command.Kind):
                try
                {
                    return await commanded.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (failure is IOException or DeviceException or ObjectDisposedException)
                {
                    return CommandOutcome.Refused(failure.Message);
                }

            default:
                return CommandOutcome.Refused($"{driver.Name} has no such command");
        }
    }

    /// <summary>Opens, reads and closes.</summary>
    /// <param name="opened">Told what was opened.</param>
    /// <param name="accept">Takes each reading.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why it ended; null where <paramref name="cancellationToken"/> ended it.</returns>
    public async Task<DeviceFailure?> ReadUntilFailureAsync(Action<OpenDevice> opened, Action<Reading> accept, CancellationToken cancellationToken)
    {
        using var session = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var silence = clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), session, silenceLimit, Timeout.InfiniteTimeSpan);
        try
        {
            var open = await OpenAsync(session.Token).ConfigureAwait(false);
            opened(open);
            Volatile.Write(ref _driver, open.Driver);
            await ReadAsync(open, Watched, session.Token).ConfigureAwait(false);
            return new DeviceFailure("the driver ended without saying why");
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException) when (session.IsCancellationRequested)
        {
            return new DeviceFailure(WhySilent());
        }
        catch (Exception exception)
        {
            return DeviceFailure.From(exception);
        }
        finally
        {
            Volatile.Write(ref _driver, null);
        }

        void Watched(Reading reading)
        {
            if (ReadingFacts.IsValid(reading))
            {
                silence.Change(silenceLimit, Timeout.InfiniteTimeSpan);
                _unreadable = null;
            }
            else
            {
                _unreadable = ReadingFacts.Errors(reading)[0];
            }

            accept(reading);
        }
    }

    private async Task<OpenDevice> OpenAsync(CancellationToken cancellationToken)
    {
        var opening = driver.OpenAsync(device, clock, cancellationToken).AsTask();
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = CloseLateAsync(opening);
            throw;
        }
    }

    private async Task ReadAsync(OpenDevice open, Action<Reading> accept, CancellationToken cancellationToken)
    {
        Task<bool>? next = null;
        IAsyncEnumerator<Reading>? readings = null;
        try
        {
            readings = open.Driver.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                next = readings.MoveNextAsync().AsTask();
                if (!await next.WaitAsync(cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                accept(readings.Current);
            }
        }
        finally
        {
            await CloseAsync(open, readings, next).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the port first, so that a driver stuck in it comes back. What closing throws is of no more interest.</summary>
    private async Task CloseAsync(OpenDevice open, IAsyncEnumerator<Reading>? readings, Task<bool>? next)
    {
        await AttemptAsync(() => open.DisposeAsync().AsTask()).ConfigureAwait(false);
        if (next is { IsCompleted: false })
        {
            await AttemptAsync(() => next).ConfigureAwait(false);
        }

        if (readings is not null && next is not { IsCompleted: false })
        {
            await AttemptAsync(() => readings.DisposeAsync().AsTask()).ConfigureAwait(false);
        }
    }

    private async Task AttemptAsync(Func<Task> action)
    {
        try
        {
            await action().WaitAsync(s_patience, clock).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The connection is over either way, and its own failure is what is reported.
        }
    }

    private static async Task CloseLateAsync(Task<OpenDevice> opening)
    {
        try
        {
            await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It was given up; nobody waits for it.
        }
    }

    private string WhySilent()
    {
        var seconds = silenceLimit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        return _unreadable is { } error
            ? $"only unreadable frames for {seconds} s, the last: {error}; check line settings and protocol"
            : $"silent for {seconds} s";
    }
}
