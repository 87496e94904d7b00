using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Weighing;

/// <summary>A load that has been captured and still lies there.</summary>
/// <param name="Weight">What the scale shows of it now.</param>
/// <param name="Unit">In which unit.</param>
/// <param name="NetGross">Whether the scale takes a container off.</param>
/// <param name="Tare">The container that the gateway took off when it was captured, in that unit; with it the pan's zero is judged.</param>
internal sealed record PanLoad(decimal Weight, string Unit, NetGross NetGross, decimal Tare);
