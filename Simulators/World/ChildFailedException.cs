namespace Simulators.World;

/// <summary>A child ended, or did not become ready, when it should have been running. The message has the last lines of its log.</summary>
public sealed class ChildFailedException(string message) : Exception(message);
