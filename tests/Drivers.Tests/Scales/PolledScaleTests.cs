using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using Tests.Shared;

namespace Drivers.Tests.Scales;

/// <summary>The pace of questions, and what damage, silence and commands do to those that follow.</summary>
public class PolledScaleTests
{
    private const string Weight = "02 30 31 2e 32 35 30 0d";
    private const string Damaged = "02 30 23 2e 32 35 30 0d";
    private const string NothingChanged = "02 3f 40 0d";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Dictionary<string, string> Kilograms => new() { ["unit"] = "kg" };

    [Fact]
    public void Pace_ProfileSaysNothing_IsTheUsualOne() => Assert.Equal(
        new PollSettings(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)),
        PollSettings.Read(new ProfileReader("toledo-8217", new Dictionary<string, string>()), holdsWeight: true, Toledo8217.Protocol.PollIntervalMs));

    [Fact]
    public async Task Read_FewDamagedAnswersBetweenSoundOnes_AreNoError()
    {
        await using var scale = new AskedScale(Toledo8217.Protocol, Kilograms);
        for (int times = 0; times < 3; times++)
            Assert.StartsWith("1.250 kg", await scale.NextAsync(Damaged, Damaged, Damaged, Damaged, Weight));
    }

    [Theory]
    [InlineData("massak_100", "(Massa-K scales (protocol 100))")]
    [InlineData("toledo_8217", "(polled)), profile.decimals and profile.width")]
    public async Task Read_NothingButDamage_NamesTheSettingsToCheck(string protocol, string end)
    {
        await using var scale = new AskedScale(ScaleProtocols.All.Single(each => each.Name == protocol), protocol == "toledo_8217" ? Kilograms : null);
        DeviceException failure = await Assert.ThrowsAsync<DeviceException>(() => scale.NextAsync(protocol == "toledo_8217" ? Damaged : "f8 55 ce 00 00"));
        Assert.EndsWith(end, failure.Message);
    }

    [Fact]
    public async Task Read_SilencesAllowed_CountAnewAfterAnAnswer()
    {
        await using var scale = new AskedScale(ToledoBrPrt5.Protocol with { SilencesAllowed = 1 }, Kilograms);
        for (int times = 0; times < 3; times++)
        {
            Assert.EndsWith("[no_answer]", await scale.NextAsync(""));
            Assert.StartsWith("1.250 kg", await scale.NextAsync("02 30 31 32 35 30 03"));
        }
        Assert.EndsWith("[no_answer]", await scale.NextAsync(""));
        await Assert.ThrowsAsync<DeviceException>(() => scale.NextAsync(""));
    }

    [Fact]
    public async Task Read_PortThatEnds_IsAnIOException()
    {
        IDriver scale = Toledo8217.Protocol.CreateDriver(new DeviceOptions { Id = "scale-1", Profile = Kilograms }, Stream.Null, new ManualClock());
        await using IAsyncEnumerator<Reading> readings = scale.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        await Assert.ThrowsAsync<IOException>(async () => await readings.MoveNextAsync());
    }

    /// <summary>The command changes what lies behind "nothing changed".</summary>
    [Fact]
    public async Task Tell_Command_EndsTheHeldWeight()
    {
        await using var scale = new AskedScale(Toledo8217.Protocol, Kilograms);
        await scale.NextAsync(Weight);
        Assert.StartsWith("1.250 kg", await scale.NextAsync(NothingChanged));
        scale.Port.Answer = null;
        await scale.TellAsync(DeviceCommandKind.Zero);
        Assert.StartsWith("none", await scale.NextAsync(NothingChanged));
    }

    [Fact]
    public async Task Tell_AnswerThatWaitedFromBefore_IsNotTaken()
    {
        await using var scale = new AskedScale(MassaK100.Protocol);
        scale.Port.Arrive(MassaK100Decoder.Frame([0x27]));
        scale.Port.Answer = _ => MassaK100Decoder.Frame([0x28, 0x15]);
        Assert.Equal("the scale says cannot_zero", (await scale.TellAsync(DeviceCommandKind.Zero)).Reason);
    }

    [Fact]
    public async Task Tell_EchoOf8217_IsDoneWhenItEnded()
    {
        await using var scale = new AskedScale(Toledo8217.Protocol, Kilograms);
        scale.Port.Answer = _ => Frames.Hex("02 45 0d 02 46 0d");
        Assert.Equal(new CommandOutcome(true, "the scale echoes"), await scale.TellAsync(DeviceCommandKind.Echo));
        Assert.Equal("4546", scale.Sent());
    }

    [Fact]
    public void Resolve_HeldWeight_StandsUpToItsAgeAndNoLonger()
    {
        var clock = new ManualClock();
        clock.Advance(TimeSpan.FromHours(1));
        var held = new NoChange(TimeSpan.FromSeconds(10), clock);
        held.Resolve(new WeightFrame(1.250m, "kg", true, NetGross.Gross, [], []));
        clock.Advance(TimeSpan.FromSeconds(10));
        WeightFrame unchanged = Toledo8217Decoder.DecodeStatus(0x40);
        Assert.Equal(1.250m, held.Resolve(unchanged).Weight);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(held.Resolve(unchanged).Weight);
    }
}
