using Drivers;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>
/// Reads the configuration file again while the gateway runs. A file with a mistake changes nothing. Devices are put in force at once; what else has changed is
/// named and takes effect with a restart, for which an outbox on the disk makes no difference.
/// </summary>
/// <param name="started">The configuration the gateway was started with.</param>
/// <param name="configure">Puts the devices of the file in force and answers what hinders it.</param>
/// <param name="logger">Told what came of it.</param>
internal sealed class ConfigurationReload(
    GatewayConfiguration started, Func<IReadOnlyList<DeviceOptions>, CancellationToken, Task<IReadOnlyList<SetupError>>> configure, ILogger logger)
{
    private const string DeviceSection = "devices";

    /// <summary>What of the last reading somebody should know who looks at the service; null where the file is wholly in force.</summary>
    public string? Note { get; private set; }

    /// <summary>Reads it. Never throws for what is in the file.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var read = GatewayConfiguration.Load(started.File, DriverCatalog.All);
        var (file, errors) = (read.File, read.Errors);
        if (read.Options is { } options && KeptDevices.Load(options, DriverCatalog.All) is { Errors.Count: > 0 } kept)
        {
            (file, errors) = (kept.File, kept.Errors);
        }

        if (errors.Count > 0)
        {
            Refuse([.. errors.Select(error => error.Format(file))]);
            return;
        }

        var hindrances = await configure(read.Options!.Devices, cancellationToken);
        if (hindrances.Count > 0)
        {
            Refuse([.. hindrances.Select(hindrance => $"{file}: {hindrance.Path}: {hindrance.Message}")]);
            return;
        }

        var restart = string.Join(", ", read.SectionsChangedFrom(started).Where(section => section != DeviceSection));
        logger.ConfigurationTaken(file, read.Options.Devices.Count);
        if (restart.Length > 0)
        {
            logger.RestartNeeded(file, restart);
        }

        Note = restart.Length > 0 ? $"restart to put in force: {restart}" : null;
    }

    private void Refuse(IReadOnlyList<string> mistakes)
    {
        foreach (var mistake in mistakes)
        {
            logger.ConfigurationRefused(mistake);
        }

        Note = $"changed configuration refused: {mistakes[0]}{(mistakes.Count > 1 ? $" (and {mistakes.Count - 1} more in the log)" : "")}";
    }
}
