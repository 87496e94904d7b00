using System.Globalization;
using System.Text;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Host.Updating;

/// <summary>What a bundle says of itself: the only thing that is signed, and by its hashes all of it is.</summary>
/// <remarks>
/// Lines of ASCII, so that the shell that starts a version checks it with sed and sha256sum as well (deploy/raspi/start):
/// <code>
/// edge-gateway update 1
/// version 0.2.0
/// serial 1763800000
/// arch amd64
/// created 2026-11-22T18:00:00Z
/// outbox 1 1 1
/// file 64-DIGITS-OF-SHA-256 BYTES PATH
/// </code>
/// </remarks>
/// <param name="Version">For people, such as <c>0.2.0</c>.</param>
/// <param name="Serial">What decides which of two versions is later; 1 or more.</param>
/// <param name="Arch">Debian's name of the processor.</param>
/// <param name="Created">When it was made, UTC.</param>
/// <param name="Outbox">The outbox files it can work with, and who can work with its.</param>
/// <param name="Files">Its files, in the bundle's order, which is that of their names' bytes.</param>
internal sealed record UpdateManifest(string Version, long Serial, string Arch, DateTimeOffset Created, OutboxFormats Outbox, IReadOnlyList<UpdateFile> Files)
{
    /// <summary>Its name in the bundle and in the version's folder.</summary>
    public const string FileName = "manifest";

    /// <summary>Its signature's name.</summary>
    public const string SignatureName = "manifest.minisig";

    /// <summary>The most bytes of its text.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>The file that is started.</summary>
    public const string Program = "edge-gateway.dll";

    private const string Head = "edge-gateway update 1";
    private const int MaxFiles = 2000;
    private const int MaxPath = 100;
    private const long MaxSize = 512L * 1024 * 1024;
    private const int HashDigits = 64;
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Bytes of all files.</summary>
    public long Size => Files.Sum(file => file.Size);

    /// <summary>Reads its text, which must be exactly as it is written: no other spelling of the same is taken.</summary>
    /// <exception cref="UpdateRefusedException">It says what line does not fit.</exception>
    public static UpdateManifest Parse(ReadOnlySpan<byte> text)
    {
        var lines = Encoding.Latin1.GetString(text).Split('\n');
        if (lines.Length < 8 || lines[0] != Head || lines[^1].Length > 0)
        {
            throw new UpdateRefusedException(
                lines[0].StartsWith("edge-gateway update ", StringComparison.Ordinal) && lines[0] != Head
                    ? $"the bundle's format is \"{Shown(lines[0])}\"; this version knows \"{Head}\". Install a version between the two first"
                    : $"the bundle's manifest begins with \"{Shown(lines[0])}\" and has {lines.Length - 1} whole lines; expected \"{Head}\", five lines of head and at least one file");
        }

        var files = new List<UpdateFile>();
        for (var i = 6; i < lines.Length - 1; i++)
        {
            var file = ReadFile(lines[i], i);
            if (files.Count > 0 && string.CompareOrdinal(files[^1].Path, file.Path) >= 0)
            {
                throw Unfit(lines[i], i, "the files in the order of their names, each once");
            }

            files.Add(file);
        }

        if (files.Count > MaxFiles || files.Sum(file => file.Size) > MaxSize || !files.Exists(file => file.Path == Program))
        {
            throw new UpdateRefusedException(string.Create(
                CultureInfo.InvariantCulture,
                $"the bundle has {files.Count} files of {files.Sum(file => file.Size)} bytes; expected at most {MaxFiles} of {MaxSize}, with {Program} among them"));
        }

        var outbox = Value(lines, 5, "outbox").Split(' ');
        return new UpdateManifest(
            VersionIn(Value(lines, 1, "version"), lines[1]),
            Number(Value(lines, 2, "serial"), lines, 2, 1, long.MaxValue),
            Value(lines, 3, "arch") is "amd64" or "arm64" ? Value(lines, 3, "arch") : throw Unfit(lines[3], 3, "arch amd64 or arch arm64"),
            DateTimeOffset.TryParseExact(Value(lines, 4, "created"), Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
                ? created : throw Unfit(lines[4], 4, "created and a UTC time such as 2026-11-22T18:00:00Z"),
            outbox.Length == 3
                ? new OutboxFormats((int)Number(outbox[0], lines, 5, 1, 9999), (int)Number(outbox[1], lines, 5, 1, 9999), (int)Number(outbox[2], lines, 5, 1, 9999))
                : throw Unfit(lines[5], 5, "outbox and three numbers"),
            files);
    }

    private static UpdateFile ReadFile(string line, int index)
    {
        var parts = line.Split(' ');
        if (parts.Length != 4 || parts[0] != "file" || parts[1].Length != HashDigits || !parts[1].All(char.IsAsciiHexDigitLower)
            || !IsNumber(parts[2]) || !IsPath(parts[3]))
        {
            throw Unfit(line, index, "file, 64 digits of SHA-256, bytes and a name");
        }

        return new UpdateFile(parts[3], Number(parts[2], [line], 0, 0, MaxSize), parts[1]);
    }

    private static bool IsPath(string path) =>
        path.Length is > 0 and <= MaxPath && path is not (FileName or SignatureName)
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '/' or '-')
        && path.Split('/').All(part => part is not ("" or "." or ".."));

    private static bool IsNumber(string text) => text.Length is > 0 and <= 18 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');

    private static long Number(string text, string[] lines, int index, long least, long most) =>
        IsNumber(text) && long.Parse(text, CultureInfo.InvariantCulture) is var number && number >= least && number <= most
            ? number : throw Unfit(lines[index], index, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    private static string VersionIn(string text, string line) =>
        text.Length <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '~' or '-') && text.Length > 0
            ? text : throw Unfit(line, 1, "version and up to 64 letters, digits and . + ~ -");

    private static string Value(string[] lines, int index, string name) =>
        lines[index].StartsWith(name + " ", StringComparison.Ordinal) ? lines[index][(name.Length + 1)..] : throw Unfit(lines[index], index, name);

    private static UpdateRefusedException Unfit(string line, int index, string expected) =>
        new($"line {index + 1} of the bundle's manifest is \"{Shown(line)}\"; expected {expected}");

    private static string Shown(string line)
    {
        var start = line.Length <= 80 ? line : line[..80] + "…";
        return string.Concat(start.Select(c => char.IsControl(c) ? '?' : c));
    }
}
