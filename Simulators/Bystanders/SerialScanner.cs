using System.Buffers;
using System.Globalization;
using Simulators.Session;

namespace Simulators.Bystanders;

/// <summary>A barcode scanner on a serial line that can be triggered and made to beep from the host; now and then somebody scans.</summary>
/// <remarks>
/// Honeywell: SYN T CR switches the beam on, SYN U CR off, SYN M CR and SYN Y CR begin a menu command; BEL beeps. Opticon: ESC Z CR triggers, ESC Y CR stops, ESC B CR
/// beeps, and so do the letters of its ESC-less single commands only between ESC and CR. Sources: Honeywell Xenon user guide (serial trigger commands), Opticon
/// universal menu book (serial commands).
/// </remarks>
internal sealed class SerialScanner(GroundTruth truth, Random random) : Bystander(truth)
{
    private static readonly string[] s_ends = ["\r", "\n", "\r\n", "\t", ""];

    private readonly string _end = s_ends[random.Next(s_ends.Length)];
    private readonly bool _scans = random.Next(2) == 0;
    private readonly List<byte> _command = [];

    /// <inheritdoc/>
    public override TimeSpan? StreamPeriod { get; } = TimeSpan.FromMilliseconds(random.Next(300, 4000));

    /// <inheritdoc/>
    public override void Stream(IBufferWriter<byte> output)
    {
        if (!_scans)
        {
            return;
        }

        var prefix = random.Next(2) == 0 ? "" : "]E0";
        Write(output, string.Create(CultureInfo.InvariantCulture, $"{prefix}{random.NextInt64(1_000_000_000_000, 9_999_999_999_999)}{_end}"));
    }

    /// <inheritdoc/>
    protected override void Take(byte one, IBufferWriter<byte> output)
    {
        if (one == 0x07)
        {
            Does("beeps");
        }

        if (one is 0x16 or 0x1B)
        {
            _command.Clear();
        }
        else if (_command.Count is 0 or > 64)
        {
            return;
        }

        _command.Add(one);
        if (one != 0x0D)
        {
            return;
        }

        switch (_command)
        {
            case [0x16, (byte)'T' or (byte)'t', ..]:
            case [0x1B, (byte)'Z', ..]:
                Does("fires its beam");
                break;
            case [0x16, (byte)'U' or (byte)'u' or (byte)'M' or (byte)'m' or (byte)'Y' or (byte)'y', ..]:
                Does("takes a menu command");
                break;
            case [0x1B, (byte)'B' or (byte)'E', ..]:
                Does("beeps");
                break;
        }

        _command.Clear();
    }
}
