namespace Drivers.Tests.Fakes;

/// <summary>Samples of printers.</summary>
internal static class PrinterSamples
{
    public static IReadOnlyList<Sample> All { get; } =
    [
        new("escpos", new() { ["model"] = "epson-tm-t20" }, [0x10, 0x00, 0x00, 0x00]),
        new("zpl", new() { ["model"] = "zebra-zd-203" }, [.. "\u0002030,0,0,1225,000,0,0,0,000,0,0,0\u0003"u8]),
        new("tspl", new() { ["model"] = "gprinter-58" }, [0x00, 0x00]),
    ];
}
