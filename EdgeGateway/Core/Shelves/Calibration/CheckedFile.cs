using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeGateway.Core.Weighing;

namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>A list in a small JSON file that proves on reading that it is what was written: <c>{"checksum","entries":[…]}</c>.</summary>
/// <remarks>The checksum is the SHA-256 of the entries' text. Replaced whole and forced to the disk, so that a power cut leaves the old list or the new one.</remarks>
/// <param name="path">The file.</param>
/// <param name="type">How the entries are written.</param>
/// <param name="wrong">Says what is wrong with an entry, or null.</param>
internal sealed class CheckedFile<T>(string path, JsonTypeInfo<List<T>> type, Func<T, string?> wrong)
{
    private const long MaxLength = 16 << 20;

    /// <summary>The entries; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message says how.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public List<T> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        if (new FileInfo(path).Length is > MaxLength and var length)
        {
            throw new InvalidDataException($"has {length} bytes; at most {MaxLength} are expected");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var entries = document.RootElement.GetProperty("entries");
            if (document.RootElement.GetProperty("checksum").GetString() != Checksum(Encoding.UTF8.GetBytes(entries.GetRawText())))
            {
                throw new InvalidDataException("the checksum is not that of the entries: it was changed by hand or by the disk");
            }

            var read = entries.Deserialize(type) ?? throw new InvalidDataException("has null for entries");
            return read.Select(entry => entry is null ? "null is no entry" : wrong(entry)).FirstOrDefault(mistake => mistake is not null) is { } first
                ? throw new InvalidDataException(first)
                : read;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"is no JSON of the form {{\"checksum\",\"entries\"}}: {e.Message}", e);
        }
    }

    /// <summary>Replaces the list; returns when it is on the disk.</summary>
    /// <exception cref="IOException">The disk does not take it; the old list is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not ours.</exception>
    public void Write(List<T> entries)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(entries, type);
        DurableFile.Replace(path, [.. Encoding.ASCII.GetBytes($"{{\"checksum\":\"{Checksum(body)}\",\"entries\":"), .. body, (byte)'}', (byte)'\n']);
    }

    /// <summary>Puts a damaged file where nothing overwrites it.</summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="IOException">It cannot be put aside and is where it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not ours.</exception>
    public string PutAside(DateTimeOffset now)
    {
        var aside = $"{path}.damaged-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}";
        File.Move(path, aside);
        return aside;
    }

    private static string Checksum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
