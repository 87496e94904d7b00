using System.Threading.Channels;
using Cloud.Contracts;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Pipeline;

/// <summary>Events on their way to the outbox: bounded, in order. Full: ledger events wait, telemetry is dropped and counted.</summary>
internal sealed class HeldDrafts(PipelineOptions options, PipelineMetrics metrics)
{
    private readonly Channel<EventDraft> _channel = Channel.CreateBounded<EventDraft>(
        new BoundedChannelOptions(options.HeldEvents) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>While set, telemetry is not taken in: what waits is needed for the ledger.</summary>
    public volatile bool LedgerOnly;

    /// <summary>Whether an event may be dropped.</summary>
    public static bool IsTelemetry(EventDraft draft) => EventCatalog.Find(draft.Type)?.Class == EventClass.Telemetry;

    /// <summary>Takes one event in; waits for room where it may not be dropped.</summary>
    public async ValueTask AddAsync(EventDraft draft, CancellationToken cancellationToken)
    {
        if (!IsTelemetry(draft))
        {
            await _channel.Writer.WriteAsync(draft, cancellationToken).ConfigureAwait(false);
            metrics.Hold(1);
        }
        else if (!LedgerOnly && _channel.Writer.TryWrite(draft))
        {
            metrics.Hold(1);
        }
        else
        {
            metrics.Drop(1);
        }
    }

    /// <summary>Waits until something is there, then takes up to a batch of it into <paramref name="batch"/>.</summary>
    public async ValueTask TakeAsync(List<EventDraft> batch, CancellationToken cancellationToken)
    {
        await _channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        TakePresent(batch, options.BatchEvents);
    }

    /// <summary>Takes what is there, at most <paramref name="limit"/> in all.</summary>
    public void TakePresent(List<EventDraft> batch, int limit)
    {
        while (batch.Count < limit && _channel.Reader.TryRead(out var draft))
        {
            batch.Add(draft);
        }
    }

    /// <summary>Drops the telemetry out of <paramref name="batch"/>, and fills it up with ledger events alone; telemetry on the way to them goes too.</summary>
    public void KeepLedger(List<EventDraft> batch)
    {
        var dropped = batch.RemoveAll(IsTelemetry);
        while (batch.Count < options.BatchEvents && _channel.Reader.TryRead(out var draft))
        {
            if (IsTelemetry(draft))
            {
                dropped++;
            }
            else
            {
                batch.Add(draft);
            }
        }

        metrics.Hold(-dropped);
        metrics.Drop(dropped);
    }
}
