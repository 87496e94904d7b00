using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using Tests.Shared;

namespace Drivers.Tests.Scales;

public sealed class Toledo8217Tests : IAsyncDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_reply = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new();
    private readonly ScriptedPort _port = new();
    private readonly IAsyncEnumerator<Reading> _readings;
    private Task? _delayed;

    public Toledo8217Tests()
    {
        IDriver scale = Toledo8217.Protocol.CreateDriver(new DeviceOptions { Id = "scale-1", Profile = { ["unit"] = "kg" } }, _port, _clock);
        _readings = scale.ReadAsync(Ct).GetAsyncEnumerator(Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _readings.DisposeAsync();

    [Fact]
    public async Task Read_EachPoll_AsksOnceAfterThrowingAwayWhatWaited()
    {
        _port.Arrive(Frames.Weight8217("09.999"));
        Assert.Equal("1.250 kg True Gross [] []", await AnswerAsync(Frames.Weight8217("01.250")));
        Assert.Equal("1.255 kg True Net [] []", await AnswerAsync(Frames.Weight8217("01.255", net: true)));
        Assert.Equal(2, _port.Sent.Count);
        Assert.All(_port.Sent, sent => Assert.Equal("W"u8.ToArray(), sent));
        Assert.Equal(2, _port.Discards);
    }

    [Fact]
    public async Task Read_SeveralFramesAtOnce_GivesTheNewest() =>
        Assert.Equal("0.300 kg True Gross [] []", await AnswerAsync(
            [.. Frames.Weight8217("00.100"), .. Frames.Weight8217("00.200"), .. Frames.Weight8217("00.300")]));

    [Fact]
    public async Task Read_MotionAndFaults_AreFramesWithoutAWeight()
    {
        Assert.Equal("none   False Gross [] [motion]".Replace("   ", "  "), await AnswerAsync(Frames.Status8217(0x41)));
        Assert.Equal("none  True Gross [over_capacity] []", await AnswerAsync(Frames.Status8217(0x42)));
    }

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x48)]
    public async Task Read_NothingChanged_LeavesTheLastStableWeightStanding(int status)
    {
        await AnswerAsync(Frames.Weight8217("01.250"));
        Assert.Equal("1.250 kg True Gross [] [no_change]", await AnswerAsync(Frames.Status8217(status)));
        Assert.Equal("1.250 kg True Gross [] [no_change]", await AnswerAsync(Frames.Status8217(status)));
    }

    [Theory]
    [InlineData(0x41)]
    [InlineData(0x42)]
    [InlineData(0x44)]
    [InlineData(0x50)]
    [InlineData(0x60)]
    public async Task Read_MotionFaultZeroOrNetSwitch_EndsTheHeldWeight(int status)
    {
        await AnswerAsync(Frames.Weight8217("01.250"));
        Assert.StartsWith("none", await AnswerAsync(Frames.Status8217(status)));
        Assert.StartsWith("none", await AnswerAsync(Frames.Status8217(0x40)));
    }

    [Fact]
    public async Task Read_NothingChangedForTooLong_IsNoLongerAWeight()
    {
        await AnswerAsync(Frames.Weight8217("01.250"));
        Assert.StartsWith("1.250", await AnswerAsync(Frames.Status8217(0x40)));
        for (int polls = 0; polls < 5; polls++)
            await AnswerAsync(Frames.Status8217(0x40));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.StartsWith("none", await AnswerAsync(Frames.Status8217(0x40)));
    }

    [Fact]
    public async Task Read_NothingChangedAfterADamagedAnswer_DoesNotBringBackTheOldWeight()
    {
        await AnswerAsync(Frames.Weight8217("01.250"));
        byte[][] answers = [Frames.Weight8217("0#.500"), Frames.Status8217(0x40)];
        int next = 0;
        _port.Answer = _ => answers[next++];
        Task<string> reading = NextAsync();
        Assert.StartsWith("none", await AdvanceUntilAsync(reading));
        Assert.Equal(2, next);
    }

    [Fact]
    public async Task Read_DamagedByteOnTheLine_LosesOnlyThatAnswer()
    {
        int asked = 0;
        _port.Answer = _ =>
        {
            if (asked++ > 0)
                return Frames.Weight8217("02.500");
            _port.Arrive(0x02, (byte)'0', (byte)'1');
            _port.ArriveDamaged();
            return [(byte)'2', (byte)'5', (byte)'0', 0x0D];
        };
        Assert.Equal("2.500 kg True Gross [] []", await AdvanceUntilAsync(NextAsync()));
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Read_NothingButDamage_IsADeviceError()
    {
        _port.Answer = _ => Frames.Weight8217("??????");
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => AdvanceUntilAsync(NextAsync()));
        Assert.Contains("5 answers in a row", failure.Message);
        Assert.Equal(5, _port.Sent.Count);
    }

    [Fact]
    public async Task Read_NoAnswer_SaysSoAfterTheReplyTimeout()
    {
        Task<string> reading = NextAsync();
        await _clock.WhenArmedAsync(1, Ct);
        _clock.Advance(s_reply);
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => reading);
        Assert.Contains("no answer within 1000 ms (0 bytes came)", failure.Message);
    }

    [Fact]
    public async Task Read_CutAnswer_GivesNoWeight()
    {
        _port.Answer = _ => [.. Frames.Weight8217("01.250")[..^1]];
        Task<string> reading = NextAsync();
        await _clock.WhenArmedAsync(1, Ct);
        _clock.Advance(s_reply);
        await Assert.ThrowsAsync<DeviceException>(() => reading);
    }

    [Fact]
    public async Task Read_Unplugged_EndsWithAnIOException()
    {
        Task<string> reading = NextAsync();
        _port.Unplug();
        await Assert.ThrowsAsync<IOException>(() => reading);
    }

    /// <summary>E begins the echo and F ends it: a scale that only began has not answered.</summary>
    [Theory]
    [InlineData("\u0002E\r", false)]
    [InlineData("\u0002E\r\u0002F\r", true)]
    public async Task Tell_Echo_IsDoneWhenItHasEnded(string answer, bool done)
    {
        (string sent, CommandOutcome outcome) = await ToldScale.TellAsync("toledo-8217", new DeviceCommand(DeviceCommandKind.Echo), answer);
        Assert.Equal(("EF", done), (sent, outcome.Done));
    }

    private async Task<string> AnswerAsync(byte[] answer)
    {
        _port.Answer = _ => answer;
        return await AdvanceUntilAsync(NextAsync());
    }

    private async Task<string> NextAsync()
    {
        Assert.True(await _readings.MoveNextAsync());
        return Frames.Text(((WeightReading)_readings.Current).Frame).Replace("none   ", "none  ", StringComparison.Ordinal);
    }

    /// <summary>Lets the pauses between polls pass until the reading is there.</summary>
    private async Task<string> AdvanceUntilAsync(Task<string> reading)
    {
        while (!reading.IsCompleted)
        {
            _delayed = _clock.WhenArmedAsync(1, Ct);
            if (await Task.WhenAny(reading, _delayed) == _delayed)
                _clock.Advance(s_poll);
        }
        return await reading;
    }
}
