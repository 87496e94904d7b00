using System.Buffers;
using System.Globalization;
using System.Text;

namespace Simulators.Scales;

/// <summary>A price-computing scale in Checkout-Dialog 06 without checksum.</summary>
/// <remarks>
/// EOT STX record ESC fields ETX. 01 unit price (six digits, hundredths), 03 with tare (four digits, grams), 04 with text (13 characters), 05 with both:
/// ACK, or NAK where a field is wrong. EOT ENQ: record 02 (STX 02 ESC 3 ESC weight5 ESC price6 ESC total6 ETX), or NAK while there is none. EOT STX 08
/// ETX: record 09 with the reason: 10 record, 11 price, 12 tare, 13 text, 20 motion, 21 not in motion since the last result, 30 below minimum, 31 below
/// zero, 32 overload, 01 general. Every answer is followed by the host's EOT. Sources: METTLER DIVA service manual p. 53 to 55; Cely PI100 p. 18.
/// </remarks>
/// <param name="pan">What is weighed.</param>
/// <param name="challenges">Whether it is a scale with checksum, which asks with record 11 before the first weighing.</param>
internal sealed class Dialog06(ScalePan pan, bool challenges = false) : SimulatedScale(pan)
{
    private const byte Stx = 0x02;
    private const byte Etx = 0x03;
    private const byte Eot = 0x04;
    private const byte Enq = 0x05;
    private const byte Ack = 0x06;
    private const byte Nak = 0x15;
    private const char Esc = '\u001B';

    private readonly StringBuilder _record = new();
    private bool _inRecord;
    private bool _afterEot;
    private int? _price;
    private decimal _tare;
    private string _status = "00";
    private int _given = -1;

    /// <summary>What the display shows as the article.</summary>
    public string Article { get; private set; } = "";

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        var value = (byte)(one & 0x7F);
        if (_inRecord && value == Etx)
        {
            _inRecord = false;
            Take(_record.ToString(), output);
        }
        else if (_inRecord && value != Eot)
        {
            _record.Append((char)value);
        }
        else if (value == Eot)
        {
            (_inRecord, _afterEot) = (false, true);
        }
        else if (_afterEot && value == Stx)
        {
            (_inRecord, _afterEot) = (true, false);
            _record.Clear();
        }
        else if (_afterEot && value == Enq)
        {
            _afterEot = false;
            Weigh(output);
        }
    }

    private void Take(string record, IBufferWriter<byte> output)
    {
        var fields = record.Split(Esc);
        if (fields is ["08"])
        {
            Write(output, $"{(char)Stx}09{Esc}{_status}{(char)Etx}");
            return;
        }

        _status = (fields[0], fields.Length) switch
        {
            ("01", 3) => Set(fields[1], "", ""),
            ("03", 3) => Set(fields[1], fields[2], ""),
            ("04", 3) => Set(fields[1], "", fields[2]),
            ("05", 4) => Set(fields[1], fields[2], fields[3]),
            _ => "10",
        };
        if (_status == "00" && challenges)
        {
            Write(output, $"{(char)Stx}11{Esc}247{(char)Etx}");
            return;
        }

        output.Write([_status == "00" ? Ack : Nak]);
    }

    private string Set(string price, string tare, string text)
    {
        if (price.Length is not (5 or 6) || !int.TryParse(price, NumberStyles.None, CultureInfo.InvariantCulture, out var hundredths))
        {
            return "11";
        }

        if (tare.Length > 0 && (tare.Length != 4 || !int.TryParse(tare, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return "12";
        }

        if (text.Length > 13)
        {
            return "13";
        }

        (_price, _tare, Article) = (hundredths, tare.Length > 0 ? decimal.Parse(tare, CultureInfo.InvariantCulture) / 1000m : 0, text);
        return "00";
    }

    private void Weigh(IBufferWriter<byte> output)
    {
        var net = Pan.Shown - _tare;
        _status = Pan.Faulty ? "01"
            : _price is null ? "11"
            : Pan.IsOver ? "32"
            : Pan.InMotion ? "20"
            : net < 0 ? "31"
            : net == 0 ? "30"
            : _given == Pan.Changes ? "21"
            : "00";
        if (_status != "00")
        {
            output.Write([Nak]);
            return;
        }

        _given = Pan.Changes;
        var total = decimal.Round(net * _price!.Value, MidpointRounding.AwayFromZero);
        var price = _price.Value.ToString("000000", CultureInfo.InvariantCulture);
        Write(output, $"{(char)Stx}02{Esc}3{Esc}{Digits(net, 5)}{Esc}{price}{Esc}{total.ToString("000000", CultureInfo.InvariantCulture)}{(char)Etx}");
    }
}
