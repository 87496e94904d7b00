using System.Buffers.Binary;

namespace Drivers.Shelves;

/// <summary>How a load stands in registers.</summary>
public enum RegisterType
{
    /// <summary>One register, signed.</summary>
    Int16,

    /// <summary>One register, unsigned.</summary>
    UInt16,

    /// <summary>Two registers, signed.</summary>
    Int32,

    /// <summary>Two registers, unsigned.</summary>
    UInt32,

    /// <summary>Two registers, IEEE 754 single.</summary>
    Float32,
}

/// <summary>Takes a load out of registers. Pure.</summary>
internal static class Registers
{
    /// <summary>How many registers a value takes.</summary>
    public static int CountOf(RegisterType type) => type is RegisterType.Int16 or RegisterType.UInt16 ? 1 : 2;

    /// <summary>Reads a value; the fault is <c>over_range</c>, <c>under_range</c> or <c>sensor_fault</c> where it is none.</summary>
    /// <param name="registers">As many as <see cref="CountOf"/> says.</param>
    /// <param name="type">What they hold.</param>
    /// <param name="bigWordFirst">The more significant register comes first.</param>
    public static RegisterValue Read(ReadOnlySpan<ushort> registers, RegisterType type, bool bigWordFirst)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (CountOf(type) == 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, registers[bigWordFirst ? 0 : 1]);
            BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], registers[bigWordFirst ? 1 : 0]);
        }
        return type switch
        {
            RegisterType.Int16 => Integer(unchecked((short)registers[0]), short.MinValue, short.MaxValue),
            RegisterType.UInt16 => Integer(registers[0], null, ushort.MaxValue),
            RegisterType.Int32 => Integer(BinaryPrimitives.ReadInt32BigEndian(bytes), int.MinValue, int.MaxValue),
            RegisterType.UInt32 => Integer(BinaryPrimitives.ReadUInt32BigEndian(bytes), null, uint.MaxValue),
            _ => Float(bytes),
        };
    }

    /// <summary>A converter at the end of its range does not know the load.</summary>
    private static RegisterValue Integer(long value, long? least, long most)
    {
        string? fault = value == most ? "over_range" : value == least ? "under_range" : null;
        return new RegisterValue(value, fault is null ? value : null, fault);
    }

    private static RegisterValue Float(ReadOnlySpan<byte> bytes)
    {
        float value = BinaryPrimitives.ReadSingleBigEndian(bytes);
        // Beyond this no plate weighs, and counts and grams would overflow; NaN fails the comparison too.
        if (!(Math.Abs(value) < 1e9f))
            return new RegisterValue(BinaryPrimitives.ReadInt32BigEndian(bytes), null, "sensor_fault");
        return new RegisterValue((long)MathF.Round(value), (decimal)value, null);
    }
}

/// <summary>A value out of registers.</summary>
/// <param name="Counts">As sent; a float rounded, or its bits where it is no number.</param>
/// <param name="Value">As sent, or null where the device says that it has none.</param>
/// <param name="Fault">Why there is none.</param>
internal readonly record struct RegisterValue(long Counts, decimal? Value, string? Fault)
{
    /// <summary>The same below zero; what is there already stays as it is.</summary>
    public RegisterValue Negative() => Value > 0 ? new(-Counts, -Value, Fault) : this;
}
