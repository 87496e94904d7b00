using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Visits;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Core.Tests.Visits;

public sealed class VisitDeskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("visits").FullName;
    private readonly ManualClock _clock = new();
    private readonly List<EventDraft> _kept = [];
    private readonly List<Arrival> _told = [];
    private bool _full;

    private string FilePath => Path.Combine(_folder, "visits.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Arrival_WhileTheOutboxIsFull_IsToldToStaffAndKeptLater()
    {
        using var desk = Open();
        _full = true;

        Assert.True(await desk.IdentifyAsync("m-1", RecognisedBy.Qr, "counter", TestContext.Current.CancellationToken));
        Assert.Equal("m-1", Assert.Single(_told).Member);
        Assert.Empty(_kept);

        _full = false;
        await desk.IdentifyAsync("m-2", RecognisedBy.Qr, "counter", TestContext.Current.CancellationToken);
        Assert.Equal(2, _kept.Count);
    }

    [Fact]
    public async Task Restart_BeforeTheOutboxHadIt_TellsItAgainWithTheSameOrigin()
    {
        _full = true;
        using (var desk = Open())
        {
            await desk.IdentifyAsync("m-1", RecognisedBy.Card, "counter", TestContext.Current.CancellationToken);
        }

        var origin = PendingOrigin();
        _full = false;
        using var again = Open();
        await again.TakeAsync(Began(5), TestContext.Current.CancellationToken);

        Assert.Equal([EventTypes.VipArrived, EventTypes.VisitStarted], _kept.Select(e => e.Type));
        Assert.Equal(origin, _kept[0].OriginId);
    }

    [Fact]
    public async Task Restart_WithinTheGap_AnnouncesNobodyAgain()
    {
        using (var desk = Open())
        {
            await desk.IdentifyAsync("m-1", RecognisedBy.Card, "counter", TestContext.Current.CancellationToken);
        }

        using var again = Open();

        Assert.False(await again.IdentifyAsync("m-1", RecognisedBy.Card, "counter", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Restart_WithSomebodyInTheZone_EndsThatStayAsCutShort()
    {
        using (var desk = Open())
        {
            await desk.TakeAsync(Began(1), TestContext.Current.CancellationToken);
        }

        using var again = Open();
        using var stop = new CancellationTokenSource();
        var run = again.RunAsync(stop.Token);
        await stop.CancelAsync();
        await run;

        var ended = Assert.Single(_kept, e => e.Type == EventTypes.VisitEnded);
        Assert.Contains("cut_short", System.Text.Encoding.UTF8.GetString(ended.Data), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithADamagedFile_PutsItAsideAndBegins()
    {
        File.WriteAllText(FilePath, "{ not json");

        using var desk = Open();

        Assert.Single(Directory.GetFiles(_folder, "visits.json.damaged-*"));
    }

    private Guid? PendingOrigin()
    {
        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(FilePath));
        return document.RootElement.GetProperty("pending")[0].GetProperty("origin_id").GetGuid();
    }

    private PresenceBegan Began(long track) => new("cam-1", "counter", track, _clock.GetUtcNow());

    private VisitDesk Open() => new(FilePath, new VisitOptions(), KeepAsync, TellAsync, _clock, NullLogger.Instance);

    private Task KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        if (_full)
        {
            throw new OutboxFullException("no room");
        }

        _kept.AddRange(events);
        return Task.CompletedTask;
    }

    private Task TellAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        _told.Add(arrival);
        return Task.CompletedTask;
    }
}
