using EdgeGateway.Core.Devices;

namespace Core.Tests.Devices;

/// <summary>Readings in few words.</summary>
internal static class Readings
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    public static WeightReading Weight(double at, decimal weight, bool? stable = true, NetGross netGross = NetGross.Gross) =>
        new("scale-1", At(at), new WeightFrame(weight, "kg", stable, netGross, [], []));

    public static WeightReading Motion(double at) =>
        new("scale-1", At(at), new WeightFrame(null, null, false, NetGross.Gross, [], ["motion"]));

    public static WeightReading Error(double at, string error, bool? stable = null) =>
        new("scale-1", At(at), new WeightFrame(null, null, stable, NetGross.Unknown, [error], []));

    public static WeightReading Status(double at, params string[] flags) =>
        new("scale-1", At(at), new WeightFrame(null, null, true, NetGross.Gross, [], flags));

    public static LoadReading Load(double at, decimal? grams, bool? stable = true, params string[] errors) =>
        new("plate-1", At(at), (long)((grams ?? 0) * 430), grams, stable, errors);
}
