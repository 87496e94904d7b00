using System.Threading.Channels;
using Drivers.Ports;
using Tests.Shared;

namespace Drivers.Tests.Ports;

public sealed class PortWatchTests : IAsyncDisposable
{
    private readonly FakeMachine _machine = new();
    private readonly ManualClock _clock = new();
    private readonly Channel<PortPicture> _seen = Channel.CreateUnbounded<PortPicture>();
    private readonly List<string> _notes = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly PortWatch _watch;
    private Task _run = Task.CompletedTask;

    public PortWatchTests() => _watch = new PortWatch(
        new PortInventory(_machine.Folders), _machine.Folders with { Dev = "/nowhere" }, useNetlink: false, _clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        _machine.Dispose();
    }

    [Fact]
    public async Task Run_FirstPicture_ComesAtOnce_AndWhyThereAreNoAnnouncements()
    {
        _machine.Plug("1", Thing.Ch340("a"));
        Start();

        Assert.Equal(["ttyUSB0"], (await NextAsync()).Ports.Select(port => port.Name));
        Assert.Equal("netlink is not used; ports are looked for every 2 s", Assert.Single(_notes));
    }

    [Fact]
    public async Task Run_NothingChanged_SaysNothing()
    {
        Start();
        await NextAsync();
        for (int i = 0; i < 5; i++)
            await AdvanceAsync(PortWatch.RescanPeriod);

        Assert.False(_seen.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Run_WithoutAnnouncements_SeesWithinTwoSeconds()
    {
        Start();
        await NextAsync();
        _machine.Plug("1", Thing.Ch340("a"));
        await AdvanceAsync(PortWatch.RescanPeriod);

        Assert.Single((await NextAsync()).Ports);
    }

    [Fact]
    public async Task Run_Announced_LooksAgainUntilUdevHasMadeItsLinks()
    {
        Start();
        await NextAsync();
        string node = _machine.Plug("1", Thing.Ch340("a"));
        _watch.Poke();
        await AdvanceUntilSeenAsync(TimeSpan.FromMilliseconds(25));
        Assert.Empty((await NextAsync()).Ports.Single().ByPath);

        _machine.Udev();
        TimeSpan took = await AdvanceUntilSeenAsync(TimeSpan.FromMilliseconds(25));

        Assert.Equal(node, (await NextAsync()).Ports.Single(port => port.ByPath.Count == 1).Name);
        Assert.True(took <= TimeSpan.FromMilliseconds(200), took.ToString());
    }

    [Fact]
    public async Task Run_Cancelled_Ends()
    {
        Start();
        await NextAsync();
        await _stop.CancelAsync();

        await _run.WaitAsync(Ct);
    }

    [Fact]
    public async Task Run_WithNetlink_SeesAndEnds()
    {
        Assert.SkipUnless(UeventSocket.TryOpen(out UeventSocket? socket, out string? why), why ?? "");
        socket!.Dispose();
        var watch = new PortWatch(new PortInventory(_machine.Folders), _machine.Folders, useNetlink: true, _clock);
        _run = watch.RunAsync(picture => _seen.Writer.TryWrite(picture), _notes.Add, _stop.Token);
        await NextAsync();
        await _stop.CancelAsync();

        await _run.WaitAsync(Ct);
        Assert.Empty(_notes);
    }

    private void Start() => _run = _watch.RunAsync(picture => _seen.Writer.TryWrite(picture), _notes.Add, _stop.Token);

    private ValueTask<PortPicture> NextAsync() => _seen.Reader.ReadAsync(Ct);

    private async Task AdvanceAsync(TimeSpan by)
    {
        await _clock.WhenArmedAsync(1, Ct);
        _clock.Advance(by);
        await _clock.WhenArmedAsync(1, Ct);
    }

    private async Task<TimeSpan> AdvanceUntilSeenAsync(TimeSpan step)
    {
        TimeSpan took = TimeSpan.Zero;
        while (_seen.Reader.Count == 0)
        {
            await AdvanceAsync(step);
            took += step;
        }
        return took;
    }
}
