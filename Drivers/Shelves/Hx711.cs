using Drivers.Shelves.Iio;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves;

/// <summary>HX711, 24 bits in offset binary: no load on the cell is 8388608. Channel 0 is input A (gain 128 or 64), 1 is input B (32).</summary>
/// <remarks>
/// The RATE pin sets 10 or 80 conversions a second. 0 and 16777215 are the ends of the range. 8388607 and 8388608 are what a data line stuck high or low
/// reads as (24 bits all alike): they are refused too, which costs a cell that rests exactly there one sample in twenty. Source: data sheet; Linux <c>drivers/iio/adc/hx711.c</c>.
/// </remarks>
internal static class Hx711
{
    /// <summary>What the kernel shows of it.</summary>
    public static IioChip Chip { get; } = new("hx711", "HX711 load-cell converter (Linux IIO)", ["hx711"], "avia,hx711", ["0", "1"], 0, (1 << 24) - 1)
    {
        Gains = static channel => channel == "0" ? [128, 64] : [32],
        Stuck = [(1 << 23) - 1, 1 << 23],
    };

    /// <summary>Its entry in the catalogue.</summary>
    public static DriverDescription Description { get; } = IioPlate.Describe(Chip);
}
