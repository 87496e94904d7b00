namespace Simulators.Shelves;

/// <summary>The check of a Modbus RTU frame. Source: MODBUS over Serial Line V1.02, 6.2.2.</summary>
internal static class ModbusCrc
{
    /// <summary>CRC-16, polynomial A001 reflected, start FFFF; sent low byte first.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0xFFFF;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (ushort)((crc >> 1) ^ 0xA001) : (ushort)(crc >> 1);
            }
        }

        return crc;
    }

    /// <summary>Whether the last two bytes are the check of those before.</summary>
    public static bool IsRight(ReadOnlySpan<byte> frame) =>
        frame.Length >= 4 && Compute(frame[..^2]) == (frame[^2] | (frame[^1] << 8));
}
