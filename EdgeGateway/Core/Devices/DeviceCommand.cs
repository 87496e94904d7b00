using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeGateway.Core.Devices;

/// <summary>What a device can be told to do. On the wire in snake_case.</summary>
[JsonConverter(typeof(DeviceCommandKindText))]
public enum DeviceCommandKind
{
    /// <summary>Take the present load as zero, within the scale's zero range.</summary>
    Zero,

    /// <summary>Take what lies on the scale as container.</summary>
    Tare,

    /// <summary>Forget the container.</summary>
    ClearTare,

    /// <summary>Take a known weight as container; needs an amount in the scale's unit.</summary>
    PresetTare,

    /// <summary>Set the price a price-computing scale reckons with; needs an amount in currency per unit.</summary>
    UnitPrice,

    /// <summary>Show a text on the scale's display; needs a text.</summary>
    Text,

    /// <summary>Sound the beeper.</summary>
    Beep,

    /// <summary>Ask whether the device is there and speaks the protocol, without side effect.</summary>
    Echo,
}

/// <summary>One command to one device.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Amount">How much, where the kind needs it: the scale's unit, or currency per unit.</param>
/// <param name="Text">The text, where the kind needs one.</param>
public sealed record DeviceCommand(DeviceCommandKind Kind, decimal? Amount = null, string? Text = null);

/// <summary>What became of a command.</summary>
/// <param name="Done">Whether the device did it, or, where its protocol has no answer, took it without complaint.</param>
/// <param name="Reason">What the device said, or why it was not done, in words; null where there is nothing to say.</param>
public sealed record CommandOutcome(bool Done, string? Reason)
{
    /// <summary>It was not done, for that reason.</summary>
    public static CommandOutcome Refused(string reason) => new(false, reason);
}

/// <summary>A driver whose device can be told something while it is being read.</summary>
public interface ICommandedDriver : IDriver
{
    /// <summary>What it can be told.</summary>
    IReadOnlyList<DeviceCommandKind> Commands { get; }

    /// <summary>Tells it, between two readings; may be called from any thread while <see cref="IDriver.ReadAsync"/> runs.</summary>
    ValueTask<CommandOutcome> ExecuteAsync(DeviceCommand command, CancellationToken cancellationToken);
}

/// <summary>Writes a command kind in snake_case.</summary>
public sealed class DeviceCommandKindText() : JsonStringEnumConverter<DeviceCommandKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
