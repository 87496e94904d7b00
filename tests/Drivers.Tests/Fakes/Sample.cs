namespace Drivers.Tests.Fakes;

/// <summary>What the tests over the whole catalogue need of one driver.</summary>
/// <param name="Driver">Its name in the catalogue.</param>
/// <param name="Profile">A profile that it accepts.</param>
/// <param name="Frame">One whole frame by the manual, with a weight where it is a scale; empty where it is not read on a line.</param>
internal sealed record Sample(string Driver, Dictionary<string, string> Profile, byte[] Frame)
{
    /// <summary>A port that it accepts.</summary>
    public string Port { get; init; } = "/dev/ttyS9";

    /// <summary>A port that it accepts and where nothing is.</summary>
    public string MissingPort { get; init; } = "/dev/serial/by-id/none";
}
