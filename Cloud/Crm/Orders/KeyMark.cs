using System.Buffers.Text;
using System.Text;

namespace Cloud.Crm.Orders;

/// <summary>Where a page ended: the key of its last row, for nobody to read.</summary>
internal static class KeyMark
{
    /// <summary>Writes a key.</summary>
    internal static string Write(params ReadOnlySpan<string> parts) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', parts)));

    /// <summary>Reads it back; null where the text is no key of so many parts.</summary>
    internal static string[]? Read(string text, int parts)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n') is { } read && read.Length == parts && !text.Contains('\0', StringComparison.Ordinal) ? read : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
