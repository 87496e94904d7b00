using Drivers.Ports;

namespace Drivers.Detection;

/// <summary>What detection of one port is told.</summary>
public sealed record DetectionRequest
{
    /// <summary>How far it may go.</summary>
    public ProbeScope Probe { get; init; } = ProbeScope.Safe;

    /// <summary>
    /// Whether a display may be on the port that shows whatever it is sent and cannot be deselected. It never answers, so it
    /// looks like a scale that waits to be asked: with it, <see cref="ProbeScope.Safe"/> sends nothing printable.
    /// </summary>
    public bool PlainDisplay { get; init; }

    /// <summary>The only line settings to try; null for all that are usual.</summary>
    public LineSettings? Line { get; init; }

    /// <summary>After how long it gives up.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the port has a line at all: a pty or a network box carries bytes at no speed and without parity.</summary>
    internal bool HasLine { get; init; } = true;
}
