using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Reads a scale that sends by itself, or a line on which scans come between the answers to a regular question.</summary>
/// <remarks>From what arrives at once the newest weight is given, the older backlog is dropped; a scan is never dropped.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class StreamedScale(
    string deviceId, Stream port, ScaleProtocol protocol, IFrameDecoder decoder, TimeSpan? askEvery, TimeSpan silence,
    TimeProvider clock) : ICommandedDriver
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _buffer = new byte[256];
    private PendingCommand? _pending;

    /// <inheritdoc/>
    public IReadOnlyList<DeviceCommandKind> Commands { get; } = [.. protocol.Commands.Select(command => command.Kind)];

    /// <summary>Yields the newest weight of each arrival and every scan, until the port fails or the token stops it.</summary>
    /// <exception cref="DeviceException">No sound frame for too long.</exception>
    /// <exception cref="IOException">The port is gone.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task asking = askEvery is TimeSpan every ? AskAsync(every, ended.Token) : Task.CompletedTask;
        try
        {
            while (true)
            {
                foreach (WeightFrame frame in await NextAsync(asking, cancellationToken).ConfigureAwait(false))
                {
                    if (protocol.ReadScan?.Invoke(frame) is { } scan)
                        yield return new ScanReading(deviceId, clock.GetUtcNow(), scan.Symbology, scan.Data);
                    else
                        yield return new WeightReading(deviceId, clock.GetUtcNow(), frame);
                }
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<CommandOutcome> ExecuteAsync(DeviceCommand command, CancellationToken cancellationToken)
    {
        ScaleCommand how = protocol.Commands.Single(each => each.Kind == command.Kind);
        byte[] bytes = how.Encode(command);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var pending = how.Answer is null ? null : new PendingCommand(how.Answer);
            Volatile.Write(ref _pending, pending);
            await port.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            await port.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (pending is null)
                return new CommandOutcome(true, "sent; this protocol does not answer commands, look at the weight");
            return await pending.Outcome.Task.WaitAsync(silence, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return CommandOutcome.Refused($"no answer within {silence.TotalMilliseconds:0} ms; look at the weight before trying again");
        }
        finally
        {
            Volatile.Write(ref _pending, null);
            _turn.Release();
        }
    }

    private async Task AskAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await port.WriteAsync(protocol.Ask, cancellationToken).ConfigureAwait(false);
                await port.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
            await Task.Delay(every, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What the next arrival tells: scans in order, and at most one weight, the newest, behind them.</summary>
    private async ValueTask<List<WeightFrame>> NextAsync(Task asking, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellationToken);
        var frames = new List<WeightFrame>();
        int received = 0;
        int damaged = 0;
        try
        {
            while (true)
            {
                if (asking.IsFaulted)
                    await asking.ConfigureAwait(false);
                try
                {
                    int count = await port.ReadAsync(_buffer, either.Token).ConfigureAwait(false);
                    if (count == 0)
                        throw new IOException($"{deviceId}: the port was closed");
                    received += count;
                    decoder.Feed(_buffer.AsSpan(0, count), frames);
                }
                catch (LineErrorException)
                {
                    damaged++;
                    decoder.Break();
                }
                damaged += frames.RemoveAll(frame => FrameErrors.IsDamage(frame.Errors));
                Volatile.Read(ref _pending)?.Offer(frames);
                frames.RemoveAll(frame => frame.NetGross == NetGross.Tare);
                if (frames.Count > 0)
                    return Newest(frames);
            }
        }
        catch (OperationCanceledException) when (tooLong.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            string settingsToCheck = protocol.Hint.Length > 0 ? $", {protocol.Hint}" : "";
            throw new DeviceException($"{deviceId}: no sound frame within {silence.TotalMilliseconds:0} ms ({received} bytes came, "
                + $"{damaged} times damaged); check that the scale sends ({protocol.Model}), the cable and 'line'{settingsToCheck}");
        }
    }

    private List<WeightFrame> Newest(List<WeightFrame> frames)
    {
        int last = frames.FindLastIndex(frame => protocol.ReadScan?.Invoke(frame) is null);
        List<WeightFrame> told = [.. frames.Where(frame => protocol.ReadScan?.Invoke(frame) is not null)];
        if (last >= 0)
            told.Add(frames[last]);
        return told;
    }

    private sealed class PendingCommand(Func<WeightFrame, CommandOutcome?> read)
    {
        public TaskCompletionSource<CommandOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Offer(List<WeightFrame> frames)
        {
            if (frames.Select(read).FirstOrDefault(outcome => outcome is not null) is CommandOutcome outcome)
                Outcome.TrySetResult(outcome);
        }
    }
}
