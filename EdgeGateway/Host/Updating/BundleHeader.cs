using System.Globalization;
using System.Text;

namespace EdgeGateway.Host.Updating;

/// <summary>The one header that a file of a bundle may have, so that nothing in a bundle is left to be read in two ways, and no byte of it can change unseen.</summary>
/// <remarks>
/// 512 bytes as GNU tar writes them with <c>--format=ustar --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=0644</c>. Source: POSIX.1-2017, pax, "ustar
/// Interchange Format".
/// </remarks>
internal static class BundleHeader
{
    /// <summary>Bytes of a header, and what contents are filled up to with zeros.</summary>
    public const int BlockSize = 512;

    /// <summary>Zero bytes after the last file.</summary>
    public const int EndSize = 2 * BlockSize;

    private const int SizeAt = 124;
    private const int SizeDigits = 11;
    private const int ChecksumAt = 148;

    /// <summary>Makes the header.</summary>
    /// <param name="name">Up to 100 characters of ASCII.</param>
    /// <param name="size">Bytes of the file.</param>
    public static byte[] Of(string name, long size)
    {
        var block = new byte[BlockSize];
        Put(block, 0, name);
        Put(block, 100, "0000644");
        Put(block, 108, "0000000");
        Put(block, 116, "0000000");
        Put(block, SizeAt, Octal(size, SizeDigits));
        Put(block, 136, "00000000000");
        Put(block, ChecksumAt, "        ");
        Put(block, 156, "0");
        Put(block, 257, "ustar");
        Put(block, 263, "00");
        Put(block, 329, "0000000");
        Put(block, 337, "0000000");
        // Six digits, a zero byte, and the space that is there already.
        Put(block, ChecksumAt, Octal(block.Sum(b => (long)b), 6) + "\0");
        return block;
    }

    /// <summary>The size that a header tells; -1 where it tells none.</summary>
    public static long SizeIn(ReadOnlySpan<byte> block)
    {
        var size = 0L;
        foreach (var digit in block.Slice(SizeAt, SizeDigits))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return -1;
            }

            size = (size * 8) + (digit - '0');
        }

        return size;
    }

    /// <summary>How many zeros follow contents of this size.</summary>
    public static int Padding(long size) => (int)((BlockSize - (size % BlockSize)) % BlockSize);

    private static string Octal(long number, int digits) => Convert.ToString(number, 8).PadLeft(digits, '0').ToString(CultureInfo.InvariantCulture);

    private static void Put(byte[] block, int at, string text) => Encoding.ASCII.GetBytes(text, block.AsSpan(at));
}
