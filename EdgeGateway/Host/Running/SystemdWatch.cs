using System.Globalization;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>Keeps systemd told: the status line, and the watchdog's ping as long as the parts that matter are alive.</summary>
internal sealed class SystemdWatch(SystemdNotifier systemd, TimeProvider clock, Func<string?> stuck, Func<string> status, ILogger logger)
{
    private static readonly TimeSpan s_statusPeriod = TimeSpan.FromSeconds(10);

    /// <summary>Tells until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var period = systemd.WatchdogInterval is { } interval && interval < s_statusPeriod ? interval : s_statusPeriod;
        using var timer = new PeriodicTimer(period, clock);
        string? told = null;
        try
        {
            do
            {
                var part = stuck();
                if (part is not null && part != told)
                {
                    logger.PartStuck(part);
                }

                told = part;
                if (systemd.WatchdogInterval is not null && part is null)
                {
                    systemd.Ping();
                }

                systemd.Status(part is null ? status() : $"stuck: the {part} does not move; {status()}");
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>The status line.</summary>
    public static string Line(OutboxSnapshot outbox, string uplink, int online, int total) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"headquarters {uplink}, {outbox.Depth} events waiting, {online} of {total} devices online{(outbox.Refused is { } why ? $", refusing: {why}" : "")}");
}
