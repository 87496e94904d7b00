namespace Simulators.Shelves;

/// <summary>Eagle EI (EI-1000 and EI-2000 manual p. 42, EI-4000 p. 30), one channel, in kilograms.</summary>
/// <remarks>0x0000 a counter for tests; 0x1000 gross and 0x1008 net of channel 1 as singles, high word first; 0x0F00 takes 1 to store in the EEPROM. No status.</remarks>
internal sealed class EagleMap : TransmitterMap
{
    private const int Weights = 0x1000;
    private const int Store = 0x0F00;
    private const float BrokenCell = float.NaN;

    /// <inheritdoc/>
    public override bool Read(PlateSurface plate, byte function, int address, Span<ushort> registers)
    {
        Span<ushort> block = stackalloc ushort[0x20];
        block.Clear();
        Put(block, plate.Faulty ? BrokenCell : plate.GrossTenths / 10_000f);
        Put(block[8..], plate.Faulty ? BrokenCell : plate.NetTenths / 10_000f);
        return Copy(block, Weights, address, registers) || Copy([0x1234], 0, address, registers);
    }

    /// <inheritdoc/>
    public override WriteAnswer Write(PlateSurface plate, int address, ushort value)
    {
        if (address != Store)
        {
            return WriteAnswer.NoRegister;
        }

        if (value != 1)
        {
            return WriteAnswer.NoValue;
        }

        plate.Save();
        return WriteAnswer.Done;
    }
}
