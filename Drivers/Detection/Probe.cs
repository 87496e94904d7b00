using Drivers.Ports;

namespace Drivers.Detection;

/// <summary>One question of the plan: the same bytes on the wire for every candidate they ask.</summary>
/// <param name="Carrier">What the port is set to; null on a port without a line.</param>
/// <param name="Bytes">What the port sends.</param>
/// <param name="Asked">Whom it asks.</param>
/// <param name="Stage">When it is due.</param>
internal sealed record Probe(LineSettings? Carrier, byte[] Bytes, IReadOnlyList<Candidate> Asked, ProbeStage Stage)
{
    /// <summary>What it is, in words.</summary>
    public string Why => $"asks {string.Join(", ", Asked.Select(candidate => candidate.Protocol.DriverName).Distinct(StringComparer.Ordinal))}";
}

/// <summary>In which order questions are sent on one line setting: by the harm they could do.</summary>
internal enum ProbeStage
{
    /// <summary>Control characters that nobody acts on.</summary>
    Quiet,

    /// <summary>Printable, ended by CR or LF: behind the guard.</summary>
    Line,

    /// <summary>With the letter E, at which an 8217 echoes from then on: followed by F, which ends that.</summary>
    Echo,

    /// <summary>Printable without an end: behind the guard, and behind the others, because a line-wise scale would keep it in front of the next.</summary>
    Letter,

    /// <summary>With letters that could zero or tare a scale of another protocol: once all others were silent.</summary>
    Last,

    /// <summary>What a power supply could take for a command: once it is known that none is there.</summary>
    NoPowerSupply,
}
