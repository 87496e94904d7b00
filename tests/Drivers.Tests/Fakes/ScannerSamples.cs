using Drivers.Tests.Scanners;

namespace Drivers.Tests.Fakes;

/// <summary>Samples of scanners.</summary>
internal static class ScannerSamples
{
    public static IReadOnlyList<Sample> All { get; } =
    [
        new("serial-scanner", new() { ["suffix"] = "cr" }, [.. "]E02112345012506\r"u8]),
        new("evdev-scanner", new() { ["separator"] = "f8" }, new KeyEvents().Type("]A0B-7").Enter().Bytes),
    ];
}
