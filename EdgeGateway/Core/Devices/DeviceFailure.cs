namespace EdgeGateway.Core.Devices;

/// <summary>Why a connection ended.</summary>
/// <param name="Reason">In words, at most <see cref="LongestReason"/> characters.</param>
/// <param name="Unexpected">What a driver threw that is neither its port's nor its device's fault: a mistake in it; else null.</param>
internal sealed record DeviceFailure(string Reason, Exception? Unexpected = null)
{
    /// <summary>Reasons are stored in events, so they are cut here.</summary>
    public const int LongestReason = 300;

    /// <summary>Says what an exception means.</summary>
    public static DeviceFailure From(Exception exception)
    {
        var expected = exception is DeviceException or IOException or UnauthorizedAccessException or TimeoutException;
        var reason = expected ? exception.Message : $"the driver broke: {exception.GetType().Name}: {exception.Message}";
        return new DeviceFailure(reason.Length > LongestReason ? reason[..LongestReason] : reason, expected ? null : exception);
    }
}
