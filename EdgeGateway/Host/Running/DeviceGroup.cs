using Drivers;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Pipeline;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>All devices of the gateway and the way from their readings to events.</summary>
internal sealed class DeviceGroup : IDisposable
{
    private readonly CancellationTokenSource _stopDevices = new();
    private readonly CancellationTokenSource _stopPipeline = new();
    private readonly Task _devices;

    /// <summary>Starts every device; one that cannot be opened is shown on the board and tried again.</summary>
    public DeviceGroup(GatewayParts parts)
    {
        Board = new DeviceBoard(parts.Clock);
        var signals = new DeviceSignals();
        var metrics = new DeviceMetrics(parts.Meters);
        var logger = parts.Loggers.CreateLogger<DeviceSupervisor>();
        var interpreters = new List<DeviceInterpreter>();
        var supervisors = new List<DeviceSupervisor>();
        foreach (var device in parts.Options.Devices)
        {
            var driver = DriverCatalog.Find(device.Driver) ?? throw new InvalidOperationException($"'{device.Driver}' is not a driver.");
            Board.Register(device, driver);
            interpreters.Add(new DeviceInterpreter(device, driver));
            supervisors.Add(new DeviceSupervisor(device, driver, parts.Options.Supervisor, Board, signals, metrics, parts.Clock, parts.Jitter, logger));
        }

        var pipeline = new DevicePipeline(
            signals,
            interpreters,
            async (events, cancellationToken) => await parts.KeepAsync(events, cancellationToken),
            new PipelineOptions(),
            new PipelineMetrics(parts.Meters),
            parts.Clock,
            parts.Jitter,
            parts.Loggers.CreateLogger<DevicePipeline>());
        Pipeline = pipeline.RunAsync(_stopPipeline.Token);
        _devices = Task.WhenAll(supervisors.Zip(parts.Options.Devices, (s, d) => GuardAsync(s.RunAsync(_stopDevices.Token), d.Id, logger)));
    }

    /// <summary>How every device is.</summary>
    public DeviceBoard Board { get; }

    /// <summary>Ends only when stopped, or by a mistake of ours.</summary>
    public Task Pipeline { get; }

    /// <summary>Closes the ports.</summary>
    public async Task StopDevicesAsync()
    {
        await _stopDevices.CancelAsync();
        await _devices;
    }

    /// <summary>Delivers what the devices said last.</summary>
    public async Task StopPipelineAsync()
    {
        await _stopPipeline.CancelAsync();
        await Pipeline;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopDevices.Dispose();
        _stopPipeline.Dispose();
    }

    /// <summary>A mistake of ours in one device's supervision ends that device alone; its weight leaves the board by itself.</summary>
    private static async Task GuardAsync(Task supervision, string device, ILogger logger)
    {
        try
        {
            await supervision;
        }
        catch (Exception e)
        {
            logger.SupervisionFailed(e, device);
        }
    }
}
