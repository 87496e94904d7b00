using EdgeGateway.Core.Devices;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>One device at work.</summary>
/// <param name="device">Its settings.</param>
/// <param name="driver">How it is opened.</param>
/// <param name="clock">Time.</param>
internal sealed class RunningDevice(DeviceOptions device, DriverDescription driver, TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    /// <summary>Its settings.</summary>
    public DeviceOptions Device => device;

    /// <summary>Its driver as the catalogue has it.</summary>
    public DriverDescription Driver => driver;

    /// <summary>The last bytes of its line.</summary>
    public ByteTrace Trace { get; } = new(clock);

    /// <summary>Keeps it read; set before it starts.</summary>
    public required DeviceSupervisor Supervisor { get; init; }

    /// <summary>What was seen at its port when the ports last changed.</summary>
    public object? SeenThere { get; set; }

    /// <summary>Starts to read it.</summary>
    public void Start(ILogger logger) => _run = GuardAsync(Supervisor.RunAsync(_stop.Token), device.Id, logger);

    /// <summary>Closes its port, waits until that is done, and lets those go who look at its bytes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        Trace.End();
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
