using System.Buffers;
using System.Globalization;

namespace Simulators.Scales;

/// <summary>A Keli indicator in continuous output TF=0: STX, sign, six digits, number of decimals, two hexadecimal digits of their exclusive or, ETX.</summary>
/// <remarks>It says neither unit nor stability. It sends nothing while over range or faulty: the display then shows no number.</remarks>
internal sealed class KeliTf0(ScalePan pan) : SimulatedScale(pan)
{
    /// <inheritdoc/>
    public override TimeSpan? StreamPeriod { get; } = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output)
    {
        if (Pan.IsOver || Pan.Faulty)
        {
            return;
        }

        var shown = Pan.ShownNow;
        var content = string.Create(CultureInfo.InvariantCulture, $"{(shown < 0 ? '-' : '+')}{Digits(shown, 6)}{Pan.Shape.Decimals}");
        var check = content.Aggregate(0, (sum, each) => sum ^ each);
        Write(output, string.Create(CultureInfo.InvariantCulture, $"\u0002{content}{check:X2}\u0003"));
    }
}
