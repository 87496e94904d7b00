using System.Security.Cryptography;

namespace EdgeGateway.Vision.Packs;

/// <summary>The folder with the models; gives a file only where it is the one that was measured.</summary>
/// <param name="path">The folder, as <c>scripts/models.sh --to</c> fills it.</param>
public sealed class ModelFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with a file, in one line, or null.</summary>
    /// <param name="file">The file.</param>
    /// <param name="pack">What to ask <c>scripts/models.sh</c> for.</param>
    public string? Mistake(ModelFile file, string pack)
    {
        try
        {
            using var stream = File.OpenRead(PathOf(file));
            return Mistake(file, pack, SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(file, pack, e);
        }
    }

    /// <summary>A file's bytes, or null with what is wrong added to <paramref name="mistakes"/>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="pack">What to ask <c>scripts/models.sh</c> for.</param>
    /// <param name="mistakes">Receives one line where it cannot be used.</param>
    public byte[]? Read(ModelFile file, string pack, ICollection<string> mistakes)
    {
        string mistake;
        try
        {
            var bytes = File.ReadAllBytes(PathOf(file));
            if (Mistake(file, pack, SHA256.HashData(bytes)) is not { } wrong)
            {
                return bytes;
            }

            mistake = wrong;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistake = Unreadable(file, pack, e);
        }

        mistakes.Add(mistake);
        return null;
    }

    /// <summary>Where a file is, or should be.</summary>
    public string PathOf(ModelFile file) => System.IO.Path.Combine(Path, file.Path);

    private string? Mistake(ModelFile file, string pack, ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash) is var came && came == file.Sha256
        ? null
        : $"{PathOf(file)} has the SHA-256 {came}; expected {file.Sha256}. Delete it and run scripts/models.sh --to {Path} {pack}";

    private string Unreadable(ModelFile file, string pack, Exception e) => e is FileNotFoundException or DirectoryNotFoundException
        ? $"{PathOf(file)} is not there; run scripts/models.sh --to {Path} {pack}"
        : $"{PathOf(file)} cannot be read: {e.Message}";
}
