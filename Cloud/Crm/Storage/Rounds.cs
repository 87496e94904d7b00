using System.Data.Common;
using Cloud.Mqtt;

namespace Cloud.Crm.Storage;

/// <summary>Does something over and over, also after it failed for want of the database, a disk or the broker.</summary>
internal static class Rounds
{
    /// <summary>Runs until it is stopped.</summary>
    /// <param name="period">From one beginning to the next; the first is after one of it.</param>
    /// <param name="clock">Time.</param>
    /// <param name="roundAsync">What is done.</param>
    /// <param name="failing">Told of the first of failures that follow on each other.</param>
    /// <param name="cancellationToken">Stops it; a round under way ends where it looks at it.</param>
    internal static async Task RunAsync(
        TimeSpan period, TimeProvider clock, Func<CancellationToken, Task> roundAsync, Action<Exception> failing, CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(period, clock);
        var isFailing = false;
        try
        {
            while (await ticks.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    await roundAsync(cancellationToken);
                    isFailing = false;
                }
                catch (Exception exception) when (exception is DbException or TimeoutException or IOException or UnauthorizedAccessException or MqttException)
                {
                    if (!isFailing)
                    {
                        isFailing = true;
                        failing(exception);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}
