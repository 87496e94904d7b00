using System.Globalization;

namespace Drivers.Cameras;

/// <summary>How ffmpeg is called for a camera: what everybody may see in the process list, and what goes to its standard input.</summary>
/// <remarks>
/// Pictures come as PPM: a header with the size and then raw red, green and blue, so that the size need not be asked for first; ffmpeg keeps the first size
/// when the camera changes it (-autoscale, its default). Frames are picked by their own times and never repeated: a clock that jumps costs a picture and
/// fills no pipe, and what is frozen stays frozen. What is read to find out what the stream is, is decoded too (no -fflags nobuffer): without it the first
/// seconds, up to the next key picture, would be torn. The URL stands in a script of the concat demuxer. Source: ffmpeg 5.1, ffmpeg-formats(1) and ffmpeg(1).
/// </remarks>
/// <param name="Program">The program to start.</param>
/// <param name="Arguments">Its arguments, without a secret.</param>
/// <param name="Input">Its standard input; empty where it reads none.</param>
internal sealed record FfmpegCommand(string Program, IReadOnlyList<string> Arguments, string Input)
{
    /// <summary>Ends it with the gateway, however that ends: setpriv(1).</summary>
    private static readonly string[] s_guard = ["--pdeathsig", "KILL", "ffmpeg"];

    /// <summary>The command for a camera.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="url">For a network camera, the URL with user and password.</param>
    /// <param name="hasGraphics">Whether there is a graphics processor that may decode.</param>
    public static FfmpegCommand For(CameraAddress address, CameraSettings settings, string url, bool hasGraphics)
    {
        string size = string.Create(CultureInfo.InvariantCulture,
            $"scale=w='min({settings.Width},iw)':h='min({settings.Height},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bilinear");
        string apart = (0.95m / settings.FramesPerSecond).ToString("0.####", CultureInfo.InvariantCulture);
        return new FfmpegCommand(
            "setpriv",
            [
                .. s_guard, "-hide_banner", "-loglevel", "error", "-nostats",
                .. Decoder(settings.Decoding, hasGraphics), "-threads", "1",
                .. Source(address, settings),
                "-an", "-sn", "-dn", "-map", "0:v:0",
                "-vf", $"select='isnan(prev_selected_t)+gte(t-prev_selected_t,{apart})+lt(t,prev_selected_t)',{size}",
                "-filter_threads", "1", "-fps_mode", "passthrough", "-f", "image2pipe", "-c:v", "ppm", "-pix_fmt", "rgb24", "-threads", "1", "-flush_packets", "1", "pipe:1",
            ],
            address.Source == CameraSource.Network ? Script(url, settings.Stall) : "");
    }

    /// <summary>Whether this machine has a graphics processor; only then is hardware tried at all, because trying costs time and words.</summary>
    public static bool HasGraphics() =>
        (Directory.Exists("/dev/dri") && Directory.EnumerateFileSystemEntries("/dev/dri", "renderD*").Any()) || File.Exists("/dev/nvidia0");

    private static string[] Decoder(CameraDecoding decoding, bool hasGraphics) => decoding switch
    {
        CameraDecoding.Video4Linux => ["-c:v", "h264_v4l2m2m"],
        CameraDecoding.Auto when hasGraphics => ["-hwaccel", "auto"],
        _ => [],
    };

    private static string[] Source(CameraAddress address, CameraSettings settings) => address.Source switch
    {
        CameraSource.Film => ["-re", "-stream_loop", "-1", "-protocol_whitelist", "file", "-i", $"file:{address.Place}"],
        CameraSource.Video4Linux =>
        [
            "-f", "v4l2", .. settings.InputFormat is string format ? ["-input_format", format] : Array.Empty<string>(),
            "-video_size", string.Create(CultureInfo.InvariantCulture, $"{settings.Width}x{settings.Height}"), "-i", address.Place,
        ],
        _ =>
        [
            "-flags", "low_delay", "-probesize", "500000", "-analyzeduration", "500000",
            "-f", "concat", "-safe", "0", "-protocol_whitelist", "pipe,fd,tcp,rtsp,rtp", "-i", "pipe:0",
        ],
    };

    /// <summary>One file and its options. Quotes and line ends cannot be in the URL: they are refused in the address and escaped in what fills it.</summary>
    private static string Script(string url, TimeSpan stall) => string.Create(CultureInfo.InvariantCulture, $"""
        ffconcat version 1.0
        file '{url}'
        option rtsp_transport tcp
        option allowed_media_types video
        option timeout {(long)stall.TotalMicroseconds}
        option probesize 500000
        option analyzeduration 500000

        """);
}
