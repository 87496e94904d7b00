namespace Simulators.Shelves;

/// <summary>What the kernel shows of one kind of converter.</summary>
/// <param name="Name">The text of <c>name</c>.</param>
/// <param name="Offset">Added to the counts of the cell: a converter in offset binary has half its range at 0.</param>
/// <param name="Drop">How many low bits of the cell's 24 it does not have.</param>
/// <param name="Broken">The value of a broken cell: the end of the range.</param>
/// <param name="ScanType">The text of <c>scan_elements/in_voltage0_type</c>; null where the driver has no buffer.</param>
/// <param name="Files">Other files of the device, and what stands in them at first.</param>
/// <remarks>Sources: Linux, <c>drivers/iio/adc/hx711.c</c>, <c>nau7802.c</c>, <c>ti-ads1015.c</c>; <c>Documentation/ABI/testing/sysfs-bus-iio</c>.</remarks>
internal sealed record IioChip(string Name, int Offset, int Drop, int Broken, string? ScanType, IReadOnlyList<(string File, string Text)> Files)
{
    /// <summary>Every converter there is one of.</summary>
    public static IReadOnlyList<IioChip> All { get; } =
    [
        new("hx711", 1 << 23, 0, (1 << 24) - 1, "le:u24/32>>0",
        [
            ("in_voltage_scale", "0.000002327"),
            ("in_voltage0_scale_available", "0.000002327 0.000004655 "),
            ("in_voltage1_scale_available", "0.000009311 "),
        ]),
        new("nau7802", 0, 0, (1 << 23) - 1, null,
        [
            ("in_voltage_scale", "0.000003074"),
            ("sampling_frequency", "320"),
            ("sampling_frequency_available", "10 40 80 320"),
        ]),
        new("ads1015", 0, 12, 2047, "le:s12/16>>4",
        [
            ("in_voltage0_scale", "1.000000000"),
            ("in_voltage0_scale_available", "3.000000000 2.000000000 1.000000000 0.500000000 0.250000000 0.125000000"),
            ("in_voltage0_sampling_frequency", "1600"),
            ("sampling_frequency_available", "128 250 490 920 1600 2400 3300"),
        ]),
    ];

    /// <summary>What it reads for the counts of a 24-bit cell.</summary>
    public int Value(int counts, bool isBroken) => isBroken ? Broken : (counts >> Drop) + Offset;
}
