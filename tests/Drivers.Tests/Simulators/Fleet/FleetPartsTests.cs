using System.Net;
using System.Text.Json;
using Simulators.Fleet;
using Tests.Shared;

namespace Drivers.Tests.Simulators.Fleet;

public sealed class FleetPartsTests
{
    private static readonly FleetPlan s_plan = new(
        10, [new IPEndPoint(IPAddress.Loopback, 1883)], null, 6, TimeSpan.Zero, TimeSpan.FromSeconds(0.5), TimeSpan.FromMinutes(1), TimeSpan.Zero);

    [Fact]
    public void Outbox_TrimmedInAnyPortions_KeepsTheTimesOfWhatWaits()
    {
        var outbox = new FleetOutbox();
        var start = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
        var random = new Random(3);
        for (var i = 1; i <= 5_000; i++)
        {
            outbox.Add(start.AddSeconds(i));
            if (random.Next(4) == 0)
            {
                _ = outbox.Trim(outbox.Committed + random.Next((int)outbox.Depth + 1));
            }

            if (outbox.Depth > 0)
            {
                Assert.Equal((start.AddSeconds(outbox.Committed + 1), start.AddSeconds(i)), (outbox.Oldest, outbox.TimeOf(i)));
            }
        }

        Assert.Equal(0, outbox.Trim(outbox.Committed - 1));
        Assert.Throws<InvalidDataException>(() => outbox.Trim(5_001));
    }

    [Fact]
    public void Events_WhatAPlateSays_AgreesWithWhatWasTaken()
    {
        var lying = Enumerable.Range(1, 8).ToDictionary(i => $"plate-{i}", _ => 20L);
        for (var seq = 1L; seq <= 2_000; seq++)
        {
            if (!FleetEvents.TypeOf(seq).StartsWith("stock.", StringComparison.Ordinal))
            {
                continue;
            }

            using var data = JsonDocument.Parse(FleetEvents.Data(seq));
            var plate = data.RootElement.GetProperty("plate").GetString()!;
            var effect = FleetEvents.EffectOf(seq);
            lying[plate] += effect.Returned - effect.Taken;
            Assert.Equal(lying[plate], data.RootElement.GetProperty("on_plate").GetInt64());
            Assert.Equal(effect.Returned + effect.Taken, data.RootElement.GetProperty("count").GetInt64());
        }
    }

    [Fact]
    public void Pause_GrowsWithEachFailureUpToTheLongest_AndIsShortAgainAfterOneOfUse()
    {
        var pause = new ReconnectPause(s_plan, () => 0.999999);
        double[] longest = [.. Enumerable.Range(0, 8).Select(_ => Math.Round(pause.Next().TotalSeconds, 1))];
        pause.WasOfUse();

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], longest);
        Assert.Equal(1, pause.Next().TotalSeconds, 1);
    }

    [Fact]
    public void Pause_WithASpread_TakesTheFirstAttemptFromAllOfIt()
    {
        var pause = new ReconnectPause(s_plan with { Spread = TimeSpan.FromSeconds(20) }, () => 0.5);

        Assert.Equal([10.25, 1.25], [pause.Next().TotalSeconds, pause.Next().TotalSeconds]);
    }

    [Fact]
    public void Counts_PercentilesOfASecond_AreOfThatSecondAlone()
    {
        var counts = new FleetCounts();
        foreach (var ms in Enumerable.Range(1, 100))
        {
            counts.Committed(TimeSpan.FromMilliseconds(ms));
        }

        Assert.Equal((50, 99), counts.TakeTrips());
        Assert.Null(counts.TakeTrips());
    }

    [Fact]
    public async Task Line_ThatIsNotUnderstood_SaysWhatIsExpected()
    {
        var run = new FleetRun(s_plan, 1, new ManualClock());

        Assert.Contains("cut PERCENT HURRY", await run.ObeyAsync("cut half", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("heal", await run.ObeyAsync("cut 101 1", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Null(await run.ObeyAsync("cut 50 30", TestContext.Current.CancellationToken));
        Assert.Null(await run.ObeyAsync("heal", TestContext.Current.CancellationToken));
    }
}
