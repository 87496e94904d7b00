namespace Simulators.Shelves;

/// <summary>What became of a write to a register.</summary>
internal enum WriteAnswer
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>There is no such register, or it is only read: exception 2.</summary>
    NoRegister,

    /// <summary>The register does not take this value: exception 3.</summary>
    NoValue,
}

/// <summary>The registers of one maker's transmitter, as its manual lists them; addresses count from 0 as on the wire.</summary>
internal abstract class TransmitterMap
{
    /// <summary>Every maker there is a map of.</summary>
    public static IReadOnlyList<string> Names { get; } = ["laumas", "dini-argeo", "eagle", "tuna"];

    /// <summary>Makes a maker's map; its state is that of one bus.</summary>
    public static TransmitterMap Create(string name) => name switch
    {
        "laumas" => new LaumasMap(),
        "dini-argeo" => new DiniArgeoMap(),
        "eagle" => new EagleMap(),
        "tuna" => new TunaMap(),
        _ => throw new ArgumentException($"'{name}' is none of {string.Join(", ", Names)}", nameof(name)),
    };

    /// <summary>Fills in consecutive registers as they are at one moment.</summary>
    /// <param name="plate">The plate.</param>
    /// <param name="function">3 or 4.</param>
    /// <param name="address">The first.</param>
    /// <param name="registers">As many as are asked for, 1 to 125.</param>
    /// <returns>False where one of them is not there.</returns>
    public abstract bool Read(PlateSurface plate, byte function, int address, Span<ushort> registers);

    /// <summary>Writes one holding register.</summary>
    public abstract WriteAnswer Write(PlateSurface plate, int address, ushort value);

    /// <summary>Copies from a block of registers that begins at <paramref name="first"/>.</summary>
    protected static bool Copy(ReadOnlySpan<ushort> block, int first, int address, Span<ushort> registers)
    {
        if (address < first || address + registers.Length > first + block.Length)
        {
            return false;
        }

        block.Slice(address - first, registers.Length).CopyTo(registers);
        return true;
    }

    /// <summary>32 bits in two registers, the high half first.</summary>
    protected static void Put(Span<ushort> pair, int value)
    {
        pair[0] = unchecked((ushort)(value >> 16));
        pair[1] = unchecked((ushort)value);
    }

    /// <summary>An IEEE 754 single in two registers, the high half first.</summary>
    protected static void Put(Span<ushort> pair, float value) => Put(pair, BitConverter.SingleToInt32Bits(value));
}
