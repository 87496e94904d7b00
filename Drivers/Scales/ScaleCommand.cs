using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>How a scale protocol does one command.</summary>
/// <param name="Kind">The command.</param>
internal sealed record ScaleCommand(DeviceCommandKind Kind)
{
    /// <summary>The bytes to send; throws <see cref="DeviceException"/> where amount or text does not fit, in words.</summary>
    public required Func<DeviceCommand, byte[]> Encode { get; init; }

    /// <summary>Reads the scale's answer out of a frame: null where this frame is not the answer. Null as a whole: the protocol does not answer.</summary>
    public Func<WeightFrame, CommandOutcome?>? Answer { get; init; }

    /// <summary>For what is not sent but changes how the scale is asked from now on (a unit price that goes with each question).</summary>
    public Action<IExchange, DeviceCommand>? Apply { get; init; }

    /// <summary>A command of fixed bytes.</summary>
    public static ScaleCommand Fixed(DeviceCommandKind kind, byte[] bytes, Func<WeightFrame, CommandOutcome?>? answer = null) =>
        new(kind) { Encode = _ => bytes, Answer = answer };
}
