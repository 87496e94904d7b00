namespace Drivers.Shelves.Iio;

/// <summary>What one kind of converter is like behind Linux IIO; the driver for it is made of this.</summary>
/// <param name="Driver">The driver's name in the catalogue.</param>
/// <param name="Model">The converter in words.</param>
/// <param name="KernelNames">What its <c>name</c> file may say.</param>
/// <param name="Compatible">The device tree's word for it, for kernels whose <c>name</c> is the bus address.</param>
/// <param name="Channels">Which channels it has; <c>0-1</c> is the difference of two.</param>
/// <param name="Least">The least value of its range; there it is saturated.</param>
/// <param name="Most">The greatest value of its range.</param>
/// <remarks>Sources: Linux <c>drivers/iio/adc/hx711.c</c>, <c>nau7802.c</c>, <c>ti-ads1015.c</c>; the chips' data sheets.</remarks>
internal sealed record IioChip(
    string Driver, string Model, IReadOnlyList<string> KernelNames, string Compatible, IReadOnlyList<string> Channels, long Least, long Most)
{
    /// <summary>Amplifications by channel, in ascending order of the scale they give; empty where the driver names only scales.</summary>
    public Func<string, IReadOnlyList<int>> Gains { get; init; } = static _ => [];

    /// <summary>Values that are what a line stuck high or low reads as, and no load.</summary>
    public IReadOnlyList<long> Stuck { get; init; } = [];

    /// <summary>Conversions a second it can be set to; empty where a pin of the chip sets it.</summary>
    public IReadOnlyList<int> Rates { get; init; } = [];

    /// <summary>The rate it is set to where the profile names none; null leaves it as it is.</summary>
    public int? UsualRate { get; init; }

    /// <summary>Why a value is no load: <c>over_range</c>, <c>under_range</c>, <c>sensor_fault</c>; null where it is one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="bits">How many bits the value has where the kernel says; 0 where it does not.</param>
    public string? Fault(long value, int bits)
    {
        // One driver of the kernel serves chips of 12 and of 16 bits.
        bool narrower = Least < 0 && bits is > 0 and < 24;
        long most = narrower ? (1L << (bits - 1)) - 1 : Most;
        long least = narrower ? -(1L << (bits - 1)) : Least;
        return value >= most ? "over_range" : value <= least ? "under_range" : Stuck.Contains(value) ? "sensor_fault" : null;
    }
}
