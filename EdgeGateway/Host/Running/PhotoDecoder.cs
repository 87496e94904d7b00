using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Host.Running;

/// <summary>Turns a phone's JPEG into pixels with ffmpeg, by pipes alone: no photo is ever in a file. What it took is overwritten; sizes and time are bounded.</summary>
/// <param name="clock">The pace of the limit.</param>
internal sealed class PhotoDecoder(TimeProvider clock) : IDisposable
{
    /// <summary>The most pixels a photo may have: 40 million, what phones make today.</summary>
    public const long MostPixels = 40_000_000;

    /// <summary>The longest side of what is given; larger photos are made smaller.</summary>
    public const int MostSide = 1600;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(8);

    /// <summary>One at a time: a photo of 40 million pixels takes 120 MB while it is decoded.</summary>
    private readonly SemaphoreSlim _free = new(1, 1);

    /// <summary>The program.</summary>
    /// <value>The default is <c>ffmpeg</c>.</value>
    public string Program { get; init; } = "ffmpeg";

    /// <summary>Decodes a photo.</summary>
    /// <param name="jpeg">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The picture, upright as the phone says; null where it is no JPEG that can be read, or too large.</returns>
    /// <exception cref="IOException">ffmpeg is not installed.</exception>
    public async Task<RgbPicture?> DecodeAsync(ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken)
    {
        if (!JpegHead.TryRead(jpeg.Span, out var width, out var height) || (long)width * height > MostPixels)
        {
            return null;
        }

        await _free.WaitAsync(cancellationToken);
        try
        {
            using var limit = new CancellationTokenSource(s_limit, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                return await RunAsync(jpeg, either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private async Task<RgbPicture?> RunAsync(ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken)
    {
        var most = MostSide.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-v", "quiet", "-nostats", "-protocol_whitelist", "pipe", "-f", "jpeg_pipe", "-threads", "1", "-i", "pipe:0", "-frames:v", "1",
            "-vf", $"scale=w='min({most},iw)':h='min({most},ih)':force_original_aspect_ratio=decrease:flags=area", "-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "pipe:1",
        ];
        using var process = Start(arguments);
        var pixels = new byte[(MostSide * MostSide * 3) + 32];
        try
        {
            var writing = WriteAsync(process, jpeg, cancellationToken);
            var length = await process.StandardOutput.BaseStream.ReadAtLeastAsync(pixels, pixels.Length, throwOnEndOfStream: false, cancellationToken);
            await writing;
            await process.WaitForExitAsync(cancellationToken);
            return Read(pixels.AsSpan(0, length));
        }
        finally
        {
            Array.Clear(pixels);
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })
                ?? throw new IOException($"{Program} did not start.");
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{Program} cannot be started ({e.Message}); install it: apt-get install ffmpeg", e);
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(jpeg, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has seen enough, or given up; what came out says which.
        }
    }

    /// <summary>Reads a portable pixmap: <c>P6 WIDTH HEIGHT 255</c> and the pixels.</summary>
    private static RgbPicture? Read(ReadOnlySpan<byte> ppm)
    {
        Span<int> numbers = stackalloc int[3];
        if (!ppm.StartsWith("P6"u8))
        {
            return null;
        }

        var at = 2;
        foreach (ref var number in numbers)
        {
            while (at < ppm.Length && ppm[at] is (byte)' ' or (byte)'\n')
            {
                at++;
            }

            while (at < ppm.Length && ppm[at] is >= (byte)'0' and <= (byte)'9' && number < 100_000)
            {
                number = (number * 10) + ppm[at++] - '0';
            }
        }

        at++;
        var (width, height) = (numbers[0], numbers[1]);
        if (width is < 1 or > MostSide || height is < 1 or > MostSide || numbers[2] != 255 || ppm.Length - at != width * height * 3)
        {
            return null;
        }

        var picture = new RgbPicture(width, height);
        ppm[at..].CopyTo(picture.Bytes);
        return picture;
    }
}
