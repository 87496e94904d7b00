using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>
/// Keeps the drafts in line with the stock, on every node at once: a look reads without locks, and only a difference takes the store's turn, under which it is looked at again. So the
/// number of nodes, repeated events and races change nothing but the time it takes.
/// </summary>
/// <remarks>
/// Each round looks at what moved since the round before (and a little longer, for a transaction may commit later than its moves say), then goes on through all rules a page at a time for
/// what moves do not tell: reservations that ended, snoozes that are over, goods on their way, a new week. A round's work is bounded; what is left over waits for the next.
/// </remarks>
internal sealed class ReplenishmentWorker(
    HeadquartersDatabase database, ReorderLooks looks, Replenisher replenisher, VipGoods vips, TimeSpan period, TimeProvider clock, Func<double> jitter, ILogger<ReplenishmentWorker> logger)
    : BackgroundService
{
    /// <summary>The most SKUs that moved that one round looks at, and the most rules it goes on through.</summary>
    internal const int Most = 1000;

    private const int Rules = 200;
    private const int Stores = 20;

    /// <summary>Every so many rounds budgets are dealt out again without a line having changed.</summary>
    private const int DealEvery = 10;

    /// <summary>How much longer than since the last round moves are looked back for: commits that took their time, and clocks of nodes that differ.</summary>
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_longestRetry = TimeSpan.FromSeconds(15);

    private DateTimeOffset? _looked;
    private (string Store, string Sku) _rule = ("", "");
    private string _dealt = "";
    private int _round;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = period;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(stoppingToken);
                if (wait > period)
                {
                    logger.ReplenishmentBack();
                }

                wait = period;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (wait == period)
                {
                    logger.ReplenishmentFailing(exception);
                }

                wait = wait * 2 < s_longestRetry ? wait * 2 : s_longestRetry;
            }

            try
            {
                await Task.Delay(wait * (0.75 + (0.25 * jitter())), clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>One round.</summary>
    /// <returns>How many SKUs were written.</returns>
    internal async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        await vips.FollowAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var changed = 0;
        foreach (var store in (await MovedAsync((_looked ?? now) - s_overlap, cancellationToken)).GroupBy(m => m.Store, m => m.Sku, StringComparer.Ordinal))
        {
            changed += await replenisher.CheckAsync(store.Key, [.. store], cancellationToken);
        }

        _looked = now;
        changed += await GoOnAsync(cancellationToken);
        if (_round++ % DealEvery == 0)
        {
            await DealAsync(cancellationToken);
        }

        return changed;
    }

    /// <summary>SKUs that moved since.</summary>
    private async Task<List<(string Store, string Sku)>> MovedAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(MovedSql, ("least", MoveId.First(since)), ("most", MoveId.First(since.AddDays(1)))).ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken);
    }

    /// <remarks>
    /// Store by store from the end of its moves: with a lower bound alone, a planner that does not know the value takes a third of all moves to be new, and reads them all.
    /// </remarks>
    private string MovedSql => database.Provider == "sqlite"
        ? $"SELECT DISTINCT m.store, m.sku FROM store s CROSS JOIN stock_move m WHERE m.store = s.store AND m.id >= @least AND m.id <= @most LIMIT {Most}"
        : $"""
           SELECT DISTINCT s.store, m.sku FROM store s CROSS JOIN LATERAL
             (SELECT v.sku FROM stock_move v WHERE v.store = s.store AND v.id >= @least AND v.id <= @most ORDER BY v.store, v.id LIMIT {Most}) m LIMIT {Most}
           """;

    private async Task<int> GoOnAsync(CancellationToken cancellationToken)
    {
        List<Reorder> page;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            page = await looks.AfterAsync(connection, "1 = 1", [], _rule, Rules, cancellationToken);
        }

        _rule = page.Count < Rules ? ("", "") : (page[^1].Store, page[^1].Sku);
        var changed = 0;
        foreach (var store in page.GroupBy(l => l.Store, StringComparer.Ordinal))
        {
            changed += await replenisher.CheckAsync(store.Key, store, cancellationToken);
        }

        return changed;
    }

    /// <summary>Deals out budgets again, store after store: a period begins, VIPs change what they buy, goods go faster.</summary>
    private async Task DealAsync(CancellationToken cancellationToken)
    {
        List<string> stores;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            stores = await connection.Command(
                """
                SELECT b.store FROM budget b WHERE b.store > @after AND EXISTS (SELECT 1 FROM purchase_line l WHERE l.store = b.store AND l.state = 'draft') ORDER BY b.store LIMIT @most
                """,
                ("after", _dealt), ("most", Stores)).ListAsync(r => r.GetString(0), cancellationToken);
        }

        _dealt = stores.Count < Stores ? "" : stores[^1];
        foreach (var store in stores)
        {
            await replenisher.DealAsync(store, cancellationToken);
        }
    }
}
