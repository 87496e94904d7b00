using Cloud.Contracts.Commands;
using Cloud.Uplink;
using EdgeGateway.Core.Devices;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Commands;

/// <summary>Headquarters' commands to the gateway itself and to its devices.</summary>
/// <param name="parts">What it stands on.</param>
/// <param name="devices">Every device.</param>
internal sealed class StoreCommands(GatewayParts parts, Func<IReadOnlyList<RunningDevice>> devices)
{
    private readonly RestartCommand _restart = new(parts.IsStartedAgain, parts.Loggers.CreateLogger<RestartCommand>());

    /// <summary>Completes when the service is to end and be started again.</summary>
    internal Task RestartAsked => _restart.Asked;

    /// <summary>By their names; each is carried out once.</summary>
    internal IReadOnlyDictionary<string, CommandHandler> Handlers()
    {
        var book = new CommandBook(new CommandNotes(parts.Options.DataFolder, parts.Loggers.CreateLogger<CommandNotes>()), parts.Clock);
        var tell = new DeviceCommands(devices, parts.Clock);
        return new Dictionary<string, CommandHandler>
        {
            [GatewayCommands.Zero] = book.Once(tell.Tell(DeviceCommandKind.Zero), changes: true),
            [GatewayCommands.Tare] = book.Once(tell.Tell(DeviceCommandKind.Tare), changes: true),
            [GatewayCommands.RestartDevice] = book.Once(tell.RestartAsync, changes: true),
            [GatewayCommands.Restart] = book.Once(_restart.HandleAsync, changes: true),
            [GatewayCommands.Update] = book.Once(parts.Update.HandleAsync, changes: true),
            [GatewayCommands.Capture] = book.Once(new CaptureCommand(devices, parts.Clock).HandleAsync, changes: false),
            [GatewayCommands.Logs] = book.Once(new LogsCommand(parts.Log).HandleAsync, changes: false),
        };
    }
}
