using System.Buffers.Binary;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes the answers of Massa-K's protocol 100: pure, at most one frame of memory.</summary>
/// <remarks>
/// <para><c>F8 55 CE</c>, length of the body as uint16, body (command and data), CRC of the body as uint16, all little-endian. Weight: command 24,
/// int32, division (0 100 mg, 1 1 g, 2 10 g, 3 100 g, 4 1 kg), stable, net, zero (each 0 or 1), and in the longer form the tare as int32.
/// Error: command 28 and a code. 27 zero set, F0 not understood.</para>
/// <para>CRC: polynomial 1021, start 0, the data shifted in at the low end without trailing zeros, as the manual's program text has it; held against
/// a frame of a real scale that was published with its check (<c>… 24 0F 00 00 00 01 01 00 00 00 00 00 00</c> gives <c>7D 42</c>). No single
/// flipped bit passes it.</para>
/// </remarks>
public sealed class MassaK100Decoder() : WindowDecoder(Overhead + LongestBody)
{
    // Header and length before the body, CRC behind it.
    private const int BodyAt = 5;
    private const int Overhead = BodyAt + 2;
    private const int LongestBody = 32;
    private const byte First = 0xF8;

    private static readonly WeightFrame s_zeroSet = new(null, null, null, NetGross.Unknown, [], ["zero_set"]);

    private static ReadOnlySpan<byte> Header => [First, 0x55, 0xCE];

    /// <summary>A command without data.</summary>
    internal static byte[] Request(byte command) => Frame([command]);

    /// <summary>A frame around a body.</summary>
    internal static byte[] Frame(ReadOnlySpan<byte> body)
    {
        var frame = new byte[Overhead + body.Length];
        Header.CopyTo(frame);
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(Header.Length), (ushort)body.Length);
        body.CopyTo(frame.AsSpan(BodyAt));
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(BodyAt + body.Length), Crc(body));
        return frame;
    }

    /// <summary>The check of a body.</summary>
    internal static ushort Crc(ReadOnlySpan<byte> body)
    {
        int crc = 0;
        foreach (byte value in body)
        {
            int high = crc & 0xFF00;
            for (int bit = 0; bit < 8; bit++)
                high = (high & 0x8000) != 0 ? ((high << 1) ^ 0x1021) & 0xFFFF : (high << 1) & 0xFFFF;
            crc = (high ^ (crc << 8) ^ value) & 0xFFFF;
        }
        return (ushort)crc;
    }

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (window[0] != First)
            return Judgement.Skip(NextStart(window, 0, [First]));
        int header = Math.Min(window.Length, Header.Length);
        if (!window[..header].SequenceEqual(Header[..header]))
            return Judgement.Skip(NextStart(window, 1, [First]));
        if (window.Length < BodyAt)
            return header < Header.Length && ended ? Judgement.Skip(1) : Judgement.Wait;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(window[Header.Length..]);
        if (length is 0 or > LongestBody)
            return Broken(window, FrameErrors.Invalid, [First]);
        if (window.Length < Overhead + length)
            return Judgement.Wait;
        ReadOnlySpan<byte> body = window.Slice(BodyAt, length);
        return PlantedFault.Is("checksum-ignored") || Crc(body) == BinaryPrimitives.ReadUInt16LittleEndian(window[(BodyAt + length)..])
            ? new Judgement(Overhead + length, Decode(body))
            : Broken(window, FrameErrors.BadChecksum, [First]);
    }

    private static WeightFrame Decode(ReadOnlySpan<byte> body) => body switch
    {
        [0x24, _, _, _, _, <= 4, <= 1, <= 1, <= 1] or [0x24, _, _, _, _, <= 4, <= 1, <= 1, <= 1, _, _, _, _] => Weight(body),
        [0x27] => s_zeroSet,
        [0x28, var code] => WeightFrame.Unreadable(Error(code)),
        [0xF0] => WeightFrame.Unreadable("unsupported_command"),
        _ => WeightFrame.Unreadable(FrameErrors.Invalid),
    };

    private static WeightFrame Weight(ReadOnlySpan<byte> body)
    {
        int count = BinaryPrimitives.ReadInt32LittleEndian(body[1..]);
        return new WeightFrame(
            FixedDigits.Scaled(Math.Abs((long)count), 4 - body[5], count < 0),
            "kg",
            body[6] == 1,
            body[7] == 1 ? NetGross.Net : NetGross.Gross,
            [],
            body[8] == 1 ? ["at_zero"] : []);
    }

    private static string Error(byte code) => code switch
    {
        0x07 => "unsupported_command",
        0x08 => "overload",
        0x09 => "not_in_weighing_mode",
        0x0A => "invalid_data",
        0x0B => "cannot_save",
        0x10 or 0x11 => "unsupported_interface",
        0x15 => "cannot_zero",
        0x17 => "no_connection_to_weighing_module",
        0x18 => "loaded_at_switch_on",
        0x19 => "fault",
        _ => "unknown_error",
    };
}
