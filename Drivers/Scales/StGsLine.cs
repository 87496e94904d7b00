using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Indicators that send <c>ST,GS,+  1.240kg</c>: the usual line of Chinese and many other makers.</summary>
/// <remarks>
/// Line 9600-8N1 as a rule. Most send by themselves; some answer a request (<c>READ</c>, Rinstrum and Dini Argeo; <c>W</c> without an end,
/// Kern EOC), which the profile's <c>request</c> names. The protocol has no commands that all of them know. Lines:
/// <see cref="StGsLineFormat"/>.
/// </remarks>
internal static class StGsLine
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "st_gs_line",
        Model = "Generic indicator line ST,GS,+ 1.240kg (streaming)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1", "1200-8N1", "19200-8N1", "9600-7E1", "2400-7E1"],
        CreateDecoder = (_, use) => new LineFrames(new StGsLineFormat(), joinsMidLine: use == ProfileUse.Device),
        CreateExchange = (profile, decoder) => profile.Choice("request", "none", "", "none", "READ", "W") switch
        {
            "READ" => new Question("READ\r\n"u8.ToArray(), decoder),
            "W" => new Question("W"u8.ToArray(), decoder),
            _ => null,
        },
        Hint = "profile.request where the scale sends only when asked",
    };
}
