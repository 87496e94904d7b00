using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Uplink;
using EdgeGateway.Core.Devices;
using EdgeGateway.Host.Running;

namespace EdgeGateway.Host.Commands;

/// <summary>Headquarters' commands <c>zero</c>, <c>tare</c> and <c>restart-device</c>.</summary>
/// <param name="devices">Every device.</param>
/// <param name="clock">Time.</param>
internal sealed class DeviceCommands(Func<IReadOnlyList<RunningDevice>> devices, TimeProvider clock)
{
    private const string Expected = "device";

    /// <summary>What a device is given to answer.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    /// <summary>Tells a scale or a plate something.</summary>
    internal CommandHandler Tell(DeviceCommandKind kind) => async (call, cancellationToken) =>
    {
        var (device, refusal) = Find(call);
        if (device is null)
        {
            return refusal!;
        }

        if (!device.Driver.Commands.Contains(kind))
        {
            return CommandBody.Refused($"device '{device.Device.Id}' ({device.Driver.Name}) has no such command");
        }

        var outcome = await LimitedAsync(
            async ends => await device.Supervisor.ExecuteAsync(new DeviceCommand(kind), ends), call, cancellationToken);
        return outcome is null ? new CommandAnswer(CommandStatus.Unknown, Reason: $"device '{device.Device.Id}' gave no answer in time; nobody knows whether it did it")
            : new CommandAnswer(outcome.Done ? CommandStatus.Done : CommandStatus.Failed, Reason: outcome.Reason);
    };

    /// <summary>Closes a device's port and opens it again; done where it is read after that.</summary>
    internal async ValueTask<CommandAnswer> RestartAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var (device, refusal) = Find(call);
        if (device is null)
        {
            return refusal!;
        }

        return await LimitedAsync<string>(
            async ends =>
            {
                await device.Supervisor.RestartAsync(ends);
                return "";
            },
            call, cancellationToken) is not null
            ? new CommandAnswer(CommandStatus.Done)
            : new CommandAnswer(CommandStatus.Failed, Reason: $"device '{device.Device.Id}' was closed and said nothing that can be read in time; it is tried on as ever");
    }

    /// <summary>The device that a body names.</summary>
    internal static (RunningDevice? Device, CommandAnswer? Refusal) Find(IReadOnlyList<RunningDevice> devices, string? id) =>
        string.IsNullOrEmpty(id) ? (null, CommandBody.Refused("device is missing; expected a device's id"))
        : devices.FirstOrDefault(one => one.Device.Id == id) is { } device ? (device, null)
        : (null, CommandBody.Refused(
            $"there is no device '{(id.Length > 64 ? id[..64] + "…" : id)}'; there {(devices.Count == 0 ? "is none" : $"are: {string.Join(", ", devices.Select(one => one.Device.Id).Take(50))}")}"));

    private (RunningDevice? Device, CommandAnswer? Refusal) Find(CommandCall call)
    {
        var (body, refusal) = CommandBody.Read(call, GatewayCommandJson.Default.DeviceOrder, Expected);
        return body is null ? (null, refusal) : Find(devices(), body.Device);
    }

    /// <summary>Does it until the limit or until nobody wants it any more, whichever comes first; null then.</summary>
    private async Task<T?> LimitedAsync<T>(Func<CancellationToken, Task<T>> work, CommandCall call, CancellationToken cancellationToken)
        where T : class
    {
        var left = call.ExpiresAt - clock.GetUtcNow() is { } until && until < s_limit ? until : s_limit;
        using var limit = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await work(ends.Token).WaitAsync(ends.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
