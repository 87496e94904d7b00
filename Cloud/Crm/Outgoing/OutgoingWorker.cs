using System.Data.Common;

namespace Cloud.Crm.Outgoing;

/// <summary>Carries out what is to leave the database: at least once over a crash, once in normal work, in no promised order.</summary>
internal sealed class OutgoingWorker(
    OutgoingQueue queue, IEnumerable<IOutgoingCarrier> carriers, TimeSpan period, TimeProvider clock, ILogger<OutgoingWorker> logger) : BackgroundService
{
    /// <summary>Messages taken at once.</summary>
    internal const int Most = 8;

    private static readonly TimeSpan s_tidyEvery = TimeSpan.FromHours(1);

    private readonly Dictionary<string, IOutgoingCarrier> _carriers = carriers.ToDictionary(c => c.Kind, StringComparer.Ordinal);
    private bool _failing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? tidied = null;
        try
        {
            while (true)
            {
                if (tidied is null || clock.GetElapsedTime(tidied.Value) >= s_tidyEvery)
                {
                    tidied = clock.GetTimestamp();
                    await TryAsync(() => queue.TidyAsync(stoppingToken));
                }

                if (await TryAsync(() => RoundAsync(stoppingToken)) < Most)
                {
                    await Task.Delay(period, clock, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop. What was under way is taken by whoever is there when its time is over.
        }
    }

    /// <summary>Takes what is due and carries it, each beside the others.</summary>
    /// <returns>How many were taken.</returns>
    internal async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var messages = await queue.TakeAsync(Most, cancellationToken);
        await Task.WhenAll(messages.Select(m => CarryAsync(m, cancellationToken)));
        return messages.Count;
    }

    private async Task CarryAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var carried = _carriers.TryGetValue(message.Kind, out var carrier)
            ? await carrier.CarryAsync(message, cancellationToken)
            : new Carried(CarryOutcome.Never, $"nothing here carries {message.Kind}");
        if (await queue.EndAsync(message, carried, cancellationToken))
        {
            logger.OutgoingGivenUp(message.Kind, message.Id, message.Attempts, carried.Said);
        }
    }

    private async Task<int> TryAsync(Func<Task<int>> work)
    {
        try
        {
            var done = await work();
            _failing = false;
            return done;
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or InvalidOperationException)
        {
            if (!_failing)
            {
                _failing = true;
                logger.OutgoingFailing(exception);
            }

            return 0;
        }
    }
}
