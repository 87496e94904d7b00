using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Drivers.Detection;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Host.Commands;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Joining;
using EdgeGateway.Host.Updating;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>Runs a gateway until it is told to stop.</summary>
internal static class GatewayProcess
{
    /// <summary>Runs it. Prints where it listens on <paramref name="output"/> when it is ready.</summary>
    /// <param name="configuration">The configuration, free of errors.</param>
    /// <param name="keptDevices">The devices assigned on the setup page.</param>
    /// <param name="hangups">Each one has the configuration file read again.</param>
    /// <param name="output">Where it listens.</param>
    /// <param name="error">Why it could not start.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>0 when stopped, 1 when it could not start or a part failed.</returns>
    public static async Task<int> RunAsync(
        GatewayConfiguration configuration,
        IReadOnlyList<DeviceOptions> keptDevices,
        ChannelReader<PosixSignal> hangups,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var options = configuration.Options!;
        var clock = TimeProvider.System;
        using var log = new LogRing(clock);
        await using var services = Services(log);
        using var systemd = SystemdNotifier.FromEnvironment();
        var loggers = services.GetRequiredService<ILoggerFactory>();
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
                Log = log,
                IsStartedAgain = RestartCommand.IsService,
                Detect = (port, progress, stop) => PortDetector.DetectAsync(port, options.Detection, progress, clock, stop),
            };
            await using var gateway = await RunningGateway.StartAsync(parts, cancellationToken);
            using var export = MetricsExport.Start(options.Health.OtlpUrl, options.Store, options.Gateway);
            await output.WriteLineAsync($"console {gateway.ConsoleUrl}");
            if (gateway.IntakeUrl is { } intake)
            {
                await output.WriteLineAsync($"intake {intake}");
            }

            await output.FlushAsync(CancellationToken.None);
            var reload = new ConfigurationReload(configuration, gateway.ConfigureAsync, loggers.CreateLogger("EdgeGateway.Host.ConfigurationReload"));
            using var stopRenewal = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var renewal = IdentityRenewal.Over(options.DataFolder, clock, parts.Jitter, loggers.CreateLogger<IdentityRenewal>()).RunAsync(stopRenewal.Token);
            try
            {
                return await WatchAsync(
                    gateway, reload, UpdatesOf(gateway, configuration, loggers, clock), hangups, systemd, loggers.CreateLogger("EdgeGateway.Host.SystemdWatch"), clock, cancellationToken);
            }
            finally
            {
                await stopRenewal.CancelAsync();
                await renewal;
            }
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

    private static async Task<int> WatchAsync(
        RunningGateway gateway,
        ConfigurationReload reload,
        UpdateWatch? updates,
        ChannelReader<PosixSignal> hangups,
        SystemdNotifier systemd,
        ILogger logger,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        systemd.Ready(Status());
        using var stopWatch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new SystemdWatch(systemd, clock, () => gateway.Stuck, Status, logger).RunAsync(stopWatch.Token);
        var reloads = ReloadAsync(stopWatch.Token);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var update = UpdateAsync(stopWatch.Token);
        var failed = await gateway.WaitForFailureAsync(end.Token);
        await stopWatch.CancelAsync();
        await Task.WhenAll(watch, reloads, update);
        systemd.Stopping();
        return failed is null && await update is not UpdateEnd.RollBack ? 0 : 1;

        string Status() => string.Join("; ", new[] { gateway.StatusLine, reload.Note, updates?.Note }.Where(part => part is not null));

        async Task<UpdateEnd> UpdateAsync(CancellationToken stop)
        {
            var outcome = updates is null ? UpdateEnd.Stopped : await updates.RunAsync(stop);
            if (outcome is not UpdateEnd.Stopped)
            {
                await end.CancelAsync();
            }

            return outcome;
        }

        async Task ReloadAsync(CancellationToken stop)
        {
            try
            {
                await foreach (var _ in hangups.ReadAllAsync(stop))
                {
                    systemd.Reloading(clock.GetElapsedTime(0));
                    await reload.ReloadAsync(stop);
                    systemd.Ready(Status());
                }
            }
            catch (OperationCanceledException)
            {
                // Stopped.
            }
        }
    }

    /// <summary>The watch over updates; null in a process that the launcher did not start.</summary>
    private static UpdateWatch? UpdatesOf(RunningGateway gateway, GatewayConfiguration configuration, ILoggerFactory loggers, TimeProvider clock)
    {
        if (Environment.GetEnvironmentVariable(UpdateFolder.FolderVariable) is not { Length: > 0 } folder)
        {
            return null;
        }

        var tryout = new UpdateTryout(Path.GetFullPath(configuration.File), configuration.Options!.Outbox.Path, clock);
        return new UpdateWatch(
            new UpdateFolder(folder, UpdateFolder.PackagedSerial, new UpdateKeys(UpdateKeys.PackageFolder, clock).CheckAsync),
            Environment.GetEnvironmentVariable(UpdateFolder.SlotVariable) ?? "",
            () => gateway.Vitals,
            tryout.VerifyOutboxAsync,
            tryout.RunAsync,
            clock,
            loggers.CreateLogger<UpdateWatch>());
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

    private static ServiceProvider Services(LogRing log) => new ServiceCollection()
        .AddLogging(logging => GatewayLogging.Configure(logging, log))
        .AddMetrics()
        .BuildServiceProvider();
}
