using EdgeGateway.Core.Events;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Running;

/// <summary>The last good time, over restarts of a box without a clock chip.</summary>
public sealed class KeptTimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _machine = new(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));
    private bool _synchronised = true;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Time_IsNotedEachHour_AndAtTheEnd_AndTheNextStartIsNotBeforeIt()
    {
        Assert.Null(KeptTime.Read(_folder.Path));
        using var stop = new CancellationTokenSource();
        var kept = Kept();
        var run = kept.RunAsync(stop.Token);
        Assert.Equal(_machine.GetUtcNow(), KeptTime.Read(_folder.Path));
        _machine.Advance(TimeSpan.FromMinutes(30));
        await stop.CancelAsync();
        await run;
        var last = _machine.GetUtcNow();
        Assert.Equal(last, KeptTime.Read(_folder.Path));

        var clock = new GatewayClock(new ManualClock(DateTimeOffset.UnixEpoch), KeptTime.Read(_folder.Path), () => false);
        Assert.Equal(last, clock.GetUtcNow());
    }

    [Fact]
    public void Time_OfAClockThatNothingDisciplines_IsNotKept()
    {
        Kept().Note();
        var good = KeptTime.Read(_folder.Path);
        _synchronised = false;
        _machine.StepUtc(TimeSpan.FromHours(20));
        Kept().Note();
        Assert.Equal(good, KeptTime.Read(_folder.Path));
    }

    private KeptTime Kept() => new(_folder.Path, new EventStamp("store-1", "gw-1", _machine, () => _synchronised, () => TimeSpan.Zero), _machine, NullLogger.Instance);
}
