using System.Buffers;

namespace Simulators.Scales;

/// <summary>The reports of a USB HID scale (usage page 8D), one after the other as bytes; the USB below them is not simulated.</summary>
/// <remarks>
/// Report 03: status (1 fault, 2 stable at zero, 3 in motion, 4 stable, 5 under zero, 6 over), unit (2 g, 3 kg, 11 oz, 12 lb), exponent of ten as a
/// signed byte, weight as unsigned 16 bits little-endian. Control report 02, bit 1: zero. Source: USB HID Point of Sale usage tables 1.02.
/// </remarks>
internal sealed class UsbHidPos(ScalePan pan) : SimulatedScale(pan)
{
    private byte _last;

    /// <inheritdoc/>
    public override TimeSpan? StreamPeriod { get; } = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output)
    {
        var shown = Pan.ShownNow;
        var status = Pan.Faulty ? 1 : Pan.IsOver ? 6 : shown < 0 ? 5 : Pan.InMotion ? 3 : shown == 0 ? 2 : 4;
        var unit = Pan.Shape.Unit switch { "g" => 2, "oz" => 11, "lb" => 12, _ => 3 };
        var weight = status is 2 or 3 or 4 ? (int)(shown * (decimal)Math.Pow(10, Pan.Shape.Decimals)) : 0;
        output.Write<byte>([0x03, (byte)status, (byte)unit, (byte)((256 - Pan.Shape.Decimals) & 0xFF), (byte)(weight & 0xFF), (byte)((weight >> 8) & 0xFF)]);
    }

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        if (_last == 0x02 && (one & 0x02) != 0)
        {
            Pan.Zero();
        }

        _last = one;
    }
}
