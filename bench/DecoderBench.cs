using System.Globalization;
using Drivers;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Bench;

/// <summary>What one frame costs each decoder, beside a copy of the same bytes and the time the frame takes on its line.</summary>
internal static class DecoderBench
{
    private const int FramesARead = 64;
    private const int Reads = 2_000;
    private const int Rounds = 9;

    /// <summary>Measures every decoder that the <c>decode</c> verb knows.</summary>
    public static IReadOnlyList<BenchRow> Run(CancellationToken cancellationToken)
    {
        var rows = new List<BenchRow>();
        foreach (var name in FrameDecoders.Names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Add(Measure(name));
        }

        return rows;
    }

    private static BenchRow Measure(string name)
    {
        var sample = Samples.Of(name.Replace('_', '-'));
        byte[] read = [.. Enumerable.Repeat(sample.Frame, FramesARead).SelectMany(frame => frame)];
        var decoder = FrameDecoders.Create(name, new Dictionary<string, string>(), out _)!;
        var frames = new List<WeightFrame>(FramesARead);
        var copy = new byte[read.Length];
        var decoding = new List<double>(Rounds);
        var copying = new List<double>(Rounds);
        long allocated = 0;
        for (var round = 0; round < Rounds; round++)
        {
            copying.Add(Nanoseconds(() => read.AsSpan().CopyTo(copy)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            decoding.Add(Nanoseconds(() =>
            {
                frames.Clear();
                decoder.Feed(read, frames);
            }));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var line = sample.Frame.Length * 10 / 115_200.0 * 1e9;
        var cost = Median(decoding);
        return new BenchRow(
            string.Create(CultureInfo.InvariantCulture, $"decode {name}, a frame of {sample.Frame.Length} bytes"),
            string.Create(CultureInfo.InvariantCulture, $"{cost:0} ns, {allocated / (double)(FramesARead * Reads):0} bytes allocated"),
            string.Create(CultureInfo.InvariantCulture, $"copying the bytes {Median(copying):0.0} ns; the line at 115,200 baud {line:0} ns"),
            string.Create(CultureInfo.InvariantCulture, $"the decoder takes 1/{line / cost:0} of the line's time; {FramesARead} frames a read"));
    }

    private static double Nanoseconds(Action once)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var read = 0; read < Reads; read++)
        {
            once();
        }

        return TimeProvider.System.GetElapsedTime(started).TotalNanoseconds / (FramesARead * Reads);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
