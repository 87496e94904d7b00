using System.Buffers;
using System.Security.Cryptography;

namespace EdgeGateway.Host.Updating;

/// <summary>
/// Reads a bundle: an uncompressed tar of the manifest, its signature, and the files in the manifest's order. After the signature nothing is
/// interpreted any more: what must come is known, and every byte is compared.
/// </summary>
/// <param name="bundle">Where it comes from; may be a network.</param>
internal sealed class UpdateBundle(Stream bundle)
{
    /// <summary>The first line of a signature. It is not signed, so it has to be this one.</summary>
    internal const string Untrusted = "untrusted comment: edge-gateway update\n";

    private const int MaxSignature = 1024;
    private const int SignatureSize = 74;
    private const int CommentSignatureSize = 64;
    private const int ChunkSize = 64 * 1024;

    /// <summary>Reads the manifest's bytes and those of its signature. Neither is to be believed before the signature is checked.</summary>
    /// <exception cref="UpdateRefusedException">It is no bundle, or cut short.</exception>
    public async Task<(byte[] Manifest, byte[] Signature)> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var manifest = await ReadSmallAsync(UpdateManifest.FileName, UpdateManifest.MaxLength, cancellationToken);
        var signature = await ReadSmallAsync(UpdateManifest.SignatureName, MaxSignature, cancellationToken);
        return IsSignature(signature)
            ? (manifest, signature)
            : throw new UpdateRefusedException($"the signature is not four lines that begin with \"{Untrusted.TrimEnd()}\"; was the bundle made by make-bundle.sh?");
    }

    /// <summary>Whether a text has a signature's form, in the one spelling of it: minisign 0.11 does not look at the bits of base64 that stand for nothing.</summary>
    internal static bool IsSignature(byte[] text)
    {
        var lines = System.Text.Encoding.Latin1.GetString(text).Split('\n');
        return lines.Length == 5 && lines[0] + "\n" == Untrusted && IsBase64(lines[1], SignatureSize) && lines[2].StartsWith("trusted comment: ", StringComparison.Ordinal)
            && IsBase64(lines[3], CommentSignatureSize) && lines[4].Length == 0;
    }

    /// <summary>Copies the next file and holds it to its size and hash.</summary>
    /// <param name="file">What must come.</param>
    /// <param name="to">Where it goes; what was written there is worth nothing after an exception.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UpdateRefusedException">Something else came.</exception>
    public async Task CopyAsync(UpdateFile file, Stream to, CancellationToken cancellationToken)
    {
        await ExpectAsync(BundleHeader.Of(file.Path, file.Size), $"the head of {file.Path}", cancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            for (var left = file.Size; left > 0;)
            {
                var part = chunk.AsMemory(0, (int)Math.Min(left, ChunkSize));
                await ReadAsync(part, file.Path, cancellationToken);
                hash.AppendData(part.Span);
                await to.WriteAsync(part, cancellationToken);
                left -= part.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Hash)
        {
            throw new UpdateRefusedException($"{file.Path} is not what the signed manifest says; the bundle is damaged or was changed");
        }

        await ExpectAsync(new byte[BundleHeader.Padding(file.Size)], $"the end of {file.Path}", cancellationToken);
    }

    /// <summary>Makes sure that nothing follows.</summary>
    /// <exception cref="UpdateRefusedException">Something does.</exception>
    public async Task ExpectEndAsync(CancellationToken cancellationToken)
    {
        await ExpectAsync(new byte[BundleHeader.EndSize], "the end", cancellationToken);
        if (await bundle.ReadAsync(new byte[1], cancellationToken) != 0)
        {
            throw new UpdateRefusedException("something follows the end of the bundle");
        }
    }

    private static bool IsBase64(string text, int size)
    {
        var bytes = new byte[size];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == size && Convert.ToBase64String(bytes) == text;
    }

    private async Task<byte[]> ReadSmallAsync(string name, int most, CancellationToken cancellationToken)
    {
        var head = new byte[BundleHeader.BlockSize];
        await ReadAsync(head, name, cancellationToken);
        var size = BundleHeader.SizeIn(head);
        if (size is < 1 || size > most || !head.AsSpan().SequenceEqual(BundleHeader.Of(name, size)))
        {
            throw new UpdateRefusedException($"this is no update bundle: where {name} is expected, of up to {most} bytes, something else came");
        }

        var content = new byte[size];
        await ReadAsync(content, name, cancellationToken);
        await ExpectAsync(new byte[BundleHeader.Padding(size)], $"the end of {name}", cancellationToken);
        return content;
    }

    private async Task ExpectAsync(byte[] expected, string what, CancellationToken cancellationToken)
    {
        var came = new byte[expected.Length];
        await ReadAsync(came, what, cancellationToken);
        if (!came.AsSpan().SequenceEqual(expected))
        {
            throw new UpdateRefusedException($"where {what} is expected, something else came; the bundle is damaged, was changed, or was not made by make-bundle.sh");
        }
    }

    private async Task ReadAsync(Memory<byte> part, string what, CancellationToken cancellationToken)
    {
        if (await bundle.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken) < part.Length)
        {
            throw new UpdateRefusedException($"the bundle is cut short in {what}");
        }
    }
}
