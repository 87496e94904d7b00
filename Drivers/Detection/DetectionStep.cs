using Drivers.Ports;

namespace Drivers.Detection;

/// <summary>What is to be done next on the port, before waiting until <see cref="PortInquiry.WaitUntil"/>.</summary>
/// <param name="Line">What the port is set to; null on a port without a line.</param>
/// <param name="Send">What is sent; empty for nothing.</param>
internal readonly record struct DetectionStep(LineSettings? Line, ReadOnlyMemory<byte> Send);
