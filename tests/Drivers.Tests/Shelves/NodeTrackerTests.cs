using Drivers.Shelves.Nodes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Shelves;

/// <summary>Restarts, gaps, repetitions and times.</summary>
public sealed class NodeTrackerTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_hold = TimeSpan.FromSeconds(5);
    private readonly NodeTracker _tracker = new("n1/a1");

    [Fact]
    public void InOrder_NothingIsTold_AndTimesFollowTheNode()
    {
        LoadReading[] readings = [.. Enumerable.Range(0, 20).SelectMany(i => Take(at: 10 + i, sequence: i * 2, uptimeMs: 5000 + (i * 1000), count: 2))];
        Assert.All(readings, reading => Assert.Null(reading.Incident));
        Assert.Equal(40, readings.Length);
        // Two samples a second, the newest of a message when it arrives, the other half a second before.
        Assert.Equal(Enumerable.Range(0, 40).Select(i => s_start.AddSeconds(9.5 + (i * 0.5))), readings.Select(reading => reading.Time));
        Assert.All(readings, reading => Assert.Equal((100m, 21.5m), (reading.Grams, reading.Celsius)));
    }

    [Fact]
    public void SlowMessage_DoesNotMoveTheSamplesIntoTheFuture()
    {
        Take(at: 10, sequence: 0, uptimeMs: 10_000, count: 1);
        Take(at: 11, sequence: 1, uptimeMs: 11_000, count: 1);
        LoadReading late = Assert.Single(Take(at: 15, sequence: 2, uptimeMs: 12_000, count: 1));
        // Three seconds on the way; the crystals may have drifted by a millisecond since.
        Assert.InRange(late.Time, s_start.AddSeconds(12), s_start.AddSeconds(12.01));
    }

    [Fact]
    public void Gap_IsToldOnceAMinute_WithAllThatWasLost()
    {
        Take(at: 0, sequence: 0, uptimeMs: 1000, count: 10);
        Assert.Equal("n1/a1 lost 5 samples, the last of them before number 15", Incident(Take(at: 2, sequence: 15, uptimeMs: 3000, count: 10)));
        Assert.Null(Incident(Take(at: 4, sequence: 30, uptimeMs: 5000, count: 10)));
        Assert.Null(Incident(Take(at: 6, sequence: 45, uptimeMs: 7000, count: 10)));
        Assert.Equal("n1/a1 lost 10 samples, the last of them before number 55", Incident(Take(at: 63, sequence: 55, uptimeMs: 64_000, count: 10)));
    }

    [Fact]
    public void Restart_IsToldAtOnce_AndHoldsTheWeightBack()
    {
        Take(at: 0, sequence: 500, uptimeMs: 60_000, count: 1);
        LoadReading first = Assert.Single(Take(at: 3, sequence: 0, uptimeMs: 400, count: 1, boot: "b2"));
        Assert.Equal("n1/a1 restarted: boot b1 became b2, uptime 60 s became 0.4 s; no weight for 5 s, check the zero", first.Incident);
        Assert.Equal((null, 8_400_000, "restarted"), (first.Grams, first.Counts, Assert.Single(first.Errors)));
        LoadReading held = Assert.Single(Take(at: 7.9, sequence: 1, uptimeMs: 5300, count: 1, boot: "b2"));
        Assert.Equal((null, null), (held.Grams, held.Incident));
        LoadReading again = Assert.Single(Take(at: 8.1, sequence: 2, uptimeMs: 5500, count: 1, boot: "b2"));
        Assert.Equal((100m, null), (again.Grams, again.Incident));
        Assert.Empty(again.Errors);
    }

    /// <summary>Held back for as long as it says and not a moment longer; not at all where it says nothing.</summary>
    [Theory]
    [InlineData(5, 7.999, true)]
    [InlineData(5, 8, false)]
    [InlineData(0, 3, false)]
    public void Hold_LastsAsLongAsItSays(double hold, double at, bool held)
    {
        Take(at: 0, sequence: 500, uptimeMs: 60_000, count: 1);
        _tracker.Take("p", Message(0, 400, 1, "b2"), TimeSpan.FromSeconds(3), s_start.AddSeconds(3), TimeSpan.FromSeconds(hold));
        LoadReading reading = Assert.Single(_tracker.Take("p", Message(1, 400 + (long)((at - 3) * 1000), 1, "b2"), TimeSpan.FromSeconds(at), s_start.AddSeconds(at), TimeSpan.FromSeconds(hold)));
        Assert.Equal(held, reading.Errors.Contains("restarted"));
    }

    /// <summary>The new uptime says nothing of the old one: without forgetting it, a sample would seem a minute old.</summary>
    [Fact]
    public void Restart_TimesAreNow()
    {
        Take(at: 0, sequence: 0, uptimeMs: 60_000, count: 1);
        Assert.Equal(s_start.AddSeconds(3), Assert.Single(Take(at: 3, sequence: 0, uptimeMs: 400, count: 1, boot: "b2")).Time);
        Assert.Equal(s_start.AddSeconds(4), Assert.Single(Take(at: 4, sequence: 1, uptimeMs: 1400, count: 1, boot: "b2")).Time);
        Assert.Null(Incident(Take(at: 64, sequence: 2, uptimeMs: 61_400, count: 1, boot: "b2")));
    }

    [Fact]
    public void Uptime_ThatStandsStill_IsNoRestart()
    {
        Take(at: 0, sequence: 10, uptimeMs: 60_000, count: 1);
        Assert.Null(Incident(Take(at: 1, sequence: 11, uptimeMs: 60_000, count: 1)));
    }

    [Fact]
    public void Losses_AreToldAgainAfterAMinuteAndNotBefore()
    {
        Take(at: 0, sequence: 0, uptimeMs: 1000, count: 1);
        Assert.NotNull(Incident(Take(at: 10, sequence: 2, uptimeMs: 11_000, count: 1)));
        Assert.Null(Incident(Take(at: 69.999, sequence: 4, uptimeMs: 70_999, count: 1)));
        Assert.Equal("n1/a1 lost 2 samples, the last of them before number 6", Incident(Take(at: 70, sequence: 6, uptimeMs: 71_000, count: 1)));
    }

    /// <summary>The second message came faster by 250 or 300 ms, so that its first samples seem older than the one before; times do not go back for that.</summary>
    [Theory]
    [InlineData(10.05)]
    [InlineData(10)]
    public void FasterMessage_DoesNotTurnTimesBack(double at)
    {
        Assert.Equal(s_start.AddSeconds(10), Assert.Single(Take(at: 10, sequence: 0, uptimeMs: 1000, count: 1)).Time);
        Assert.Equal([10, 10, 10, at], Take(at, sequence: 1, uptimeMs: 1300, count: 4).Select(reading => (reading.Time - s_start).TotalSeconds));
    }

    [Fact]
    public void UptimeThatFalls_IsARestart_AlsoWithoutAnotherBoot()
    {
        Take(at: 0, sequence: 10, uptimeMs: 60_000, count: 1);
        Assert.StartsWith("n1/a1 restarted: its uptime fell", Incident(Take(at: 1, sequence: 11, uptimeMs: 500, count: 1)));
    }

    [Fact]
    public void MessageSentTwice_GivesEachSampleOnce()
    {
        Assert.Equal(4, Take(at: 1, sequence: 0, uptimeMs: 1000, count: 4).Count);
        Assert.Empty(Take(at: 1.1, sequence: 0, uptimeMs: 1000, count: 4));
        Assert.Empty(Take(at: 1.2, sequence: 0, uptimeMs: 800, count: 2));
        Assert.Empty(Take(at: 1.3, sequence: 2, uptimeMs: 1000, count: 2));
        Assert.Equal(2, Take(at: 1.4, sequence: 2, uptimeMs: 1400, count: 4).Count);
        Assert.Null(Incident(Take(at: 1.5, sequence: 6, uptimeMs: 1500, count: 1)));
    }

    [Fact]
    public void GatewaysClockSetBack_TimesFollowIt()
    {
        Take(at: 100, sequence: 0, uptimeMs: 1000, count: 1);
        NodeSamples next = Message(1, 1100, 1, "b1");
        LoadReading reading = Assert.Single(_tracker.Take("p", next, TimeSpan.FromSeconds(100.1), s_start.AddSeconds(-3600), s_hold));
        Assert.Equal(s_start.AddSeconds(-3600), reading.Time);
    }

    /// <summary>Whatever the network does to a node's messages, no sample is younger than its message or comes before an earlier one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyDelays_TimesRiseAndAreNeverInTheFuture(int seed)
    {
        var random = new Random(seed);
        DateTimeOffset last = DateTimeOffset.MinValue;
        double arrived = 0;
        for (int i = 0; i < 2000; i++)
        {
            // The node's crystal is fast by 0.05 thousandths; messages take up to a second and come in order.
            double sent = i * 0.1 * 1.00005;
            arrived = Math.Max(arrived, sent + (random.NextDouble() * random.NextDouble()));
            foreach (LoadReading reading in Take(arrived, i, (long)(i * 100.0) + 1000, 1))
            {
                Assert.InRange(reading.Time, last, s_start.AddSeconds(arrived));
                last = reading.Time;
                if (i > 100)
                    Assert.InRange((reading.Time - s_start).TotalSeconds, sent - 0.02, sent + 0.25);
            }
        }
    }

    private static string? Incident(IReadOnlyList<LoadReading> readings)
    {
        Assert.All(readings.Skip(1), reading => Assert.Null(reading.Incident));
        return readings[0].Incident;
    }

    /// <summary>A message whose newest sample is of this uptime; its samples are half a second apart where there are two, else a tenth.</summary>
    private static NodeSamples Message(long sequence, long uptimeMs, int count, string boot)
    {
        int apart = count == 2 ? 500 : 100;
        return new NodeSamples("n1", "a1", boot, sequence, 21.5m,
            [.. Enumerable.Range(0, count).Select(i => new NodeSample(uptimeMs - ((count - 1 - i) * apart), 8_400_000, 100m, true, null))]);
    }

    private IReadOnlyList<LoadReading> Take(double at, long sequence, long uptimeMs, int count, string boot = "b1") =>
        _tracker.Take("p", Message(sequence, uptimeMs, count, boot), TimeSpan.FromSeconds(at), s_start.AddSeconds(at), s_hold);
}
