namespace Simulators.Shelves;

/// <summary>Dini Argeo DGT (DGT4X quick start manual p. 11, DGT1P manual p. 45).</summary>
/// <remarks>
/// Input registers, function 4: 30001-2 gross and 30003-4 net without point and without sign (here tenths of a gram), 30005 status: 0 net negative, 1 gross
/// negative, 2 stable, 3 underload, 4 overload, 5 tare, 7 unloaded; 30006 last command and how many were carried out. Holding register 40001 takes a
/// command: 0 none, 1 zero, 2 tare; the same one again only after 0.
/// </remarks>
internal sealed class DiniArgeoMap : TransmitterMap
{
    private readonly Dictionary<int, (ushort Last, int Done)> _commands = [];

    /// <inheritdoc/>
    public override bool Read(PlateSurface plate, byte function, int address, Span<ushort> registers)
    {
        var (last, done) = _commands.GetValueOrDefault(plate.UnitId);
        if (function == 3)
        {
            return Copy([last, 0, 0, 0, 0], 0, address, registers);
        }

        var (gross, net) = (plate.GrossTenths, plate.NetTenths);
        Span<ushort> block = stackalloc ushort[7];
        block.Clear();
        Put(block, Math.Abs(gross));
        Put(block[2..], Math.Abs(net));
        var bits = net < 0 ? 0x01 : 0;
        bits |= gross < 0 ? 0x02 : 0;
        bits |= plate.IsStable ? 0x04 : 0;
        bits |= plate.Faulty ? 0x08 : 0;
        bits |= plate.IsOver ? 0x10 : 0;
        bits |= plate.IsNet ? 0x20 : 0;
        bits |= Math.Abs(gross) <= 2 ? 0x80 : 0;
        block[4] = (ushort)bits;
        block[5] = (ushort)((last << 8) | (done & 0x0F));
        return Copy(block, 0, address, registers);
    }

    /// <inheritdoc/>
    public override WriteAnswer Write(PlateSurface plate, int address, ushort value)
    {
        if (address is < 0 or > 4)
        {
            return WriteAnswer.NoRegister;
        }

        var (last, done) = _commands.GetValueOrDefault(plate.UnitId);
        if (address > 0 || value == last)
        {
            return WriteAnswer.Done;
        }

        switch (value)
        {
            case 0:
                break;
            case 1:
                plate.Zero();
                done++;
                break;
            case 2:
                plate.TakeTare();
                done++;
                break;
            default:
                return WriteAnswer.NoValue;
        }

        _commands[plate.UnitId] = (value, done);
        return WriteAnswer.Done;
    }
}
