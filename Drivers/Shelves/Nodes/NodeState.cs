using System.Text.Json;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Nodes;

/// <summary>What a node says of itself, retained by the broker: its birth, or its last will.</summary>
/// <param name="IsOnline">Whether it is connected to the broker.</param>
/// <param name="Boot">As in its samples; null where it says that it is offline.</param>
internal sealed record NodeState(bool IsOnline, string? Boot)
{
    /// <summary>Reads a payload.</summary>
    /// <exception cref="DeviceException">It is not what the schema says.</exception>
    public static NodeState Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = new NodeJson(document.RootElement, "state");
            return root.Text("state", 16) switch
            {
                "online" => new NodeState(true, root.Text("boot", 32)),
                "offline" => new NodeState(false, null),
                var other => throw new DeviceException($"state.state: is '{other}'; expected online or offline"),
            };
        }
        // A name or text that is no UTF-8, or half a surrogate pair, is told of by InvalidOperationException when it is read.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new DeviceException($"the state is not JSON: {failure.Message}");
        }
    }
}
