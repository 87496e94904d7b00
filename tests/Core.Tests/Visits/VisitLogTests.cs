using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Visits;

namespace Core.Tests.Visits;

public sealed class VisitLogTests
{
    private static readonly DateTimeOffset s_ten = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    private readonly VisitLog _log = new(new VisitOptions { ReentryGap = TimeSpan.FromMinutes(20) });

    [Fact]
    public void Stay_OfSomebodyUnknown_IsTwoEventsAndNoArrival()
    {
        var began = _log.Take(Began(1, 0));
        var ended = _log.Take(Ended(1, 42));

        Assert.Equal([EventTypes.VisitStarted], began.Events.Select(e => e.Type));
        Assert.Equal([EventTypes.VisitEnded], ended.Events.Select(e => e.Type));
        Assert.Equal(42, Number(ended.Events[0], "dwell_seconds"));
        Assert.Equal(Text(began.Events[0], "visit"), Text(ended.Events[0], "visit"));
        Assert.Null(Text(ended.Events[0], "member"));
        Assert.Empty(began.Arrivals.Concat(ended.Arrivals));
    }

    [Fact]
    public void Recognised_Member_ArrivesOnceAndNamesTheEnd()
    {
        var visit = Text(_log.Take(Began(1, 0)).Events[0], "visit");

        var arrived = _log.Take(Recognised(1, 2, "m-1"));
        var ended = _log.Take(Ended(1, 30));

        Assert.Equal("m-1", Assert.Single(arrived.Arrivals).Member);
        Assert.Equal(visit, Text(Assert.Single(arrived.Events), "visit"));
        Assert.Equal("0.97", Text(arrived.Events[0], "confidence"));
        Assert.Equal("m-1", Text(ended.Events[0], "member"));
    }

    [Theory]
    [InlineData(19 * 60, 0)]
    [InlineData(21 * 60, 1)]
    public void Member_WhoComesBack_ArrivesAgainOnlyAfterTheGap(int secondsAway, int arrivals)
    {
        _log.Take(Began(1, 0));
        _log.Take(Recognised(1, 1, "m-1"));
        _log.Take(Ended(1, 600));
        _log.Tick(s_ten.AddSeconds(600 + secondsAway));

        _log.Take(Began(2, 600 + secondsAway));
        var again = _log.Take(Recognised(2, 600 + secondsAway, "m-1"));

        Assert.Equal(arrivals, again.Arrivals.Count);
    }

    [Fact]
    public void Member_WhoStaysLongerThanTheGap_DoesNotArriveAgainBesideHimself()
    {
        _log.Take(Began(1, 0));
        _log.Take(Recognised(1, 1, "m-1"));
        _log.Tick(s_ten.AddHours(2));

        _log.Take(Began(2, 7200));
        var other = _log.Take(Recognised(2, 7201, "m-1"));
        var code = _log.Identify("m-1", RecognisedBy.Qr, "counter", s_ten.AddSeconds(7202));

        Assert.Empty(other.Arrivals);
        Assert.Empty(code.Arrivals);
    }

    [Fact]
    public void Identified_WithoutAFace_ArrivesTheSameWay()
    {
        var step = _log.Identify("m-2", RecognisedBy.Card, "counter", s_ten);

        Assert.Equal(RecognisedBy.Card, Assert.Single(step.Arrivals).How);
        Assert.Equal("card", Text(Assert.Single(step.Events), "how"));
        Assert.Null(Text(step.Events[0], "confidence"));
        Assert.Empty(_log.Identify("m-2", RecognisedBy.Phone, "counter", s_ten.AddMinutes(5)).Arrivals);
    }

    [Fact]
    public void ClockSetBack_MakesNoSecondArrival()
    {
        _log.Identify("m-2", RecognisedBy.Card, "counter", s_ten);

        Assert.Empty(_log.Identify("m-2", RecognisedBy.Card, "counter", s_ten.AddDays(-1)).Arrivals);
    }

    [Fact]
    public void Staff_AreNotAnnouncedNorCounted()
    {
        _log.Take(Began(1, 0));
        var step = _log.Take(Recognised(1, 1, "s-1", isStaff: true));
        var ended = _log.Take(Ended(1, 30, counts: true));

        Assert.Empty(step.Arrivals);
        Assert.Null(Text(ended.Events[0], "member"));
        Assert.True(JsonDocument.Parse(ended.Events[0].Data).RootElement.GetProperty("staff").GetBoolean());
        Assert.Empty(_log.Tick(s_ten.AddHours(3)).Events);
    }

    [Fact]
    public void People_AreCountedByHour()
    {
        for (var track = 1; track <= 3; track++)
        {
            _log.Take(Began(track, track * 60));
            _log.Take(Ended(track, (track * 60) + 10, counts: true));
        }

        _log.Take(Began(9, 300));
        _log.Take(Ended(9, 301, counts: false));
        var tick = _log.Tick(s_ten.AddMinutes(61));

        var counted = Assert.Single(tick.Events);
        Assert.Equal(EventTypes.VisitCounted, counted.Type);
        Assert.Equal(3, Number(counted, "count"));
        Assert.Equal("2026-11-21T11:00:00Z", Text(counted, "until"));
        Assert.Empty(_log.Tick(s_ten.AddMinutes(62)).Events);
    }

    [Fact]
    public void Stop_EndsWhoIsThereAndTellsTheCountSoFar()
    {
        _log.Take(Began(1, 0));
        _log.Take(Ended(1, 10, counts: true));
        _log.Take(Began(2, 20));

        var stop = _log.Stop(s_ten.AddSeconds(50));

        Assert.Equal([EventTypes.VisitEnded, EventTypes.VisitCounted], stop.Events.Select(e => e.Type));
        Assert.Equal(30, Number(stop.Events[0], "dwell_seconds"));
        Assert.True(JsonDocument.Parse(stop.Events[0].Data).RootElement.GetProperty("cut_short").GetBoolean());
    }

    [Fact]
    public void Forgotten_Member_IsInNoLaterEvent()
    {
        _log.Take(Began(1, 0));
        _log.Take(Recognised(1, 1, "m-1"));

        _log.Forget("m-1");
        var ended = _log.Take(Ended(1, 30));

        Assert.Null(Text(ended.Events[0], "member"));
    }

    private static PresenceBegan Began(long track, int second) => new("cam-1", "counter", track, s_ten.AddSeconds(second));

    private static PresenceEnded Ended(long track, int second, bool counts = false) => new("cam-1", "counter", track, s_ten.AddSeconds(second), counts);

    private static PresenceRecognised Recognised(long track, int second, string subject, bool isStaff = false) =>
        new("cam-1", "counter", track, s_ten.AddSeconds(second), subject, isStaff, 0.96f, 0.97m, s_ten.AddSeconds(second));

    private static string? Text(EventDraft draft, string name) =>
        JsonDocument.Parse(draft.Data).RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Number(EventDraft draft, string name) => JsonDocument.Parse(draft.Data).RootElement.GetProperty(name).GetInt64();
}
