using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeGateway.Vision.Pictures;

namespace Vision.Tests;

/// <summary>Reads a photo with ffmpeg.</summary>
internal static class PhotoFile
{
    internal static async Task<RgbPicture> ReadAsync(string file)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", file, "-f", "image2pipe", "-vcodec", "ppm", "-pix_fmt", "rgb24", "-"])
        {
            RedirectStandardOutput = true,
        })!;
        using var stream = new MemoryStream();
        await ffmpeg.StandardOutput.BaseStream.CopyToAsync(stream, TestContext.Current.CancellationToken);
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        var bytes = stream.ToArray();
        var sizes = Encoding.ASCII.GetString(bytes, 0, Math.Min(bytes.Length, 32)).Split('\n', ' ');
        var (width, height) = (int.Parse(sizes[1], CultureInfo.InvariantCulture), int.Parse(sizes[2], CultureInfo.InvariantCulture));
        return new RgbPicture(width, height, bytes[^(width * height * 3)..]);
    }
}
