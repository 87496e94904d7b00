using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Adam Equipment scales: CPWplus and the like, and AZextra, whose conversation differs.</summary>
/// <remarks>
/// <para>CPWplus, 9600-8N1: <c>G</c> CR LF asks for gross, <c>N</c> for net, <c>T</c> tares, <c>Z</c> zeroes. The net weight is asked for, which is
/// the gross one while no tare is set. Source: Adam CPWplus manual p. 16.</para>
/// <para>AZextra, 4800-8N1: <c>P</c> CR LF asks, <c>Z</c> and <c>T</c> as above. It is silent unless there is a new weight other than zero,
/// and beeps each time it is asked about one it has given: so it is asked seldom, silence is no fault, and an emptied
/// scale is known only by its last weight growing old. A dead cable looks the same.</para>
/// </remarks>
internal static class Adam
{
    private static readonly IReadOnlyList<ScaleCommand> s_commands =
    [
        ScaleCommand.Fixed(DeviceCommandKind.Zero, "Z\r\n"u8.ToArray()),
        ScaleCommand.Fixed(DeviceCommandKind.Tare, "T\r\n"u8.ToArray()),
    ];

    /// <summary>CPWplus, and the decoder of them all.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "adam",
        Model = "Adam CPWplus and similar scales (polled with N, or streaming)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new AdamFormat(), joinsMidLine: use == ProfileUse.Device),
        CreateExchange = (profile, decoder) => PollOrStream.Read(profile, "N\r\n"u8, decoder),
        Commands = s_commands,
    };

    /// <summary>AZextra.</summary>
    public static ScaleProtocol Azextra { get; } = new()
    {
        Name = "adam_azextra",
        Model = "Adam AZextra price scales (polled with P; silent without a new weight)",
        Lines = ["4800-8N1", "9600-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new AdamFormat(), joinsMidLine: use == ProfileUse.Device),
        CreateExchange = (_, decoder) => new Question("P\r\n"u8.ToArray(), decoder),
        SilencesAllowed = int.MaxValue,
        PollIntervalMs = 1_000,
        Commands = s_commands,
    };
}
