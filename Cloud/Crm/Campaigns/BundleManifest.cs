using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cloud.Crm.Campaigns;

/// <summary>What a bundle says of itself, read as far as headquarters shows it; docs/update.md has the format. Gateways look closer, and believe the signature alone.</summary>
/// <param name="Version">For people.</param>
/// <param name="Serial">What decides which of two versions is later.</param>
/// <param name="Arch">Debian's name of the processor.</param>
/// <param name="Created">When it was made, UTC.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="Text">The manifest's bytes, which are what is signed.</param>
/// <param name="Signature">The signature's.</param>
internal sealed record BundleManifest(string Version, long Serial, string Arch, DateTime Created, int Files, byte[] Text, byte[] Signature)
{
    private const int BlockSize = 512;
    private const int MostText = 256 * 1024;
    private const int MostSignature = 1024;
    private const int LinesOfHead = 6;
    private const string Name = "manifest";
    private const string SignatureName = "manifest.minisig";

    /// <summary>Reads a whole bundle and holds each file to its hash, so that one that was damaged on its way here goes no further.</summary>
    /// <exception cref="BundleException">It is none, or damaged.</exception>
    internal static async Task<BundleManifest> ReadAsync(Stream bundle, CancellationToken cancellationToken)
    {
        var text = await SmallAsync(bundle, Name, MostText, cancellationToken);
        var signature = await SmallAsync(bundle, SignatureName, MostSignature, cancellationToken);
        var lines = Encoding.Latin1.GetString(text).Split('\n');
        if (lines.Length <= LinesOfHead + 1 || lines[0] != "edge-gateway update 1" || lines[^1].Length > 0)
        {
            throw new BundleException("its manifest does not begin with \"edge-gateway update 1\", or has no files; was it made by make-bundle.sh?");
        }

        foreach (var line in lines[LinesOfHead..^1])
        {
            await FileAsync(bundle, line, cancellationToken);
        }

        await ZerosAsync(bundle, 2 * BlockSize, "the end", cancellationToken);
        if (await bundle.ReadAsync(new byte[1], cancellationToken) != 0)
        {
            throw new BundleException("something follows its end");
        }

        var version = Value(lines[1], "version");
        return new BundleManifest(
            version.Length is > 0 and <= 64 && version.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '~' or '-') ? version : throw Unfit(lines[1], "version"),
            long.TryParse(Value(lines[2], "serial"), NumberStyles.None, CultureInfo.InvariantCulture, out var serial) && serial > 0 ? serial : throw Unfit(lines[2], "serial"),
            Value(lines[3], "arch") is "amd64" or "arm64" ? Value(lines[3], "arch") : throw Unfit(lines[3], "arch amd64 or arch arm64"),
            DateTime.TryParseExact(Value(lines[4], "created"), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var created)
                ? created : throw Unfit(lines[4], "created and a UTC time"),
            lines.Length - LinesOfHead - 1, text, signature);
    }

    private static async Task FileAsync(Stream bundle, string line, CancellationToken cancellationToken)
    {
        if (line.Split(' ') is not ["file", { Length: 64 } hash, var bytes, var path] || !long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            throw Unfit(line, "file, a SHA-256, bytes and a name");
        }

        if (await HeadAsync(bundle, path, cancellationToken) != size)
        {
            throw new BundleException($"{path} does not have the size that its manifest says");
        }

        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[64 * 1024];
        for (var left = size; left > 0;)
        {
            var part = chunk.AsMemory(0, (int)Math.Min(left, chunk.Length));
            await TakeAsync(bundle, part, path, cancellationToken);
            sum.AppendData(part.Span);
            left -= part.Length;
        }

        if (Convert.ToHexStringLower(sum.GetHashAndReset()) != hash)
        {
            throw new BundleException($"{path} is not what its manifest says; it is damaged or was changed");
        }

        await ZerosAsync(bundle, Padding(size), path, cancellationToken);
    }

    private static async Task<byte[]> SmallAsync(Stream bundle, string name, int most, CancellationToken cancellationToken)
    {
        var size = await HeadAsync(bundle, name, cancellationToken);
        if (size is < 1 || size > most)
        {
            throw new BundleException($"this is no update bundle: {name} has {size} bytes, expected 1 to {most}");
        }

        var content = new byte[size];
        await TakeAsync(bundle, content, name, cancellationToken);
        await ZerosAsync(bundle, Padding(size), name, cancellationToken);
        return content;
    }

    /// <summary>Reads a file's header of the tar.</summary>
    /// <returns>Its size.</returns>
    private static async Task<long> HeadAsync(Stream bundle, string name, CancellationToken cancellationToken)
    {
        var head = new byte[BlockSize];
        await TakeAsync(bundle, head, name, cancellationToken);
        var found = Encoding.Latin1.GetString(head, 0, 100).TrimEnd('\0');
        return found == name && Size(Encoding.Latin1.GetString(head, 124, 11)) is { } size ? size
            : throw new BundleException($"this is no update bundle: where {name} is expected, something else came");

        static long? Size(string octal) => octal.All(c => c is >= '0' and <= '7') ? octal.Aggregate(0L, (size, digit) => (size * 8) + (digit - '0')) : null;
    }

    private static int Padding(long size) => (int)((BlockSize - (size % BlockSize)) % BlockSize);

    private static async Task ZerosAsync(Stream bundle, int count, string what, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await TakeAsync(bundle, bytes, what, cancellationToken);
        if (bytes.AsSpan().ContainsAnyExcept((byte)0))
        {
            throw new BundleException($"it is damaged at {what}");
        }
    }

    private static async Task TakeAsync(Stream bundle, Memory<byte> part, string what, CancellationToken cancellationToken)
    {
        if (await bundle.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken) < part.Length)
        {
            throw new BundleException($"it is cut short in {what}");
        }
    }

    private static string Value(string line, string name) => line.StartsWith(name + " ", StringComparison.Ordinal) ? line[(name.Length + 1)..] : throw Unfit(line, name);

    private static BundleException Unfit(string line, string expected) =>
        new($"its manifest has \"{string.Concat((line.Length <= 80 ? line : line[..80] + "…").Select(c => char.IsControl(c) ? '?' : c))}\"; expected {expected}");
}

/// <summary>A file is no bundle that headquarters takes; the message is for people.</summary>
internal sealed class BundleException(string message, Exception? inner = null) : Exception(message, inner);
