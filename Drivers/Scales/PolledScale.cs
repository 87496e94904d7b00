using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Reads a scale that speaks when asked: one exchange after the other, commands between them.</summary>
/// <remarks>
/// Input that waits is thrown away before each question, so an old answer is never taken for the new one. From several
/// frames in one answer the newest is given. Where the protocol holds a weight, "nothing changed" confirms the last stable
/// one (<see cref="NoChange"/>).
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class PolledScale(
    string deviceId, Stream port, ScaleProtocol protocol, IFrameDecoder decoder, IExchange exchange, PollSettings settings,
    TimeProvider clock) : ICommandedDriver
{
    private const int MostDamagedInARow = 5;

    private static readonly WeightFrame s_noAnswer = new(null, null, null, NetGross.Unknown, [], ["no_answer"]);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly NoChange? _noChange = protocol.HoldsWeight ? new NoChange(settings.Hold, clock) : null;
    private readonly byte[] _buffer = new byte[256];
    private int _damagedInARow;
    private int _silencesInARow;

    /// <inheritdoc/>
    public IReadOnlyList<DeviceCommandKind> Commands { get; } = [.. protocol.Commands.Select(command => command.Kind)];

    /// <summary>Yields what the scale answers to each question, until the port fails or the token stops it.</summary>
    /// <exception cref="DeviceException">No answer in time, or nothing but damaged answers.</exception>
    /// <exception cref="IOException">The port is gone.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            WeightFrame? frame;
            try
            {
                frame = await AskAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
            if (frame is not null)
                yield return new WeightReading(deviceId, clock.GetUtcNow(), _noChange?.Resolve(frame) ?? frame);
            await Task.Delay(settings.PollInterval, clock, cancellationToken).ConfigureAwait(false);
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
            how.Apply?.Invoke(exchange, command);
            if (bytes.Length == 0)
                return new CommandOutcome(true, null);
            _noChange?.Forget();
            decoder.Reset();
            (port as PortStream)?.DiscardInput();
            await port.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            await port.FlushAsync(cancellationToken).ConfigureAwait(false);
            return how.Answer is null
                ? new CommandOutcome(true, "sent; this protocol does not answer commands, look at the weight")
                : await AnswerAsync(how.Answer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Asks once; null where the answer came damaged; <c>no_answer</c> where the protocol allows silence.</summary>
    private async ValueTask<WeightFrame?> AskAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(settings.ReplyTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        int received = 0;
        try
        {
            (port as PortStream)?.DiscardInput();
            await SendAsync(exchange.Begin(), either.Token).ConfigureAwait(false);
            var frames = new List<WeightFrame>();
            while (true)
            {
                int count = await ReceiveAsync(either.Token).ConfigureAwait(false);
                received += count;
                await SendAsync(exchange.Take(_buffer.AsSpan(0, count), frames), either.Token).ConfigureAwait(false);
                // A start that broke off is followed by the real answer, and a tare is no answer; anything else ends this question.
                if (frames.FindLast(frame => frame.Errors is not [FrameErrors.Incomplete] && frame.NetGross != NetGross.Tare) is WeightFrame newest)
                    return FrameErrors.IsDamage(newest.Errors) ? Damaged() : Sound(newest);
            }
        }
        catch (LineErrorException)
        {
            return Damaged();
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Said, so that a weight from before does not stand and the device is not taken for lost; it is no weight and never 0.
            if (received == 0 && ++_silencesInARow <= protocol.SilencesAllowed)
                return s_noAnswer;
            throw new DeviceException($"{deviceId}: no answer within {settings.ReplyTimeout.TotalMilliseconds:0} ms "
                + $"({received} bytes came); check the scale, its protocol setting ({protocol.Model}), the cable and 'line'");
        }
    }

    private async ValueTask<CommandOutcome> AnswerAsync(Func<WeightFrame, CommandOutcome?> read, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(settings.ReplyTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            var frames = new List<WeightFrame>();
            while (true)
            {
                int count = await ReceiveAsync(either.Token).ConfigureAwait(false);
                decoder.Feed(_buffer.AsSpan(0, count), frames);
                if (frames.Select(read).FirstOrDefault(outcome => outcome is not null) is CommandOutcome outcome)
                    return outcome;
                frames.Clear();
            }
        }
        catch (LineErrorException)
        {
            return CommandOutcome.Refused("the answer came damaged; look at the weight before trying again");
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return CommandOutcome.Refused($"no answer within {settings.ReplyTimeout.TotalMilliseconds:0} ms; look at the weight before trying again");
        }
    }

    private async ValueTask<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        int count = await port.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
        return count > 0 ? count : throw new IOException($"{deviceId}: the port was closed");
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
            return;
        await port.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await port.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private WeightFrame Sound(WeightFrame frame)
    {
        _damagedInARow = 0;
        _silencesInARow = 0;
        return frame;
    }

    private WeightFrame? Damaged()
    {
        // The lost answer may have been a new weight, after which "nothing changed" no longer speaks of the old one.
        _noChange?.Forget();
        if (++_damagedInARow < MostDamagedInARow)
            return null;
        string settingsToCheck = protocol.Hint.Length > 0 ? $", {protocol.Hint}" : "";
        throw new DeviceException($"{deviceId}: {MostDamagedInARow} answers in a row came damaged or were no frames of this protocol; "
            + $"check 'line', the cable, the scale's protocol setting ({protocol.Model}){settingsToCheck}");
    }
}
