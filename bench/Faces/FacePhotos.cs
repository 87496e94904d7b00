using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeGateway.Vision.Pictures;

namespace Bench.Faces;

/// <summary>One photo of the set.</summary>
/// <param name="Person">Who it shows.</param>
/// <param name="File">Its path below the set's folder.</param>
/// <param name="Picture">Its pixels.</param>
internal sealed record FacePhoto(string Person, string File, RgbPicture Picture)
{
    /// <summary>Whether it is of the grey set.</summary>
    public bool IsGrey => File.StartsWith("lfw_gray/", StringComparison.Ordinal);
}

/// <summary>The photos that faces are measured on, read with ffmpeg. They are looked at, never copied.</summary>
internal static class FacePhotos
{
    /// <summary>Every photo of <c>identities.csv</c>.</summary>
    public static List<FacePhoto> Read(string folder, CancellationToken cancellationToken)
    {
        var photos = new List<FacePhoto>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "identities.csv")).Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var parts = line.Split(',');
            photos.Add(new FacePhoto(parts[0], parts[1], Decode(Path.Combine(folder, parts[1]))));
        }

        return photos;
    }

    /// <summary>The pairs of <c>pairs.csv</c>.</summary>
    public static List<(string A, string B, bool IsSame)> Pairs(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, "pairs.csv")).Skip(1).Select(line => line.Trim().Split(',')).Where(parts => parts.Length == 3).Select(parts => (parts[0], parts[1], parts[2] == "1"))];

    private static RgbPicture Decode(string file)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", file, "-f", "image2pipe", "-vcodec", "ppm", "-pix_fmt", "rgb24", "-"])
        {
            RedirectStandardOutput = true,
        })!;
        using var bytes = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(bytes);
        ffmpeg.WaitForExit();
        return Read(bytes.ToArray(), file);
    }

    /// <summary>Reads a PPM of kind P6.</summary>
    private static RgbPicture Read(byte[] bytes, string file)
    {
        var words = new List<string>();
        var at = 0;
        while (words.Count < 4 && at < bytes.Length)
        {
            var end = Array.FindIndex(bytes, at, static value => value <= ' ');
            words.Add(Encoding.ASCII.GetString(bytes, at, end - at));
            at = end + 1;
        }

        return words is ["P6", var width, var height, "255"]
            ? new RgbPicture(int.Parse(width, CultureInfo.InvariantCulture), int.Parse(height, CultureInfo.InvariantCulture), bytes[at..])
            : throw new FormatException($"ffmpeg made no picture of {file}.");
    }
}
