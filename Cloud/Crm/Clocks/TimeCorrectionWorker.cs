using System.Data.Common;

namespace Cloud.Crm.Clocks;

/// <summary>Looks every few seconds whether a clock has become right that events wait for. Any number of nodes may do so at once.</summary>
internal sealed class TimeCorrectionWorker(TimeCorrection correction, TimeProvider clock, Func<double> jitter, ILogger<TimeCorrectionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);

    private bool _failing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await correction.RoundAsync(stoppingToken))
                {
                }

                _failing = false;
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
                    logger.TimeCorrectionFailing(exception);
                }
            }

            try
            {
                await Task.Delay(s_period * (0.75 + (jitter() / 2)), clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
