using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Setup;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>The download of a device's last bytes for support: JSON lines, each saying whose bytes they are.</summary>
/// <remarks>Nothing of the configuration but driver and line settings is in it. What was scanned is: the page says so.</remarks>
internal static class SetupCapture
{
    /// <summary>Sends the bytes that were kept, oldest first.</summary>
    public static async Task SendAsync(HttpResponse response, AssignedDevice device, IReadOnlyList<DeviceBytes> kept, DateTimeOffset now)
    {
        response.ContentType = "application/x-ndjson; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition =
            $"attachment; filename=\"capture-{NameOf(device.Id)}-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.jsonl\"";
        foreach (var bytes in kept)
        {
            var line = new CaptureLine(device.Id, device.Driver, device.Line, bytes.At, bytes.Direction, bytes.Hex, bytes.Frames);
            await response.Body.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(line, SetupJson.Default.CaptureLine), (byte)'\n'], response.HttpContext.RequestAborted);
        }
    }

    /// <summary>The id, with what a file name or a header cannot hold replaced.</summary>
    private static string NameOf(string id) => string.Concat(id.Take(64).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
}
