namespace Drivers.Tests.Fakes;

/// <summary>One sample for each driver of the catalogue; a new driver adds its own to one of the lists.</summary>
internal static class Samples
{
    public static IReadOnlyList<Sample> All { get; } =
    [
        new("toledo-8217", new() { ["unit"] = "kg" }, Frames.Weight8217("01.250")),
        new("toledo-continuous", new() { ["unit"] = "kg", ["checksum"] = "none" }, Frames.Continuous(1250, 5)),
        new(
            "modbus-plate",
            new()
            {
                ["unit_id"] = "1", ["function"] = "holding", ["address"] = "7", ["type"] = "int32", ["word_order"] = "big", ["scale"] = "0.1",
            },
            [0x01, 0x03, 0x04, 0x00, 0x00]),
        new("hx711", [], []),
        new("nau7802", [], []),
        new("ads1015", [], []),
        new("shelf-node", [], []) { Port = "mqtt://127.0.0.1:9/node-1/a1", MissingPort = "mqtt://127.0.0.1:9/node-1/a1" },
        new("camera", [], []) { Port = "rtsp://127.0.0.1:9/stream1", MissingPort = "/dev/v4l/by-path/nothing" },
        .. TextScaleSamples.All,
        .. HandshakeScaleSamples.All,
        .. ScannerSamples.All,
        .. PrinterSamples.All,
    ];

    public static Sample Of(string driver) => All.Single(sample => sample.Driver == driver);
}
