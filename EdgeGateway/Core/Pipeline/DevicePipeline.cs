using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Weighing;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Pipeline;

/// <summary>From all devices' signals to events in the outbox.</summary>
/// <remarks>
/// One task interprets, one delivers; between them events are held, bounded. While the outbox refuses, ledger events are held and tried again
/// until it accepts them; telemetry is dropped and counted. When all room is used, signals are no longer taken: see
/// <see cref="DeviceSignals"/>. The <see cref="DeviceBoard"/> does not pass through here and stays live.
/// </remarks>
public sealed class DevicePipeline
{
    private readonly DeviceSignals _signals;
    private readonly Dictionary<string, DeviceInterpreter> _interpreters;
    private readonly HeldDrafts _held;
    private readonly DraftDelivery _delivery;
    private readonly ILogger<DevicePipeline> _logger;

    /// <summary>Events interpreted but not yet held, oldest first: where the stop comes while they wait for room, they are delivered last.</summary>
    private readonly Queue<EventDraft> _unheld = new();

    /// <summary>Makes a pipeline; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="signals">What comes in; the pipeline is its one reader.</param>
    /// <param name="interpreters">One for each device that is there from the start; others come by <see cref="DeviceAddedSignal"/>.</param>
    /// <param name="sink">Stamps events and appends them to the outbox, all or none; completes after the commit.</param>
    /// <param name="options">How much is held.</param>
    /// <param name="metrics">What is counted.</param>
    /// <param name="clock">Time.</param>
    /// <param name="jitter">Random numbers from 0 up to 1.</param>
    /// <param name="logger">One line a change.</param>
    public DevicePipeline(
        DeviceSignals signals,
        IEnumerable<DeviceInterpreter> interpreters,
        Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> sink,
        PipelineOptions options,
        PipelineMetrics metrics,
        TimeProvider clock,
        Func<double> jitter,
        ILogger<DevicePipeline> logger)
    {
        _signals = signals;
        _interpreters = interpreters.ToDictionary(interpreter => interpreter.DeviceId, StringComparer.Ordinal);
        _held = new HeldDrafts(options, metrics);
        _delivery = new DraftDelivery(_held, sink, options, metrics, clock, jitter, logger);
        _logger = logger;
    }

    /// <summary>Works until <paramref name="cancellationToken"/>; then interprets what has come, tries once to deliver it, and ends normally.</summary>
    /// <exception cref="Exception">Whatever the sink throws that is no refusal by the outbox: a mistake in the gateway.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var interpreting = EndsOthersAsync(InterpretAsync(either.Token), either);
        var delivering = EndsOthersAsync(_delivery.RunAsync(either.Token), either);
        try
        {
            await Task.WhenAll(interpreting, delivering).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !interpreting.IsFaulted && !delivering.IsFaulted)
        {
            await _delivery.DeliverRestAsync(InterpretRest()).ConfigureAwait(false);
        }
    }

    private static async Task EndsOthersAsync(Task task, CancellationTokenSource others)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        finally
        {
            await others.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task InterpretAsync(CancellationToken cancellationToken)
    {
        await foreach (var signal in _signals.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Interpret(signal);
            while (_unheld.TryPeek(out var draft))
            {
                await _held.AddAsync(draft, cancellationToken).ConfigureAwait(false);
                _unheld.Dequeue();
            }
        }
    }

    private Queue<EventDraft> InterpretRest()
    {
        while (_signals.Reader.TryRead(out var signal))
        {
            Interpret(signal);
        }

        return _unheld;
    }

    private void Interpret(DeviceSignal signal)
    {
        switch (signal)
        {
            case TurnSignal turn:
                turn.Came();
                return;
            case DeviceAddedSignal added:
                _interpreters[added.DeviceId] = added.Interpreter;
                return;
            case DeviceRemovedSignal:
                if (_interpreters.Remove(signal.DeviceId, out var gone))
                {
                    gone.Dismiss();
                }

                return;
        }

        if (!_interpreters.TryGetValue(signal.DeviceId, out var interpreter))
        {
            // A key pressed while the device was being taken away.
            (signal as WeighingKeySignal)?.Complete(new KeyOutcome("scale", "the scale was taken away; nothing was done"));
            return;
        }

        foreach (var draft in interpreter.Take(signal))
        {
            if (draft.Type == EventTypes.DeviceFault)
            {
                LogMessages.DeviceFault(_logger, signal.DeviceId, DraftJson.Text(draft.Data, "reason"));
            }

            _unheld.Enqueue(draft);
        }
    }
}
