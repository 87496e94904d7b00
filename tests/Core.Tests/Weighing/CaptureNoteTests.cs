using System.Text.Json;
using Core.Tests.Devices;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Weighing;
using Tests.Shared;

namespace Core.Tests.Weighing;

/// <summary>Restarts and kills: what was captured before is captured once.</summary>
public sealed class CaptureNoteTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-weighing-").FullName;
    private readonly RecordedLog<WeighingShop> _log = new();
    private double _now;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void SameLoadAfterARestart_IsNotCapturedAgain()
    {
        Assert.Single(Feed(Start(), 0m, 1.250m));

        Assert.Empty(Feed(Start(), 1.251m, 1.250m));
    }

    [Fact]
    public void AnotherLoadAfterARestart_IsCapturedAndMarked()
    {
        Feed(Start(), 0m, 1.250m);

        var draft = Assert.Single(Feed(Start(), 0.480m, 0.480m));

        using var data = JsonDocument.Parse(draft.Data);
        Assert.True(data.RootElement.GetProperty("at_start").GetBoolean());
    }

    [Fact]
    public void GoodsAddedToTheCapturedLoad_AreStillTheSameLoadAfterARestart()
    {
        Feed(Start(), 0m, 1.250m, 1.750m);

        Assert.Empty(Feed(Start(), 1.750m));
    }

    [Fact]
    public void SameWeightAfterAnEmptyPan_IsAnotherLoad()
    {
        Feed(Start(), 0m, 1.250m, 0m);

        Assert.Single(Feed(Start(), 1.250m));
    }

    [Fact]
    public void CaptureThatMayNotHaveReachedTheOutbox_IsHandedOverAgain_TheSameToTheByte()
    {
        var first = Assert.Single(Feed(Start(), 0m, 1.250m));

        var again = Assert.Single(Start().Restored);

        Assert.Equal((first.Type, first.DeviceId, first.Time, first.OriginId), (again.Type, again.DeviceId, again.Time, again.OriginId));
        Assert.Equal(first.Data, again.Data);
    }

    [Fact]
    public void CaptureThatTheOutboxHas_IsForgottenWithTheNextNote()
    {
        var shop = Shop();
        var interpreter = new WeighingInterpreter("scale-1", null, null, shop);
        shop.Delivered(Feed(interpreter, 0m, 1.250m));

        Feed(interpreter, 0m);

        Assert.Empty(Start().Restored);
    }

    [Fact]
    public void CapturesHeldWhileTheOutboxRefuses_AreAllHandedOverAgain()
    {
        var drafts = Feed(Start(), 0m, 1.250m, 0m, 0.480m, 0m, 0.730m);

        Assert.Equal(drafts.Select(draft => draft.OriginId), Start().Restored.Select(draft => draft.OriginId));
    }

    [Fact]
    public void ContainerByKey_OutlivesARestart_SoThatItIsNoLoad()
    {
        var first = Start();
        first.Press(new TareKey(0.200m, "kg"), Readings.At(_now), out _);

        var second = Start();

        Assert.Empty(Feed(second, 0.200m));
        Assert.Single(Feed(second, 0.700m));
    }

    [Fact]
    public void UnreadableNote_IsSaid_AndBegunAnew()
    {
        File.WriteAllText(Path.Combine(_folder, "scale-1.json"), """{"lying":{"weight":"1.2""");

        Assert.Single(Feed(Start(), 1.250m));

        Assert.Equal([1163], _log.Lines.Select(line => line.Id));
    }

    [Fact]
    public void NoteHalfWrittenBesideTheOld_IsNotRead()
    {
        Feed(Start(), 0m, 1.250m);
        File.WriteAllText(Path.Combine(_folder, "scale-1.json.new"), """{"lying":{"wei""");

        Assert.Empty(Feed(Start(), 1.250m));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void NoteThatCannotBeWritten_IsSaidOnce_AndTheSaleGoesOn()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "scale-1.json.new"));

        Assert.Equal(2, Feed(Start(), 0m, 1.250m, 0m, 0.480m).Count);

        Assert.Equal([1162], _log.Lines.Select(line => line.Id));
    }

    /// <summary>A shop, killed again and again: before the capture's event is in the outbox, after it, or with the next load on the pan.</summary>
    [Fact]
    public void KilledAnywhere_EachLoadIsCapturedExactlyOnce()
    {
        var random = new Random(20261122);
        var kept = new Dictionary<Guid, decimal>();
        var placed = new List<decimal>();
        var shop = Shop();
        var interpreter = new WeighingInterpreter("scale-1", null, null, shop);
        for (var load = 1; load <= 400; load++)
        {
            var weight = (20 + (load * 7)) / 1000m;
            placed.Add(weight);
            if (random.Next(4) > 0)
            {
                Keep(Feed(interpreter, 0m));
            }
            else
            {
                Restart();
            }

            for (var visit = random.Next(1, 4); visit > 0; visit--)
            {
                Keep(Feed(interpreter, weight));
                if (random.Next(3) == 0)
                {
                    Restart();
                }
            }

            Keep(Feed(interpreter, weight));
        }

        Keep(interpreter.Restored);
        Restart();
        Assert.Equal(placed, kept.Values);

        void Keep(IReadOnlyList<EventDraft> drafts)
        {
            var killedBefore = random.Next(4) == 0;
            if (killedBefore && drafts.Count > 0)
            {
                Restart();
                return;
            }

            foreach (var draft in drafts)
            {
                using var data = JsonDocument.Parse(draft.Data);
                kept.TryAdd(draft.OriginId!.Value, decimal.Parse(data.RootElement.GetProperty("net").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
            }

            if (random.Next(2) == 0)
            {
                shop.Delivered(drafts);
            }
        }

        void Restart()
        {
            shop = Shop();
            interpreter = new WeighingInterpreter("scale-1", null, null, shop);
            Keep(interpreter.Restored);
        }
    }

    private WeighingShop Shop() => new(new WeighingOptions(), () => null, _folder, new WeighingBoard(new ManualClock()), _log);

    private WeighingInterpreter Start() => new("scale-1", null, null, Shop());

    private List<EventDraft> Feed(WeighingInterpreter interpreter, params decimal[] weights) =>
        [.. weights.Select(weight => interpreter.Take(Readings.Weight(_now += 0.2, weight + 0.000m))).OfType<EventDraft>()];
}
