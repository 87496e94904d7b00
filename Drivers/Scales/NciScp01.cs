using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>NCI and Weigh-Tronix scales in SCP-01; also CAS PD-II, Brecknell and Avery "W", and METTLER DIVA in its ECR mode.</summary>
/// <remarks>
/// Line 9600-7E1 or 8N1. Commands are a letter and CR: <c>W</c> weight, <c>S</c> status, <c>Z</c> zero, <c>T</c> tare. All are answered, those other than
/// <c>W</c> with the status; not every model knows <c>T</c>, and one that does not says so. Frames: <see cref="NciScp01Decoder"/>.
/// </remarks>
internal static class NciScp01
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "nci_scp01",
        Model = "NCI / Weigh-Tronix SCP-01, CAS PD-II \"W\", Brecknell, Avery \"W\" (polled)",
        Lines = ["9600-7E1", "9600-8N1", "4800-7E1", "2400-7E1", "1200-7E1"],
        CreateDecoder = (_, _) => new NciScp01Decoder(),
        CreateExchange = (_, decoder) => new Question("W\r"u8.ToArray(), decoder),
        Commands =
        [
            ScaleCommand.Fixed(DeviceCommandKind.Zero, "Z\r"u8.ToArray(), Answer),
            ScaleCommand.Fixed(DeviceCommandKind.Tare, "T\r"u8.ToArray(), Answer),
            ScaleCommand.Fixed(DeviceCommandKind.Echo, "S\r"u8.ToArray(), AnswerToStatus),
        ],
    };

    /// <summary>A scale in motion takes neither zero nor tare, and says so with its status.</summary>
    private static CommandOutcome? Answer(WeightFrame frame) => frame.Flags.Contains("motion")
        ? CommandOutcome.Refused("the load is in motion")
        : CommandAnswers.First(frame);

    private static CommandOutcome? AnswerToStatus(WeightFrame frame) =>
        FrameErrors.IsDamage(frame.Errors) ? null : new CommandOutcome(true, "the scale gives its status");
}
