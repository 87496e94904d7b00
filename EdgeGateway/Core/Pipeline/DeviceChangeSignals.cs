using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Pipeline;

/// <summary>A device came. Put in before its supervisor starts, so that everything it says is behind it.</summary>
/// <param name="Interpreter">What makes events of its readings.</param>
/// <param name="Time">When, by the gateway's clock.</param>
public sealed record DeviceAddedSignal(DeviceInterpreter Interpreter, DateTimeOffset Time) : DeviceSignal(Interpreter.DeviceId, Time);

/// <summary>Of no device: asks whether the pipeline still comes round.</summary>
/// <param name="Came">Called on the pipeline's thread when it does; must be quick and must not throw.</param>
/// <param name="Time">When it was asked, by the gateway's clock.</param>
public sealed record TurnSignal(Action Came, DateTimeOffset Time) : DeviceSignal("", Time);

/// <summary>A device goes. Put in after its supervisor has ended, so that nothing it said is behind it.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Time">When, by the gateway's clock.</param>
public sealed record DeviceRemovedSignal(string DeviceId, DateTimeOffset Time) : DeviceSignal(DeviceId, Time);
