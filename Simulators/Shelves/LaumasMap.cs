namespace Simulators.Shelves;

/// <summary>Laumas and its relatives (CAS CI-600D p. 82, Laumas TLU p. 30, Bosche WTS).</summary>
/// <remarks>
/// 40006 command, 40007 status, 40008-9 gross, 40010-11 net, 40014-15 raw counts; pairs are 32 bits, high word first, two's complement, weights in
/// tenths of a gram. Status bits: 0 load cell error, 2 over capacity, 7 gross negative, 8 net negative, 10 net shown, 11 stable, 12 centre of zero.
/// Commands: 7 tare, 8 zero, 9 gross, 99 save.
/// </remarks>
internal sealed class LaumasMap : TransmitterMap
{
    private const int Count = 32;
    private const int Command = 5;
    private const int Status = 6;
    private const int Gross = 7;
    private const int Net = 9;
    private const int Raw = 13;

    /// <inheritdoc/>
    public override bool Read(PlateSurface plate, byte function, int address, Span<ushort> registers)
    {
        Span<ushort> block = stackalloc ushort[Count];
        block.Clear();
        block[0] = 1;
        block[Status] = StatusBits(plate);
        Put(block[Gross..], plate.GrossTenths);
        Put(block[Net..], plate.NetTenths);
        Put(block[Raw..], plate.Counts);
        return Copy(block, 0, address, registers);
    }

    /// <inheritdoc/>
    public override WriteAnswer Write(PlateSurface plate, int address, ushort value)
    {
        if (address != Command)
        {
            return WriteAnswer.NoRegister;
        }

        switch (value)
        {
            case 7:
                plate.TakeTare();
                return WriteAnswer.Done;
            case 8:
                plate.Zero();
                return WriteAnswer.Done;
            case 9:
                plate.ClearTare();
                return WriteAnswer.Done;
            case 99:
                plate.Save();
                return WriteAnswer.Done;
            default:
                return WriteAnswer.NoValue;
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
}
