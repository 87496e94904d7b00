namespace Simulators.Line;

/// <summary>One character as the receiving side of a line made it out.</summary>
/// <param name="Value">What it read.</param>
/// <param name="Damaged">Whether the parity bit was wrong or the stop bit missing.</param>
internal readonly record struct WireByte(byte Value, bool Damaged);
