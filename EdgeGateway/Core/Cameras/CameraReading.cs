using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Cameras;

/// <summary>How a camera's picture is.</summary>
public enum CameraPicture
{
    /// <summary>It moves, if only by noise.</summary>
    Live,

    /// <summary>Frames come, but they are all the same.</summary>
    Frozen,

    /// <summary>Frames come, but there is nothing on them: a lens that is covered, or no light.</summary>
    Black,
}

/// <summary>How a camera does; the frames themselves go another way (<see cref="FrameSlot"/>).</summary>
/// <param name="DeviceId">The camera.</param>
/// <param name="Time">When.</param>
/// <param name="Width">Pixels a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="FramesPerSecond">Frames that came, over the last seconds.</param>
/// <param name="Picture">What is on them.</param>
public sealed record CameraReading(string DeviceId, DateTimeOffset Time, int Width, int Height, decimal FramesPerSecond, CameraPicture Picture) : Reading(DeviceId, Time);
