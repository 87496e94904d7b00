using System.Globalization;
using System.Text;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>One weighing in Dialog 06: record 01, 03, 04 or 05, ACK, EOT ENQ, record 02; after a NAK record 08 and its answer 09.</summary>
/// <remarks>Every record of the scale is answered with EOT. The price in the answer must be the one that was sent.</remarks>
internal sealed class Dialog06Exchange(Dialog06Decoder decoder, int unitPrice) : IExchange
{
    public const int TextLength = 13;

    private static readonly byte[] s_askWeight = [Handshake.Eot, Handshake.Enq];
    private static readonly byte[] s_askStatus = [Handshake.Eot, Handshake.Stx, (byte)'0', (byte)'8', Handshake.Etx];
    private static readonly byte[] s_reset = [Handshake.Eot];

    private readonly List<WeightFrame> _heard = [];
    private Step _step;

    private enum Step
    {
        Sent,
        AskedWeight,
        AskedStatus,
    }

    /// <summary>The price that goes with each question, in hundredths per unit, at most six digits.</summary>
    public int UnitPrice { get; set; } = unitPrice;

    /// <summary>The container's weight in thousandths, at most four digits; null for none.</summary>
    public int? Tare { get; set; }

    /// <summary>What the scale shows as the article; null for nothing.</summary>
    public string? Text { get; set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Begin()
    {
        decoder.Break();
        _heard.Clear();
        _step = Step.Sent;
        return Record();
    }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The scale asks for the dialog with checksum.</exception>
    public ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> received, ICollection<WeightFrame> frames)
    {
        ReadOnlyMemory<byte> reply = default;
        foreach (byte value in received)
        {
            // Neither can stand inside a record, so they are looked at wherever they come.
            switch (value & 0x7F)
            {
                case Handshake.Ack when _step == Step.Sent:
                    _step = Step.AskedWeight;
                    reply = s_askWeight;
                    break;
                case Handshake.Nak when _step == Step.AskedStatus:
                    frames.Add(WeightFrame.Unreadable("not_acknowledged"));
                    return s_reset;
                case Handshake.Nak:
                    _step = Step.AskedStatus;
                    reply = s_askStatus;
                    break;
                default:
                    decoder.Feed([value], _heard);
                    break;
            }
        }
        bool answered = false;
        foreach (WeightFrame frame in _heard.Where(frame => !frame.Flags.Any(flag => flag.StartsWith("host:", StringComparison.Ordinal))))
        {
            frames.Add(Checked(frame));
            answered |= frame.Errors is not [FrameErrors.Incomplete];
        }
        _heard.Clear();
        return answered ? s_reset : reply;
    }

    private WeightFrame Checked(WeightFrame frame)
    {
        if (frame.Flags.Any(flag => flag.StartsWith(Dialog06Decoder.Challenge, StringComparison.Ordinal)))
        {
            throw new DeviceException("the scale asks for the Dialog 06 checksum, which is a secret between its maker and the cash register's vendor; "
                + "set the scale to Dialog 06 without checksum, or to another protocol");
        }
        return frame.Weight is not null && decoder.UnitPrice != UnitPrice ? WeightFrame.Unreadable("price_mismatch") : frame;
    }

    private byte[] Record()
    {
        string number = (Tare, Text) switch { (null, null) => "01", (not null, null) => "03", (null, not null) => "04", _ => "05" };
        const char Esc = (char)Handshake.Esc;
        string price = UnitPrice.ToString("000000", CultureInfo.InvariantCulture);
        string tare = Tare is int weight ? weight.ToString("0000", CultureInfo.InvariantCulture) : "";
        string between = Tare is null || Text is null ? "" : Esc.ToString();
        string content = $"{number}{Esc}{price}{Esc}{tare}{between}{Text?.PadRight(TextLength)}";
        return [Handshake.Eot, Handshake.Stx, .. Encoding.ASCII.GetBytes(content), Handshake.Etx];
    }
}
