using Drivers.Shelves.Iio;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves;

/// <summary>NAU7802, 24 bits signed, two channels, on I2C.</summary>
/// <remarks>
/// The kernel begins with 320 conversions a second when it polls, the noisiest rate: 10 is set unless the profile says otherwise. It has no buffer. Its
/// <c>name</c> is the bus address (<c>1-002a</c>) with many kernels. Source: data sheet; Linux <c>drivers/iio/adc/nau7802.c</c>.
/// </remarks>
internal static class Nau7802
{
    /// <summary>What the kernel shows of it.</summary>
    public static IioChip Chip { get; } = new(
        "nau7802", "NAU7802 load-cell converter (Linux IIO)", ["nau7802"], "nuvoton,nau7802", ["0", "1"], -(1 << 23), (1 << 23) - 1)
    {
        Gains = static _ => [128, 64, 32, 16, 8, 4, 2, 1],
        Rates = [10, 40, 80, 320],
        UsualRate = 10,
    };

    /// <summary>Its entry in the catalogue.</summary>
    public static DriverDescription Description { get; } = IioPlate.Describe(Chip);
}
