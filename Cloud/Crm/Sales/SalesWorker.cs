using System.Data.Common;
using Cloud.Crm.Programme;

namespace Cloud.Crm.Sales;

/// <summary>Books what came as events, and does what follows from time alone: sales find their customers, points expire, levels end. Any number of nodes may do so at once.</summary>
internal sealed class SalesWorker(
    SaleInbox inbox, SaleJoin join, PointsDesk points, LevelWatch levels, TimeSpan period, TimeProvider clock, Func<double> jitter, ILogger<SalesWorker> logger) : BackgroundService
{
    /// <summary>Sales booked in one transaction.</summary>
    internal const int Most = 500;

    private const int MostAccounts = 200;

    private bool _failing;

    /// <summary>Does all that there is to do.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        await BookAsync(SaleKind.Sale, cancellationToken);
        await BookAsync(SaleKind.Return, cancellationToken);
        while (await join.JoinAsync(cancellationToken))
        {
        }

        while (await points.ExpireAsync(MostAccounts, cancellationToken) == MostAccounts)
        {
        }

        while (await levels.LookAsync(MostAccounts, cancellationToken) == MostAccounts)
        {
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
                if (_failing)
                {
                    _failing = false;
                    logger.SalesBack();
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is DbException or TimeoutException or IOException or SaleRaceException)
            {
                if (!_failing && exception is not SaleRaceException)
                {
                    _failing = true;
                    logger.SalesFailing(exception);
                }
            }

            try
            {
                await Task.Delay(period * (0.75 + (jitter() / 2)), clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Books batch after batch; what makes a batch fail is found one by one and put where people see it.</summary>
    private async Task BookAsync(string kind, CancellationToken cancellationToken)
    {
        var most = Most;
        while (true)
        {
            try
            {
                if (await inbox.BookAsync(kind, most, cancellationToken) < most)
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or OverflowException || inbox.IsRefusal(exception))
            {
                if (most > 1)
                {
                    most = 1;
                    continue;
                }

                logger.SaleRefused(exception);
                await inbox.RefuseAsync(kind, $"it could not be booked: {exception.Message}", cancellationToken);
            }
        }
    }
}
