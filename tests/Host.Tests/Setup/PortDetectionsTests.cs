using System.Threading.Channels;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Setup;
using Tests.Shared;

namespace Host.Tests.Setup;

/// <summary>Which ports are looked at, and when that ends.</summary>
public sealed class PortDetectionsTests
{
    private static readonly PortDetection s_recognised = new(DetectionState.Recognised, "toledo-continuous", "9600-8N1", [], [], [], "two frames", TimeSpan.FromSeconds(1));

    private readonly Channel<Look> _looks = Channel.CreateUnbounded<Look>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PluggedIn_IsLookedAt_AndHowFarItIsIsShown()
    {
        await using var gateway = new SetupFixture(detect: DetectAsync);
        gateway.Plug("1", Thing.Ch340("a"));
        var look = await _looks.Reader.ReadAsync(Stop);
        Assert.Equal(gateway.Machine.Dev("ttyUSB0"), look.Port);

        look.Progress.Report(PortDetection.Waiting with { State = DetectionState.Listening });
        await gateway.WhenAsync(setup => setup.Ports.FirstOrDefault(port => port.Detection?.State == DetectionState.Listening));
        look.End.SetResult(s_recognised);

        var port = await gateway.WhenAsync(setup => setup.Ports.FirstOrDefault(port => port.Detection?.State == DetectionState.Recognised));
        Assert.Equal("toledo-continuous", port.Detection!.Protocol);
    }

    [Fact]
    public async Task OwnedOrLeftAlone_IsNotLookedAt_NotEvenWhenAsked()
    {
        var owned = Thing.Ftdi("a", "A50285BI");
        var alone = Thing.Ftdi("b", "A50285BJ");
        using var machine = new FakeMachine();
        await using var gateway = new SetupFixture(
            options =>
            {
                options.Devices.Add(SetupFixture.Continuous("scale-1", machine.ById(owned)));
                options.Detection.LeaveAlone.Add("*A50285BJ*");
            },
            DetectAsync,
            machine);
        gateway.Plug("1", owned);
        gateway.Plug("2", alone);
        gateway.Plug("3.1.4", Thing.Ch340("c"));

        Assert.Equal(machine.Dev("ttyUSB2"), (await _looks.Reader.ReadAsync(Stop)).Port);
        await gateway.WhenAsync(setup => setup.Ports.Count == 3 ? setup : null);
        Assert.Contains("is the port of scale-1", Assert.Single(await gateway.Setup.DetectAsync(machine.ById(owned), Stop)).Message, StringComparison.Ordinal);
        Assert.Contains("left alone", Assert.Single(await gateway.Setup.DetectAsync(machine.ById(alone), Stop)).Message, StringComparison.Ordinal);
        Assert.Contains("not plugged in", Assert.Single(await gateway.Setup.DetectAsync("/dev/ttyUSB9", Stop)).Message, StringComparison.Ordinal);
        Assert.False(_looks.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Disabled_LooksOnlyWhenAsked_AndAnewEachTime()
    {
        await using var gateway = new SetupFixture(options => options.Detection.Enabled = false, DetectAsync);
        gateway.Plug("1", Thing.Ch340("a"));
        var port = await gateway.WhenAsync(setup => setup.Ports.FirstOrDefault(port => port.Links.Count > 0));
        Assert.Null(port.Detection);
        Assert.Empty(await gateway.Setup.DetectAsync(port.Port, Stop));
        var first = await _looks.Reader.ReadAsync(Stop);

        Assert.Empty(await gateway.Setup.DetectAsync(port.Path, Stop));

        await first.Ended.Task.WaitAsync(Stop);
        await _looks.Reader.ReadAsync(Stop);
    }

    [Fact]
    public async Task Assigned_DetectionLetsGoOfThePortBeforeTheDeviceIsOpened()
    {
        await using var gateway = new SetupFixture(detect: DetectAsync);
        var line = gateway.Plug("1", Thing.Ch340("a"));
        var look = await _looks.Reader.ReadAsync(Stop);

        await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", look.Port), Stop);

        Assert.True(look.Ended.Task.IsCompleted);
        await gateway.WhenAsync("scale-1", s => s.Weight is not null, () => line.Write(SetupFixture.Frame));
        Assert.Null(gateway.Setup.Ports[0].Detection);
    }

    [Fact]
    public async Task Unplugged_DetectionEnds_AndTheNextThingIsLookedAtAnew()
    {
        await using var gateway = new SetupFixture(detect: DetectAsync);
        gateway.Plug("1", Thing.Ch340("a"));
        var look = await _looks.Reader.ReadAsync(Stop);

        gateway.Unplug("1");
        await look.Ended.Task.WaitAsync(Stop);
        gateway.Plug("1", Thing.Ftdi("b", "A50285BI"));

        Assert.NotSame(look, await _looks.Reader.ReadAsync(Stop));
    }

    [Fact]
    public async Task DetectionThatBreaks_IsShownAsFailed_WithTheReason()
    {
        await using var gateway = new SetupFixture(detect: DetectAsync);
        gateway.Plug("1", Thing.Ch340("a"));
        (await _looks.Reader.ReadAsync(Stop)).End.SetException(new IOException("another program holds this port"));

        var port = await gateway.WhenAsync(setup => setup.Ports.FirstOrDefault(port => port.Detection?.State == DetectionState.Failed));

        Assert.Equal("another program holds this port", port.Detection!.Reason);
    }

    [Fact]
    public async Task ManyPorts_AreLookedAtAFewAtATime()
    {
        await using var gateway = new SetupFixture(detect: DetectAsync);
        foreach (var socket in (string[])["1", "2", "3.1.4", "4", "1.1", "1.2"])
        {
            gateway.Plug(socket, Thing.Ch340(socket));
        }

        var first = new List<Look>();
        for (var i = 0; i < 4; i++)
        {
            first.Add(await _looks.Reader.ReadAsync(Stop));
        }

        await gateway.WhenAsync(setup => setup.Ports.Count(port => port.Detection is not null) == 6 ? setup : null);
        Assert.False(_looks.Reader.TryRead(out _));
        first.ForEach(look => look.End.SetResult(s_recognised));
        await _looks.Reader.ReadAsync(Stop);
        await _looks.Reader.ReadAsync(Stop);
    }

    [Theory]
    [InlineData("/dev/ttyS0", "/dev/ttyS0", true)]
    [InlineData("/dev/ttyS*", "/dev/ttyS17", true)]
    [InlineData("/dev/ttyS?", "/dev/ttyS17", false)]
    [InlineData("*by-id*Arduino*", "/dev/serial/by-id/usb-Arduino_Uno-if00", true)]
    [InlineData("/dev/ttyS*", "/dev/ttyUSB0", false)]
    [InlineData("*", "", true)]
    [InlineData("", "/dev/ttyS0", false)]
    [InlineData("/dev/*0", "/dev/ttyS0x", false)]
    public void Glob_Matches(string glob, string path, bool matches) => Assert.Equal(matches, PathGlob.Matches(glob, path));

    private async Task<PortDetection> DetectAsync(string port, IProgress<PortDetection> progress, CancellationToken cancellationToken)
    {
        var look = new Look(port, progress);
        _looks.Writer.TryWrite(look);
        try
        {
            return await look.End.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            look.Ended.SetResult();
        }
    }

    private sealed record Look(string Port, IProgress<PortDetection> Progress)
    {
        public TaskCompletionSource<PortDetection> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
