namespace Simulators.Shelves;

/// <summary>The holding registers of a load-cell transmitter of the Laumas type (CAS CI-600D p. 82, Laumas TLU p. 30), by address from 0.</summary>
/// <remarks>
/// 5 command, 6 status, 7-8 gross, 9-10 net, 13-14 raw counts; pairs are 32 bits, high word first, two's complement, weights in tenths of a
/// gram. Status bits: 0 load cell error, 2 over capacity, 7 gross negative, 8 net negative, 10 net shown, 11 stable, 12 centre of zero.
/// Commands: 7 tare, 8 zero, 99 save.
/// </remarks>
internal static class PlateRegisters
{
    /// <summary>How many registers there are.</summary>
    public const int Count = 32;

    /// <summary>The only register that can be written.</summary>
    public const int Command = 5;

    private const int Status = 6;
    private const int Gross = 7;
    private const int Net = 9;
    private const int Raw = 13;

    /// <summary>Fills the registers with what the plate shows now.</summary>
    public static void Read(PlateSurface plate, Span<ushort> registers)
    {
        registers[..Count].Clear();
        registers[0] = 1;
        registers[Status] = StatusBits(plate);
        Write(registers[Gross..], plate.GrossTenths);
        Write(registers[Net..], plate.NetTenths);
        Write(registers[Raw..], plate.Counts);
    }

    /// <summary>Carries out a command; false where there is no such command.</summary>
    public static bool Execute(PlateSurface plate, ushort command)
    {
        switch (command)
        {
            case 7:
                plate.TakeTare();
                return true;
            case 8:
                plate.Zero();
                return true;
            case 99:
                return true;
            default:
                return false;
        }
    }

    private static ushort StatusBits(PlateSurface plate)
    {
        var bits = plate.Faulty ? 0x0001 : 0;
        bits |= plate.IsOver ? 0x0004 : 0;
        bits |= plate.GrossTenths < 0 ? 0x0080 : 0;
        bits |= plate.NetTenths < 0 ? 0x0100 : 0;
        bits |= plate.IsNet ? 0x0400 : 0;
        bits |= plate.IsStable ? 0x0800 : 0;
        bits |= Math.Abs(plate.GrossTenths) <= 2 ? 0x1000 : 0;
        return (ushort)bits;
    }

    private static void Write(Span<ushort> pair, int value)
    {
        pair[0] = unchecked((ushort)(value >> 16));
        pair[1] = unchecked((ushort)value);
    }
}
