using Drivers.Ports;

namespace Drivers.Shelves;

/// <summary>Where a Modbus weighing transmitter keeps its load and its status; every maker has another map.</summary>
/// <param name="Unit">Address on the line, 1 to 247.</param>
/// <param name="Input">Function 4 where true, 3 where false.</param>
/// <param name="Address">The load's first register, counted from 0.</param>
/// <param name="Type">How the load is written.</param>
/// <param name="BigWordFirst">The more significant register comes first.</param>
/// <param name="GramsPerCount">Grams one count stands for; negative where the cell is mounted upside down.</param>
/// <param name="Status">The status register, or null where the profile names none.</param>
/// <param name="ResponseTimeout">How long the transmitter may take to answer.</param>
/// <param name="PollInterval">Time from one sample to the next.</param>
public sealed record PlateRegisters(
    int Unit,
    bool Input,
    int Address,
    RegisterType Type,
    bool BigWordFirst,
    decimal GramsPerCount,
    PlateStatus? Status,
    TimeSpan ResponseTimeout,
    TimeSpan PollInterval)
{
    private const string WhyMap = "every transmitter has its own register map; see its manual, or give transmitter";
    private const int LastRegister = 65_535;

    /// <summary>A range that is not longer is read at once, also with registers in it that nobody asked for.</summary>
    private const int LongestRange = 32;

    /// <summary>Whether the registers between load and status may be read too.</summary>
    public bool GapsAreReadable { get; init; }

    /// <summary>What may be written; null for nothing.</summary>
    public PlateCommands? Commands { get; init; }

    internal static PlateRegisters Read(ProfileReader profile)
    {
        profile.Preset = Transmitters.Of(profile.Choice("transmitter", Transmitters.Other, "", Transmitters.Names));
        int unit = profile.Number("unit_id", 1, 247, required: true, "the address set on the transmitter") ?? 1;
        string function = profile.Choice("function", null, WhyMap, "holding", "input");
        int address = profile.Number("address", 0, LastRegister, required: true, WhyMap) ?? 0;
        RegisterType type = profile.Choice("type", null, WhyMap, "int16", "uint16", "int32", "uint32", "float32") switch
        {
            "int16" => RegisterType.Int16,
            "uint16" => RegisterType.UInt16,
            "int32" => RegisterType.Int32,
            "uint32" => RegisterType.UInt32,
            _ => RegisterType.Float32,
        };
        bool two = Registers.CountOf(type) == 2;
        string order = profile.Choice("word_order", two ? null : "big", "a 32-bit value takes two registers", "big", "little");
        decimal scale = profile.Factor("scale", "grams for one count, by calibration");
        bool gaps = profile.Choice("gaps", "refused", "", "refused", "readable") == "readable";
        PlateStatus? status = PlateStatus.Read(profile);
        TimeSpan timeout = profile.Milliseconds("response_timeout_ms", 200, 20, 10_000);
        PlateCommands? commands = PlateCommands.Read(profile, unit, timeout);
        if (two && address == LastRegister)
            profile.Errors.Add($"profile.address: {LastRegister} leaves no room for the second register of a 32-bit value");
        var registers = new PlateRegisters(unit, function == "input", address, type, order == "big", scale, status,
            timeout, profile.Milliseconds("poll_interval_ms", 100, 10, 60_000)) { GapsAreReadable = gaps, Commands = commands };
        PlateSettings.Finish(profile);
        return registers;
    }

    /// <summary>
    /// What to ask for, and where in the answer load and status stand: one question for both where they lie together, so
    /// that they belong to the same moment.
    /// </summary>
    internal IReadOnlyList<ModbusRequest> Requests(out int loadAt, out int statusAt)
    {
        int count = Registers.CountOf(Type);
        loadAt = statusAt = 0;
        if (Status is null)
            return [Ask(Address, count)];
        int first = Math.Min(Address, Status.Address);
        int end = Math.Max(Address + count, Status.Address + 1);
        // Only neighbours, unless the map says otherwise: many transmitters refuse a range with a hole in it.
        if (end - first == count + 1 || (GapsAreReadable && end - first <= LongestRange))
        {
            loadAt = Address - first;
            statusAt = Status.Address - first;
            return [Ask(first, end - first)];
        }
        statusAt = count;
        return [Ask(Address, count), Ask(Status.Address, 1)];
    }

    private ModbusRequest Ask(int address, int count) => new(Unit, Input, address, count, ResponseTimeout);
}
