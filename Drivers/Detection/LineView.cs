using System.Numerics;
using Drivers.Ports;

namespace Drivers.Detection;

/// <summary>
/// A line setting as it looks through a carrier: every setting of ten bits a character (7E1, 7O1, 7N2, 8N1) puts the same
/// shape on the wire, so one port set to 8N1 hears and speaks them all, with the parity in bit 7.
/// </summary>
/// <remarks>Pure. 7N2 shows its first stop bit as a bit 7 that is always 1.</remarks>
/// <param name="Line">The setting looked at; null on a port without a line.</param>
/// <param name="Carrier">The setting the port has; null on a port without a line.</param>
internal readonly record struct LineView(LineSettings? Line, LineSettings? Carrier)
{
    private const byte Eighth = 0x80;

    private bool IsSevenInEight => Line is { DataBits: 7 } && Carrier is { DataBits: 8, Parity: Parity.None };

    /// <summary>The setting a port needs to carry <paramref name="line"/>: 8N1 where the character has ten bits, else itself.</summary>
    public static LineSettings CarrierOf(LineSettings line)
    {
        bool ten = line.DataBits + (line.Parity == Parity.None ? 0 : 1) == 8 || line is { DataBits: 7, Parity: Parity.None, StopBits: 2 };
        return ten ? new LineSettings(line.Speed, 8, Parity.None, 1) : line with { StopBits = 1 };
    }

    /// <summary>The setting seen directly, without a carrier.</summary>
    public static LineView Direct(LineSettings? line) => new(line, line);

    /// <summary>Reads one character; false where this setting would have called it damaged.</summary>
    public bool TryRead(byte carried, out byte value)
    {
        value = carried;
        if (!IsSevenInEight)
            return true;
        value = (byte)(carried & ~Eighth);
        return Encode(value) == carried;
    }

    /// <summary>What the port must send so that this setting's receiver reads <paramref name="bytes"/>.</summary>
    public byte[] Write(ReadOnlySpan<byte> bytes)
    {
        byte[] carried = bytes.ToArray();
        if (!IsSevenInEight)
            return carried;
        for (int place = 0; place < carried.Length; place++)
            carried[place] = Encode((byte)(carried[place] & ~Eighth));
        return carried;
    }

    private byte Encode(byte value)
    {
        int odd = BitOperations.PopCount(value) & 1;
        int eighth = Line!.Value.Parity switch { Parity.Even => odd, Parity.Odd => 1 - odd, _ => 1 };
        return (byte)(eighth == 1 ? value | Eighth : value);
    }
}
