namespace EdgeGateway.Core.Cameras;

/// <summary>Says what of a camera's readings is worth an event: a picture that is frozen or black, and that it is live again. No I/O; fed in order.</summary>
public sealed class CameraFaults
{
    /// <summary>The reason of the event that the picture hangs.</summary>
    public const string Frozen = "picture_frozen";

    /// <summary>The reason of the event that there is nothing to see.</summary>
    public const string Black = "picture_black";

    /// <summary>So long the picture must have been live before a fault is over: a lens that is just being covered flutters.</summary>
    private static readonly TimeSpan s_over = TimeSpan.FromSeconds(2);

    private CameraPicture _told = CameraPicture.Live;
    private DateTimeOffset? _liveSince;

    /// <summary>Takes a reading. The driver has waited until the fault had lasted.</summary>
    /// <returns>What is worth an event; mostly null.</returns>
    public CameraFault? Take(CameraReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (reading.Picture != CameraPicture.Live)
        {
            _liveSince = null;
            if (reading.Picture == _told)
            {
                return null;
            }

            _told = reading.Picture;
            return new CameraFault(true, _told == CameraPicture.Black ? Black : Frozen);
        }

        if (_told == CameraPicture.Live)
        {
            return null;
        }

        if (_liveSince is not { } since || reading.Time < since)
        {
            _liveSince = reading.Time;
            return null;
        }

        if (reading.Time - since < s_over)
        {
            return null;
        }

        (_told, _liveSince) = (CameraPicture.Live, null);
        return new CameraFault(false, "the picture is live again");
    }

    /// <summary>The connection broke: the picture before it and after it are two.</summary>
    public void Interrupt() => _liveSince = null;
}

/// <summary>Something of a camera that is worth an event.</summary>
/// <param name="IsFault">Whether it began, as <c>device.fault</c>, or is over, as <c>device.online</c>.</param>
/// <param name="Reason"><see cref="CameraFaults.Frozen"/>, <see cref="CameraFaults.Black"/>, or words that it is over.</param>
public readonly record struct CameraFault(bool IsFault, string Reason);
