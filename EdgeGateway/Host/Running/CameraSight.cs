using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Enrolment;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Host.Running;

/// <summary>What pages need of the cameras at work.</summary>
/// <param name="Cameras">Every camera as it is now.</param>
/// <param name="LookAsync">The newest frame of a camera as a copy, or null where none comes; who asked overwrites it.</param>
/// <param name="Arm">Looks for faces for a short while, in mode armed.</param>
/// <param name="ArmedUntil">Until when that lasts, or null.</param>
/// <param name="Today">People counted today by hour.</param>
internal sealed record CameraSight(
    Func<IReadOnlyList<SeenCamera>> Cameras,
    Func<string, CancellationToken, Task<RgbPicture?>> LookAsync,
    Action<string> Arm,
    Func<string, DateTimeOffset?> ArmedUntil,
    Func<string, IReadOnlyList<HourCount>> Today)
{
    /// <summary>Whether there is a camera of that id.</summary>
    public bool Has(string camera) => Cameras().Any(one => one.Id == camera);
}

/// <summary>A camera as it is now.</summary>
/// <param name="Id">Its device id.</param>
/// <param name="Name">What people call it, or null.</param>
/// <param name="State">online, offline or unknown.</param>
/// <param name="Reason">Why it is offline, or null.</param>
/// <param name="Last">How it did when last heard of; null where no frame has come.</param>
internal sealed record SeenCamera(string Id, string? Name, string State, string? Reason, CameraState? Last);
