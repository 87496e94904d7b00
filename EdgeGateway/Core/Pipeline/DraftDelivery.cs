using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Pipeline;

/// <summary>Hands held events to the outbox in order, and goes on with the same ones until it accepts them.</summary>
internal sealed class DraftDelivery(
    HeldDrafts held,
    Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> sink,
    PipelineOptions options,
    PipelineMetrics metrics,
    TimeProvider clock,
    Func<double> jitter,
    ILogger logger)
{
    private readonly List<EventDraft> _batch = [];

    /// <summary>The delivery going on; it is never cancelled, since then nobody could tell whether the outbox has the events.</summary>
    private Task _inFlight = Task.CompletedTask;
    private TimeSpan _ceiling = options.RetryMin;
    private bool _refused;

    /// <summary>Delivers until the token; what is in hand then stays for <see cref="DeliverRestAsync"/>.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_batch.Count == 0)
            {
                await held.TakeAsync(_batch, cancellationToken).ConfigureAwait(false);
            }

            try
            {
                _inFlight = sink(_batch.ToArray(), CancellationToken.None).AsTask();
                await _inFlight.WaitAsync(cancellationToken).ConfigureAwait(false);
                Accepted();
            }
            catch (Exception refused) when (IsRefusal(refused))
            {
                Refused(refused.Message);
                await Task.Delay(_ceiling * jitter(), clock, cancellationToken).ConfigureAwait(false);
                _ceiling = _ceiling * 2 < options.RetryMax ? _ceiling * 2 : options.RetryMax;
                held.LedgerOnly = _batch.Count > 0;
            }
        }
    }

    /// <summary>Tries once more to deliver all that is left and <paramref name="newest"/>, in the time that stopping allows; says how many ledger
    /// events it could not.</summary>
    public async Task DeliverRestAsync(IReadOnlyCollection<EventDraft> newest)
    {
        using var grace = new CancellationTokenSource(options.StopGrace, clock);
        try
        {
            await EndInFlightAsync(grace.Token).ConfigureAwait(false);
            held.TakePresent(_batch, int.MaxValue);
            _batch.AddRange(newest);
            metrics.Hold(newest.Count);
            if (_batch.Count > 0)
            {
                await sink(_batch.ToArray(), grace.Token).AsTask().WaitAsync(grace.Token).ConfigureAwait(false);
                Done();
            }
        }
        catch (Exception refused) when (IsRefusal(refused) || refused is OperationCanceledException)
        {
            var lost = metrics.Held;
            if (lost > 0)
            {
                LogMessages.EventsLost(logger, lost, refused.Message);
            }
        }
    }

    private static bool IsRefusal(Exception exception) => exception is OutboxFullException or OutboxUnavailableException;

    private async Task EndInFlightAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _inFlight.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_inFlight != Task.CompletedTask)
            {
                Done();
            }
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            // It goes along with the rest.
        }
    }

    private void Accepted()
    {
        Done();
        _ceiling = options.RetryMin;
        held.LedgerOnly = false;
        if (_refused)
        {
            _refused = false;
            LogMessages.OutboxAccepts(logger, metrics.TelemetryDropped);
        }
    }

    /// <summary>While it refuses, telemetry makes room for the ledger. Where only telemetry was refused, the next one tries the outbox again.</summary>
    private void Refused(string reason)
    {
        _inFlight = Task.CompletedTask;
        metrics.Retry();
        held.LedgerOnly = true;
        held.KeepLedger(_batch);
        if (!_refused)
        {
            _refused = true;
            LogMessages.OutboxRefuses(logger, reason, metrics.Held);
        }
    }

    private void Done()
    {
        _inFlight = Task.CompletedTask;
        metrics.Hold(-_batch.Count);
        _batch.Clear();
    }
}
