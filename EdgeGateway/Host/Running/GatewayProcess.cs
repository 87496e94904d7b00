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
        var clock = new GatewayClock(TimeProvider.System, KeptTime.Read(options.DataFolder));
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
            var updates = UpdatesOf(clock);
            var report = updates is null ? null : new UpdateReport(updates, SlotOfThis, UpdateFolder.PackagedSerial, (draft, stop) => KeepAsync(outbox, stamp, draft, stop), clock);
            var jitter = Jitter();
            var parts = new GatewayParts(options, stamp, outbox, clock, jitter, loggers, services.GetRequiredService<IMeterFactory>())
            {
                KeptDevices = keptDevices,
                Log = log,
                IsStartedAgain = RestartCommand.IsService,
                Update = updates is null ? UpdateCommand.None : new UpdateCommand(updates, BundleFetch.Over(updates.Path, options.DataFolder, clock, jitter), report!.Again, clock),
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
            using var stopRest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var kept = new KeptTime(options.DataFolder, stamp, clock, loggers.CreateLogger("EdgeGateway.Host.KeptTime")).RunAsync(stopRest.Token);
            var reporting = report?.RunAsync(stopRest.Token) ?? Task.CompletedTask;
            var renewal = IdentityRenewal.Over(options.DataFolder, clock, parts.Jitter, loggers.CreateLogger<IdentityRenewal>()).RunAsync(stopRest.Token);
            try
            {
                return await WatchAsync(
                    gateway, reload, WatchOf(updates, gateway, configuration, loggers, clock), hangups, systemd, loggers.CreateLogger("EdgeGateway.Host.SystemdWatch"), clock, cancellationToken);
            }
            finally
            {
                await stopRest.CancelAsync();
                await Task.WhenAll(renewal, kept, reporting);
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

    private static string SlotOfThis => Environment.GetEnvironmentVariable(UpdateFolder.SlotVariable) ?? "";

    /// <summary>The folder of updates; null in a process that the launcher did not start.</summary>
    private static UpdateFolder? UpdatesOf(TimeProvider clock) =>
        Environment.GetEnvironmentVariable(UpdateFolder.FolderVariable) is { Length: > 0 } folder
            ? new UpdateFolder(folder, UpdateFolder.PackagedSerial, new UpdateKeys(UpdateKeys.PackageFolder, clock).CheckAsync) : null;

    private static UpdateWatch? WatchOf(UpdateFolder? updates, RunningGateway gateway, GatewayConfiguration configuration, ILoggerFactory loggers, TimeProvider clock)
    {
        if (updates is null)
        {
            return null;
        }

        var tryout = new UpdateTryout(Path.GetFullPath(configuration.File), configuration.Options!.Outbox.Path, clock);
        return new UpdateWatch(updates, SlotOfThis, () => gateway.Vitals, tryout.VerifyOutboxAsync, tryout.RunAsync, clock, loggers.CreateLogger<UpdateWatch>());
    }

    private static async Task KeepAsync(Outbox outbox, EventStamp stamp, EventDraft draft, CancellationToken cancellationToken) =>
        _ = await outbox.AppendAsync([stamp.Stamp(draft)], cancellationToken);

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
