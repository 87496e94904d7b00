using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Configuration;

namespace EdgeGateway.Host.Setup;

/// <content>The devices of the configuration file, when it is read again.</content>
internal sealed partial class GatewaySetup
{
    /// <summary>Makes the devices of the configuration file those given: new ones are started, missing ones stopped, changed ones stopped and started; others go on undisturbed.</summary>
    /// <param name="wanted">The devices of the file, held to every rule together with those of the setup page.</param>
    /// <param name="cancellationToken">Gives up waiting for room.</param>
    /// <returns>What hinders it; empty where all is in force.</returns>
    public Task<IReadOnlyList<SetupError>> ConfigureAsync(IReadOnlyList<DeviceOptions> wanted, CancellationToken cancellationToken) => ChangeAsync(async () =>
    {
        var before = _parts.Options.Devices;
        var (gone, came) = (Without(before, wanted), Without(wanted, before));
        _parts.Options.Devices = [.. wanted];
        await WithPatienceAsync(
            async patience =>
            {
                foreach (var device in gone)
                {
                    await _devices.RemoveAsync(device.Id, "was changed in the configuration file", patience);
                    _logger.DeviceRemoved(device.Id);
                }

                foreach (var device in came)
                {
                    if (_ports.Find(device.Port, _ports.LookNow()).Path is { } path)
                    {
                        await _detections.StopAsync(path);
                    }

                    await _devices.AddAsync(device, patience);
                    _logger.DeviceAssigned(device.Id, device.Driver, device.Port);
                }
            },
            cancellationToken);
        return [];
    });

    private static DeviceOptions[] Without(IReadOnlyList<DeviceOptions> devices, IReadOnlyList<DeviceOptions> others) =>
        [.. devices.Where(device => !others.Any(other => KeptDevices.ToUtf8([device]).AsSpan().SequenceEqual(KeptDevices.ToUtf8([other]))))];
}
