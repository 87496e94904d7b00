namespace Drivers.Tests.Fakes;

/// <summary>Samples of scales with framed, binary or conversational protocols.</summary>
internal static class HandshakeScaleSamples
{
    public static IReadOnlyList<Sample> All { get; } =
    [
        new("aclas-ps1-cas-pd2", [], Frames.Hex("01 02 53 20 30 30 2e 34 38 38 6b 67 65 03 04")),
        new("avery-berkel", [], Frames.Hex("02 29 30 31 32 35 30 1f 03")),
        new("casio-pd1", [], "\n01.250KG\r\nS00\r\u0003"u8.ToArray()),
        new("dialog06", [], "\u000202\u001b3\u001b01250\u001b001000\u001b001250\u0003"u8.ToArray()),
        new("dibal", Kilograms, "F0000000000954\r"u8.ToArray()),
        new("dibal-pos-98", Kilograms, "9900031600000004\r\n"u8.ToArray()),
        new("keli-tf0", Kilograms, "\u0002+00070011D\u0003"u8.ToArray()),
        new("magellan-single-cable", Kilograms, "S14401250\r"u8.ToArray()),
        new("marques-bm1000", Kilograms, "\u0002000001250\u0003"u8.ToArray()),
        new("massak-100", [], Frames.Hex("f8 55 ce 0d 00 24 0f 00 00 00 01 01 00 00 00 00 00 00 7d 42")),
        new("massak-j", [], Frames.Hex("80 00 d0 07 00")),
        new("samsung-esp", Kilograms, "01.250\r"u8.ToArray()),
        new("toledo-br-prt5", Kilograms, "\u000201250\u0003"u8.ToArray()),
        new("usb-hid-pos", [], Frames.Hex("03 04 0b ff 30 00")),
    ];

    private static Dictionary<string, string> Kilograms => new() { ["unit"] = "kg" };
}
