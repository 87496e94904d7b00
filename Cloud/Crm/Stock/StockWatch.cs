using System.Data.Common;

namespace Cloud.Crm.Stock;

/// <summary>What stock needs done from time to time: low goods are told of, baskets settled, reservations ended, books added up. Any number of nodes may run it.</summary>
internal sealed class StockWatch(
    LowStock lowStock, BasketSettling baskets, Reservations reservations, StockBooks books, TimeProvider clock, Func<double> jitter, ILogger<StockWatch> logger) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_rules = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_settle = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_books = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromMinutes(1);

    /// <summary>Checks of the books may take this share of the time, so that they never are what the database does.</summary>
    private const int BooksShare = 20;

    private bool _failing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What was changed before this node began is seen once.
        var (rules, settle, check) = (new Due(s_rules), new Due(s_settle), new Due(s_books));
        var since = DateTime.MinValue.ToUniversalTime().AddYears(2000);
        var wait = s_look;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await lowStock.LookAsync(stoppingToken) > 0)
                {
                }

                if (rules.IsDue(clock))
                {
                    var now = clock.GetUtcNow().UtcDateTime;
                    await lowStock.MarkChangedRulesAsync(since, stoppingToken);
                    await reservations.ExpireAsync(stoppingToken);
                    since = now - s_longestRetry;
                }

                if (settle.IsDue(clock) && await baskets.SettleAsync(stoppingToken) is > 0 and var settled)
                {
                    logger.BasketsSettled(settled);
                }

                if (check.IsDue(clock))
                {
                    var began = clock.GetTimestamp();
                    await CheckAsync(stoppingToken);
                    check.Rest(clock.GetElapsedTime(began) * BooksShare);
                }

                (_failing, wait) = (false, s_look);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is DbException or TimeoutException or IOException)
            {
                if (!_failing)
                {
                    _failing = true;
                    logger.StockWatchFailing(exception);
                }

                wait = wait * 2 < s_longestRetry ? wait * 2 : s_longestRetry;
            }

            try
            {
                await Task.Delay(wait * (0.5 + jitter()), clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var store in await books.StoresAsync(cancellationToken))
        {
            await books.CheckAsync(store, full: false, cancellationToken);
        }

        await books.CheckChainAsync(cancellationToken);
        if ((await books.ReadAsync(null, cancellationToken)).Wrong is [var first, ..])
        {
            logger.BooksWrong(first.Sku, first.Store ?? "all stores", first.Says, first.Should);
        }
    }

    /// <summary>Something that is due now and then, beginning at once.</summary>
    private sealed class Due(TimeSpan period)
    {
        private long? _last;
        private TimeSpan _rest;

        internal bool IsDue(TimeProvider clock)
        {
            if (_last is { } last && clock.GetElapsedTime(last) < (_rest > period ? _rest : period))
            {
                return false;
            }

            _last = clock.GetTimestamp();
            return true;
        }

        internal void Rest(TimeSpan rest) => _rest = rest;
    }
}
