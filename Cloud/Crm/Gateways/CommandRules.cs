using System.Collections.Frozen;
using System.Text.Json;
using Cloud.Contracts.Commands;
using Cloud.Crm.Access;

namespace Cloud.Crm.Gateways;

/// <summary>The commands that people may send to gateways, and what each asks of them. Those about members are headquarters' own and are sent by nobody.</summary>
internal static class CommandRules
{
    private static readonly FrozenDictionary<string, Permission> s_needs = new Dictionary<string, Permission>
    {
        [GatewayCommands.Print] = Permission.OperateGateways,
        [GatewayCommands.Zero] = Permission.OperateGateways,
        [GatewayCommands.Tare] = Permission.OperateGateways,
        [GatewayCommands.RestartDevice] = Permission.OperateGateways,
        [GatewayCommands.Capture] = Permission.MaintainGateways,
        [GatewayCommands.Logs] = Permission.MaintainGateways,
        [GatewayCommands.Restart] = Permission.MaintainGateways,
        [GatewayCommands.Update] = Permission.MaintainGateways,
    }.ToFrozenDictionary();

    /// <summary>The commands there are, in words.</summary>
    internal static string Names { get; } = string.Join(", ", s_needs.Keys.Order(StringComparer.Ordinal));

    /// <summary>What a command asks of its sender, and of who reads its answer; null where there is no such command.</summary>
    internal static Permission? Needs(string name) => s_needs.TryGetValue(name, out var permission) ? permission : null;

    /// <summary>The device a body names, as far as it names one; null else. The gateway looks closer.</summary>
    internal static string? DeviceOf(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("device", out var device) && device.ValueKind == JsonValueKind.String && device.GetString() is { Length: <= 64 } id ? id : null;
}
