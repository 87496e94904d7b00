using EdgeGateway.Core.Devices;
using Simulators.Session;
using Simulators.Shelves;

namespace Drivers.Tests.Shelves;

/// <summary>What tests of plates have in common.</summary>
internal static class Plates
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Simulated plates without a ground truth, unit ids 1, 2 and so on.</summary>
    public static PlateSurface[] Surfaces(int count, TimeSpan? sampleEvery = null)
    {
        var random = new Random(1);
        var truth = new GroundTruth(null, TimeProvider.System);
        return [.. Enumerable.Range(1, count).Select(unit => new PlateSurface(unit, 10_000m, random, TimeProvider.System, truth, sampleEvery))];
    }

    /// <summary>Reads until a sample is as wanted.</summary>
    public static async Task<LoadReading> FirstAsync(OpenDevice plate, Func<LoadReading, bool> wanted)
    {
        await foreach (Reading reading in plate.Driver.ReadAsync(Ct))
        {
            if (wanted((LoadReading)reading))
                return (LoadReading)reading;
        }
        throw new InvalidOperationException("the driver ended without a word");
    }

    /// <summary>Reads until the driver fails.</summary>
    public static async Task<Exception> FailureAsync(OpenDevice plate) =>
        await Record.ExceptionAsync(() => FirstAsync(plate, _ => false)) ?? throw new InvalidOperationException("no failure");
}
