using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Simulators.Cameras.Scenes;

/// <summary>Codes drawn pictures as H.264 with a child ffmpeg: a key picture a second, no pictures that refer to later ones, as cameras do.</summary>
/// <param name="width">Pixels a row; even.</param>
/// <param name="height">Rows; even.</param>
/// <param name="framesPerSecond">1 to 30.</param>
internal sealed class VideoCoder(int width, int height, int framesPerSecond)
{
    /// <summary>Pixels a row.</summary>
    public int Width => width;

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>Pictures a second.</summary>
    public int FramesPerSecond => framesPerSecond;

    /// <summary>Codes a scene.</summary>
    /// <param name="frames">Its pictures, red, green and blue; each is used before the next one is asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">ffmpeg is missing or fails.</exception>
    public async Task<IReadOnlyList<AccessUnit>> CodeAsync(IEnumerable<byte[]> frames, CancellationToken cancellationToken) => AnnexB.Split(await RunAsync(
        $"-f rawvideo -pix_fmt rgb24 -s {width}x{height} -r {framesPerSecond} -i pipe:0 -threads 1 -c:v libx264 -preset superfast -tune zerolatency -bf 0 -crf 25 -pix_fmt yuv420p -profile:v main -g {framesPerSecond} -x264-params scenecut=0:sliced-threads=0:repeat-headers=1 -f h264 pipe:1",
        frames, cancellationToken).ConfigureAwait(false));

    /// <summary>One picture as a JPEG.</summary>
    /// <exception cref="IOException">ffmpeg is missing or fails.</exception>
    public Task<byte[]> JpegAsync(ScenePicture picture, CancellationToken cancellationToken) => RunAsync(
        $"-f rawvideo -pix_fmt rgb24 -s {width}x{height} -i pipe:0 -frames:v 1 -q:v 2 -f mjpeg pipe:1", [picture.Bytes], cancellationToken);

    /// <summary>Wraps coded pictures as a Matroska film with the right times.</summary>
    /// <exception cref="IOException">ffmpeg is missing or fails.</exception>
    public Task<byte[]> WrapAsync(IEnumerable<AccessUnit> pictures, CancellationToken cancellationToken) => RunAsync(
        $"-f h264 -framerate {framesPerSecond} -i pipe:0 -c copy -f matroska pipe:1", pictures.Select(Bytes), cancellationToken);

    private static byte[] Bytes(AccessUnit picture)
    {
        using var stream = new MemoryStream();
        AnnexB.Write(picture, stream);
        return stream.ToArray();
    }

    private static async Task<byte[]> RunAsync(FormattableString arguments, IEnumerable<byte[]> input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("ffmpeg", $"-hide_banner -loglevel error {arguments.ToString(CultureInfo.InvariantCulture)}")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        using var coder = Start(start);
        try
        {
            var words = coder.StandardError.ReadToEndAsync(cancellationToken);
            var coded = ReadAsync(coder.StandardOutput.BaseStream, cancellationToken);
            try
            {
                foreach (var bytes in input)
                {
                    await coder.StandardInput.BaseStream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                }

                coder.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has ended; what it said of that is told below.
            }

            var result = await coded.ConfigureAwait(false);
            await coder.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return coder.ExitCode == 0 && result.Length > 0 ? result : throw new IOException($"ffmpeg cannot code the scene: {(await words.ConfigureAwait(false)).Trim()}");
        }
        finally
        {
            if (!coder.HasExited)
            {
                coder.Kill();
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new IOException($"cannot start ffmpeg: {missing.Message}; install ffmpeg", missing);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, cancellationToken).ConfigureAwait(false);
        return all.ToArray();
    }
}
