namespace Drivers.Ports;

/// <summary>
/// One or more bytes were damaged on the line (parity, framing or break) and are left out. Reading can go on: the next
/// byte read is the one behind the damage. A driver throws away the frame under way.
/// </summary>
public sealed class LineErrorException(string message) : IOException(message);
