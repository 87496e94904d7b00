namespace EdgeGateway.Core.Setup;

/// <summary>One mistake in what was asked for.</summary>
/// <param name="Path">The setting, such as <c>port</c> or <c>profile.unit</c>; empty where it is none in particular.</param>
/// <param name="Message">What came, what was expected, what to do.</param>
public sealed record SetupError(string Path, string Message);
