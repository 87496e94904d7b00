using Drivers.Shelves.Iio;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves;

/// <summary>ADS1015 (12 bits) and ADS1115 (16 bits), signed, four inputs or differences of two, on I2C.</summary>
/// <remarks>Too coarse for a bare load cell: for amplified cells and other sensors. Source: data sheets; Linux <c>drivers/iio/adc/ti-ads1015.c</c>.</remarks>
internal static class Ads1015
{
    /// <summary>What the kernel shows of it.</summary>
    public static IioChip Chip { get; } = new(
        "ads1015", "ADS1015 or ADS1115 converter (Linux IIO), for amplified cells", ["ads1015", "ads1115"], "ti,ads1015",
        ["0", "1", "2", "3", "0-1", "0-3", "1-3", "2-3"], -(1 << 15), (1 << 15) - 1)
    {
        Rates = [8, 16, 32, 64, 128, 250, 475, 490, 860, 920, 1600, 2400, 3300],
    };

    /// <summary>Its entry in the catalogue.</summary>
    public static DriverDescription Description { get; } = IioPlate.Describe(Chip);
}
