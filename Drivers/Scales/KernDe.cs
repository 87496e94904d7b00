using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>KERN DE and similar platform scales, asked with <c>w</c> or streaming.</summary>
/// <remarks>
/// Line 9600-8N1. Commands are one letter without an end: <c>w</c> weight, stable or not; <c>s</c> when stable; <c>t</c> tare, which takes the
/// tare off again on an empty scale. They are not answered. Lines: <see cref="KernDeFormat"/>.
/// </remarks>
internal static class KernDe
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "kern_de",
        Model = "KERN DE and similar scales (polled with w, or streaming)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1", "19200-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new KernDeFormat(), joinsMidLine: use == ProfileUse.Device),
        CreateExchange = (profile, decoder) => PollOrStream.Read(profile, "w"u8, decoder),
        Commands = [ScaleCommand.Fixed(DeviceCommandKind.Tare, "t"u8.ToArray())],
    };
}
