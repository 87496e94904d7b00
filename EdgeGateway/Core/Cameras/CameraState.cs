using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeGateway.Core.Cameras;

/// <summary>How a camera's picture is, as the pages show it; nothing of the picture itself.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="FramesPerSecond">Frames a second over the last seconds, as a decimal text.</param>
/// <param name="Picture"><c>live</c>, <c>frozen</c> or <c>black</c>.</param>
public sealed record CameraState(int Width, int Height, string FramesPerSecond, [property: JsonConverter(typeof(CameraPictureText))] CameraPicture Picture)
{
    /// <summary>What a reading shows.</summary>
    public static CameraState Of(CameraReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return new CameraState(reading.Width, reading.Height, reading.FramesPerSecond.ToString("0.0", CultureInfo.InvariantCulture), reading.Picture);
    }
}

/// <summary>Writes how a picture is in lower case.</summary>
public sealed class CameraPictureText() : JsonStringEnumConverter<CameraPicture>(JsonNamingPolicy.SnakeCaseLower);
