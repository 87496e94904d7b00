namespace Simulators.Shelves;

/// <summary>Tuna ID551 (ID551PN manual p. 22, first scale), in kilograms.</summary>
/// <remarks>
/// 40001-2 displayed weight (net where a tare is set) and 40003-4 gross as singles, high word first; 40005 status: 8 centre of zero, 9 under zero, 10 over
/// capacity, 11 net, 12 motion, 15 weight data good; 40006 demand: bits 11 zero, 12 tare, 13 clear act when they go from 0 to 1.
/// </remarks>
internal sealed class TunaMap : TransmitterMap
{
    private const int Demand = 5;

    private readonly Dictionary<int, ushort> _demand = [];

    /// <inheritdoc/>
    public override bool Read(PlateSurface plate, byte function, int address, Span<ushort> registers)
    {
        Span<ushort> block = stackalloc ushort[6];
        block.Clear();
        Put(block, plate.NetTenths / 10_000f);
        Put(block[2..], plate.GrossTenths / 10_000f);
        var bits = Math.Abs(plate.GrossTenths) <= 2 ? 0x0100 : 0;
        bits |= plate.GrossTenths < -200 ? 0x0200 : 0;
        bits |= plate.IsOver || plate.Faulty ? 0x0400 : 0;
        bits |= plate.IsNet ? 0x0800 : 0;
        bits |= plate.IsStable ? 0 : 0x1000;
        bits |= plate.Faulty ? 0 : 0x8000;
        block[4] = (ushort)bits;
        block[Demand] = _demand.GetValueOrDefault(plate.UnitId);
        return function == 3 && Copy(block, 0, address, registers);
    }

    /// <inheritdoc/>
    public override WriteAnswer Write(PlateSurface plate, int address, ushort value)
    {
        if (address != Demand)
        {
            return WriteAnswer.NoRegister;
        }

        var risen = value & ~_demand.GetValueOrDefault(plate.UnitId);
        _demand[plate.UnitId] = value;
        if ((risen & 0x0800) != 0)
        {
            plate.Zero();
        }

        if ((risen & 0x1000) != 0)
        {
            plate.TakeTare();
        }

        if ((risen & 0x2000) != 0)
        {
            plate.ClearTare();
        }

        return WriteAnswer.Done;
    }
}
