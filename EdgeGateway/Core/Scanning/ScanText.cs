using System.Text;
using System.Text.Unicode;

namespace EdgeGateway.Core.Scanning;

/// <summary>The text that a scanner's bytes are.</summary>
public static class ScanText
{
    /// <summary>UTF-8 where the bytes are that, else Latin-1, which takes every byte as a character of its own.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
}
