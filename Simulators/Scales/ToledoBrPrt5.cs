using System.Buffers;

namespace Simulators.Scales;

/// <summary>A Toledo do Brasil Prix scale in Prt5: ENQ is answered with STX, five characters, ETX.</summary>
/// <remarks>
/// Digits without a point for a stable weight, IIIII unstable, NNNNN negative, SSSSS above range; zero is not answered. The host sends a unit price as
/// STX, six digits, ETX. Source: PRIX 3 Plus manual 2.7.4.
/// </remarks>
internal sealed class ToledoBrPrt5(ScalePan pan) : SimulatedScale(pan)
{
    private string? _price;

    /// <summary>The unit price the display shows, six digits; null before one.</summary>
    public string? UnitPrice { get; private set; }

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        switch (one)
        {
            case 0x02:
                _price = "";
                break;
            case 0x03:
                UnitPrice = _price is { Length: 6 } ? _price : UnitPrice;
                _price = null;
                break;
            case 0x05 when Answer() is { } answer:
                Write(output, $"\u0002{answer}\u0003");
                break;
            default:
                _price = _price is { Length: < 6 } && char.IsAsciiDigit((char)one) ? _price + (char)one : null;
                break;
        }
    }

    private string? Answer() =>
        Pan.Faulty ? null
        : Pan.IsOver ? "SSSSS"
        : Pan.InMotion ? "IIIII"
        : Pan.Shown < 0 ? "NNNNN"
        : Pan.Shown == 0 ? null
        : Digits(Pan.Shown, 5);
}
