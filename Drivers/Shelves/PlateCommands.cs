using Drivers.Ports;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves;

/// <summary>What may be written to a transmitter: zero and tare, where its map has them. Never a save to its memory, which wears out.</summary>
/// <param name="Unit">Address on the line, 1 to 247.</param>
/// <param name="Address">The command register, counted from 0.</param>
/// <param name="Idle">What is written before a command, for devices that act on a change; null where nothing is.</param>
/// <param name="Values">What to write for each command.</param>
/// <param name="Many">By function 16, for devices that know no function 6.</param>
/// <param name="ResponseTimeout">How long the transmitter may take to answer.</param>
public sealed record PlateCommands(
    int Unit, int Address, ushort? Idle, IReadOnlyDictionary<DeviceCommandKind, ushort> Values, bool Many, TimeSpan ResponseTimeout)
{
    private static readonly (DeviceCommandKind Kind, string Setting)[] s_known =
    [
        (DeviceCommandKind.Zero, "zero_command"), (DeviceCommandKind.Tare, "tare_command"), (DeviceCommandKind.ClearTare, "clear_tare_command"),
    ];

    internal static PlateCommands? Read(ProfileReader profile, int unit, TimeSpan timeout)
    {
        int? address = profile.Number("command_address", 0, 65_535);
        int? idle = profile.Number("idle_command", 0, 65_535);
        bool many = profile.Choice("command_function", "one", "", "one", "many") == "many";
        var values = new Dictionary<DeviceCommandKind, ushort>();
        foreach (var (kind, setting) in s_known)
        {
            if (profile.Number(setting, 0, 65_535) is int value)
                values[kind] = (ushort)value;
        }
        if (address is null && values.Count > 0)
            profile.Errors.Add("profile.command_address: missing; give the register that the profile's commands are written to");
        return address is null || values.Count == 0 ? null : new PlateCommands(unit, address.Value, (ushort?)idle, values, many, timeout);
    }

    /// <summary>What to write for a command, in order.</summary>
    internal IEnumerable<ModbusWrite> Writes(DeviceCommandKind kind)
    {
        if (Idle is ushort idle)
            yield return new ModbusWrite(Unit, Address, idle, Many, ResponseTimeout);
        yield return new ModbusWrite(Unit, Address, Values[kind], Many, ResponseTimeout);
    }
}
