using System.Diagnostics.Metrics;
using Drivers.Detection;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Host.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>Runs a gateway until it is told to stop.</summary>
internal static class GatewayProcess
{
    /// <summary>Runs it. Prints where it listens on <paramref name="output"/> when it is ready.</summary>
    /// <param name="options">The configuration, held to every rule.</param>
    /// <param name="keptDevices">The devices assigned on the setup page.</param>
    /// <param name="output">Where it listens.</param>
    /// <param name="error">Why it could not start.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>0 when stopped, 1 when it could not start or a part failed.</returns>
    public static async Task<int> RunAsync(
        GatewayOptions options, IReadOnlyList<DeviceOptions> keptDevices, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        await using var services = Services();
        using var systemd = SystemdNotifier.FromEnvironment();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var clock = TimeProvider.System;
        try
        {
            if (options.Vision is not null || File.Exists(Path.Combine(options.DataFolder, MemberVault.FileName)))
            {
                ProcessHardening.Apply(loggers.CreateLogger("EdgeGateway.Host.ProcessHardening"));
            }

            Directory.CreateDirectory(options.DataFolder);
            var stamp = new EventStamp(options.Store, options.Gateway, clock);
            await using var outbox = Outbox.Open(options.Outbox, stamp, clock, loggers.CreateLogger<Outbox>());
            var parts = new GatewayParts(options, stamp, outbox, clock, Jitter(), loggers, services.GetRequiredService<IMeterFactory>())
            {
                KeptDevices = keptDevices,
                Detect = (port, progress, stop) => PortDetector.DetectAsync(port, options.Detection, progress, clock, stop),
            };
            await using var gateway = await RunningGateway.StartAsync(parts, cancellationToken);
            await output.WriteLineAsync($"console {gateway.ConsoleUrl}");
            if (gateway.IntakeUrl is { } intake)
            {
                await output.WriteLineAsync($"intake {intake}");
            }

            await output.FlushAsync(CancellationToken.None);
            return await WatchAsync(gateway, systemd, clock, cancellationToken);
        }
        catch (Exception e) when (e is OutboxOpenException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"edge-gateway: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task<int> WatchAsync(RunningGateway gateway, SystemdNotifier systemd, TimeProvider clock, CancellationToken cancellationToken)
    {
        systemd.Ready(gateway.StatusLine);
        using var stopWatch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new SystemdWatch(systemd, clock, () => gateway.IsAlive, () => gateway.StatusLine).RunAsync(stopWatch.Token);
        var failed = await gateway.WaitForFailureAsync(cancellationToken);
        await stopWatch.CancelAsync();
        await watch;
        systemd.Stopping();
        return failed is null ? 0 : 1;
    }

    /// <summary>Spreads retries of many gateways; nothing secret hangs on it.</summary>
    private static Func<double> Jitter()
    {
        var random = new Random();
        var gate = new Lock();
        return () =>
        {
            lock (gate)
            {
                return random.NextDouble();
            }
        };
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddLogging(GatewayLogging.Configure)
        .AddMetrics()
        .BuildServiceProvider();
}
