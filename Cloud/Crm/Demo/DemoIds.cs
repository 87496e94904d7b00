using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cloud.Crm.Demo;

/// <summary>UUIDs (version 7) that follow from the store, the moment and a number: the same year has the same ids.</summary>
/// <param name="store">The store.</param>
internal sealed class DemoIds(string store)
{
    private int _number;

    /// <summary>The next.</summary>
    /// <param name="at">The moment it begins with.</param>
    internal Guid Next(DateTime at)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{store}/{at.Ticks}/{++_number}"))).AsSpan(0, 16);
        var milliseconds = new DateTimeOffset(at).ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++)
        {
            bytes[i] = (byte)((milliseconds >> (40 - (8 * i))) & 0xFF);
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
