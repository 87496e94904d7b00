using System.Globalization;
using System.Text;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;
using Simulators.Scales;
using Simulators.Session;
using Tests.Shared;

namespace Drivers.Tests.Scales;

/// <summary>How text scales are asked and listened to, by what their profile says.</summary>
public class TextScaleDriverTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mt-sics", "", "SI\r\n")]
    [InlineData("and-standard", "", "Q\r\n")]
    [InlineData("sartorius-sbi", "", "\u001BP\r\n")]
    [InlineData("ohaus", "", "IP\r\n")]
    [InlineData("adam", "", "N\r\n")]
    [InlineData("adam-azextra", "", "P\r\n")]
    [InlineData("kern-de", "", "w")]
    [InlineData("dini-argeo", "", "READ\r\n")]
    [InlineData("massak-p1", "", "W\r\n")]
    [InlineData("toledo-ti400-p08", "", "S\r\n")]
    [InlineData("sma", "", "\nW\r")]
    [InlineData("nci-scp01", "", "W\r")]
    [InlineData("st-gs-line", "request=READ", "READ\r\n")]
    [InlineData("st-gs-line", "request=W", "W")]
    [InlineData("cas-22byte", "poll_id=7", "\u0007")]
    [InlineData("mt-sics", "mode=stream", "")]
    [InlineData("st-gs-line", "", "")]
    [InlineData("cas-22byte", "", "")]
    public async Task Read_Scale_IsAskedAsItsProfileSays(string driver, string setting, string asked)
    {
        byte[] frame = Samples.Of(driver).Frame;
        var port = new ScriptedPort { Answer = _ => frame };
        if (asked.Length == 0)
            port.Arrive([.. frame, .. frame]);
        await using IAsyncEnumerator<Reading> readings = Driver(driver, port, new ManualClock(), setting).ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await readings.MoveNextAsync());
        Assert.Equal(1.250m, Assert.IsType<WeightReading>(readings.Current).Frame.Weight);
        Assert.Equal(asked, Encoding.Latin1.GetString([.. port.Sent.SelectMany(sent => sent)]));
    }

    [Fact]
    public async Task Read_TareLine_IsNoReading()
    {
        var port = new ScriptedPort();
        port.Arrive("ST,TR,+  0.200kg\r\n"u8.ToArray());
        port.Arrive("ST,GS,+  1.450kg\r\nST,NT,+  1.250kg\r\nST,TR,+  0.200kg\r\n"u8.ToArray());
        await using IAsyncEnumerator<Reading> readings = Driver("st-gs-line", port, new ManualClock()).ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await readings.MoveNextAsync());
        Assert.Equal("1.250 kg stable net", Decoding.Words(((WeightReading)readings.Current).Frame));
    }

    [Theory]
    [InlineData("ohaus", " 0.250 g\r\n", "      12.73 g    \r\n", "12.73 g stable")]
    [InlineData("kern-de", "   0.250 kg\r\n", "M        1.250 kg\r\n", "1.250 kg")]
    [InlineData("kern-de", "       0.250 kg\r\n", "M-       0.250 kg\r\n", "-0.250 kg")]
    [InlineData("adam", "  0.250 kg\r\n", "N     +  1.250 kg\r\n", "1.250 kg stable net")]
    public async Task Read_StreamOpenedInTheMiddleOfALine_DoesNotTakeTheRestForAWeight(string driver, string rest, string line, string expected)
    {
        var port = new ScriptedPort();
        port.Arrive(Encoding.ASCII.GetBytes(rest));
        port.Arrive(Encoding.ASCII.GetBytes(line));
        await using IAsyncEnumerator<Reading> readings = Driver(driver, port, new ManualClock(), "mode=stream").ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await readings.MoveNextAsync());
        Assert.Equal(expected, Decoding.Words(((WeightReading)readings.Current).Frame));
    }

    [Fact]
    public async Task Read_DamagedByteInAStream_LosesThatLine()
    {
        var port = new ScriptedPort();
        port.Arrive("\r\n      -"u8.ToArray());
        port.ArriveDamaged();
        port.Arrive("    12.73 g\r\n      44.00 g\r\n"u8.ToArray());
        await using IAsyncEnumerator<Reading> readings = Driver("ohaus", port, new ManualClock(), "mode=stream").ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await readings.MoveNextAsync());
        Assert.Equal("44.00 g stable", Decoding.Words(((WeightReading)readings.Current).Frame));
    }

    /// <summary>The answer comes between the weights that the scale sends by itself.</summary>
    [Fact]
    public async Task Tell_StreamingScale_FindsTheAnswerAmongTheWeights()
    {
        var port = new ScriptedPort();
        var scale = (ICommandedDriver)Driver("mt-sics", port, new ManualClock(), "mode=stream");
        await using IAsyncEnumerator<Reading> readings = scale.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Task<CommandOutcome> telling = scale.ExecuteAsync(new DeviceCommand(DeviceCommandKind.Zero), Ct).AsTask();
        port.Arrive("S S      0.735 kg\r\nZ A\r\n"u8.ToArray());
        Assert.True(await readings.MoveNextAsync());
        Assert.Equal(new CommandOutcome(true, "zero set"), await telling.WaitAsync(TimeSpan.FromSeconds(10), Ct));
    }

    [Fact]
    public void SmaPresetTare_AnyTare_IsTheTareOfTheScale()
    {
        Gen<int> grams = Gen.Choose(1, 14_999);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(grams.ToArbitrary(), each =>
        {
            var clock = new ManualClock();
            using var truth = new GroundTruth(null, clock);
            var pan = new ScalePan(ScaleShape.Counter, clock, truth);
            var tare = new decimal(each, 0, 0, false, 3);
            clock.Advance(TimeSpan.FromSeconds(1));
            byte[] sent = global::Drivers.Scales.Sma.Protocol.Commands.Single(command => command.Kind == DeviceCommandKind.PresetTare)
                .Encode(new DeviceCommand(DeviceCommandKind.PresetTare, tare));
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            new global::Simulators.Scales.Sma(pan).Receive(sent, output);
            Assert.Equal(tare, pan.Tare);
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"-{tare} kg stable net"), Decoding.Read("sma", output.WrittenSpan.ToArray()));
        }));
    }

    private static IDriver Driver(string driver, Stream port, TimeProvider clock, string setting = "")
    {
        var options = new DeviceOptions { Id = "scale-1", Driver = driver, Profile = new Dictionary<string, string>(Samples.Of(driver).Profile) };
        if (setting.Split('=') is [var name, var value])
            options.Profile[name] = value;
        return ScaleProtocols.All.Single(protocol => protocol.DriverName == driver).CreateDriver(options, port, clock);
    }
}
