namespace Drivers.Scales;

/// <summary>The control characters of conversations.</summary>
internal static class Handshake
{
    public const byte Soh = 0x01;
    public const byte Stx = 0x02;
    public const byte Etx = 0x03;
    public const byte Eot = 0x04;
    public const byte Enq = 0x05;
    public const byte Ack = 0x06;
    public const byte Lf = 0x0A;
    public const byte Cr = 0x0D;
    public const byte Dc1 = 0x11;
    public const byte Nak = 0x15;
    public const byte Syn = 0x16;
    public const byte Can = 0x18;
    public const byte Esc = 0x1B;

    /// <summary>Exclusive or of all bytes: the even column parity, BCC or LRC of the manuals.</summary>
    public static byte Bcc(ReadOnlySpan<byte> bytes)
    {
        byte check = 0;
        foreach (byte value in bytes)
            check ^= value;
        return check;
    }
}
