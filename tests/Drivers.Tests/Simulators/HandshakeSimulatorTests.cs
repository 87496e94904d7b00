using System.Text;
using Simulators.Scales;
using Simulators.Session;
using Tests.Shared;

namespace Drivers.Tests.Simulators;

/// <summary>The simulated framed scales against frames that real ones sent or that manuals print.</summary>
public sealed class HandshakeSimulatorTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly GroundTruth _truth;

    public HandshakeSimulatorTests() => _truth = new GroundTruth(null, _clock);

    public void Dispose() => _truth.Dispose();

    [Fact]
    public void AclasPs1_SendsTheCapturedFrames()
    {
        var scale = Settled(pan => new AclasPs1(pan), "load 0.488");
        Assert.Equal("06", scale.Ask(0x05));
        Assert.Equal("0102532030302e3438386b67650304", scale.Ask(0x11));
        Assert.Equal("0102532030302e3030306b67610304", Make(pan => new AclasPs1(pan)).Ask(0x11));
        Assert.Equal("02532030302e3438386b67650304", Settled(pan => new AclasPs1(pan, withSoh: false), "load 0.488").Ask(0x11));
        Assert.Equal("0102532030302e3438386b67650304", Settled(pan => new AclasPs1(pan, streams: true), "load 0.488").Frame());
    }

    [Fact]
    public void AclasPs1_MovingAndOverload_AreTheOtherStates()
    {
        var scale = Make(pan => new AclasPs1(pan));
        scale.Script("over");
        Assert.StartsWith("010246", scale.Ask(0x11));
        scale.Script("load 1.000");
        Assert.StartsWith("010255", scale.Ask(0x11));
        scale.Script("fault");
        Assert.Equal("15", scale.Ask(0x05));
    }

    [Fact]
    public void AveryBerkel_ConfirmsOnlyTheFrameItSent()
    {
        var scale = Settled(pan => new AveryBerkel(pan), "load 1.250");
        Assert.Equal("06", scale.Ask(0x05));
        Assert.Equal("022930313235301f03", scale.Ask(0x11));
        Assert.Equal("06", scale.Ask(Convert.FromHexString("022930313235301e03")));
        Assert.Equal("0d", scale.Ask(Convert.FromHexString("022930313235301f03")));
        scale.Script("motion");
        Assert.Equal("18", scale.Ask(0x05));
    }

    [Fact]
    public void Dialog06_WeighsOnceALoadAndSaysWhyNot()
    {
        var scale = Settled(pan => new Dialog06(pan), "load 1.250");
        Assert.Equal("15", scale.Ask(0x04, 0x05));
        Assert.Equal(Hex("\u000209\u001b11\u0003"), scale.Ask("\u0004\u000208\u0003"u8));
        Assert.Equal("06", scale.Ask("\u0004\u000201\u001b001000\u001b\u0003"u8));
        Assert.Equal(Hex("\u000202\u001b3\u001b01250\u001b001000\u001b001250\u0003"), scale.Ask(0x04, 0x05));
        Assert.Equal("15", scale.Ask(0x04, 0x05));
        Assert.Equal(Hex("\u000209\u001b21\u0003"), scale.Ask("\u0004\u000208\u0003"u8));
        Assert.Equal("15", scale.Ask("\u0004\u000203\u001b001000\u001b12\u0003"u8));
        Assert.Equal(Hex("\u000209\u001b12\u0003"), scale.Ask("\u0004\u000208\u0003"u8));
    }

    [Fact]
    public void Dibal_AnswersAsTheCapturedAndThePublishedFrame()
    {
        Assert.Equal(Hex("F0000000000954\r"), Settled(pan => new Dibal(pan), "load 0.954").Ask(0x05));
        Assert.Equal(Hex("9900031600000004\r\n"), Settled(pan => new DibalPos98(pan), "load 0.316").Ask("98000001\r\n"u8));
        Assert.Equal("15", Settled(pan => new DibalPos98(pan), "load 0.316").Ask("98000002\r\n"u8));
    }

    [Fact]
    public void MassaK_AnswersAsTheSniffedAndThePublishedFrame()
    {
        Assert.Equal("8000d00700", Settled(pan => new MassaKJ(pan), "load 2.000").Ask((byte)'J'));
        var scale = Settled(pan => new MassaK100(pan), "load 0.015");
        Assert.Equal("f855ce0d00240f00000001010000000000007d42", scale.Ask(Convert.FromHexString("f855ce0100232300")));
        Assert.Equal("", scale.Ask(Convert.FromHexString("f855ce0100232400")));
    }

    [Fact]
    public void Magellan_AnswersS14_AndScansByItself()
    {
        var scale = Settled(pan => new MagellanSingleCable(pan), "load 1.250");
        Assert.Equal(Hex("S14401250\r"), scale.Ask("S14\r"u8));
        scale.Script("scan 4006381333931");
        Assert.Equal(Hex("S08F4006381333931\r"), scale.Frame());
        scale.Script("motion");
        Assert.Equal(Hex("S141\r"), scale.Ask("S14\r"u8));
        Assert.Equal(Hex("S143\r"), Make(pan => new MagellanSingleCable(pan)).Ask("S14\r"u8));
    }

    [Fact]
    public void Others_AnswerAsTheirManualsPrint()
    {
        Assert.Equal(Hex("\u0002000001250\u0003"), Settled(pan => new MarquesBm1000(pan), "load 1.250").Ask(0x16));
        Assert.Equal("", Make(pan => new MarquesBm1000(pan)).Ask(0x16));
        Assert.Equal(Hex("\u000201250\u0003"), Settled(pan => new ToledoBrPrt5(pan), "load 1.250").Ask(0x05));
        Assert.Equal(Hex("\u0002SSSSS\u0003"), Settled(pan => new ToledoBrPrt5(pan), "over").Ask(0x05));
        Assert.Equal("", Make(pan => new ToledoBrPrt5(pan)).Ask(0x05));
        Assert.Equal(Hex("\u0002+0012503") + Hex("1E\u0003"), Settled(pan => new KeliTf0(pan), "load 1.250").Frame());
        Assert.Equal(Hex("01.250\r"), Settled(pan => new SamsungEsp(pan), "load 1.250").Ask((byte)'$'));
        Assert.Equal(Hex("\n01.250KG\r\nS00\r\u0003"), Settled(pan => new CasioPd1(pan), "load 1.250").Ask("W\r"u8));
        Assert.Equal("030403fde204", Settled(pan => new UsbHidPos(pan), "load 1.250").Frame());
    }

    private T Make<T>(Func<ScalePan, T> make) => make(new ScalePan(ScaleShape.Counter, _clock, _truth));

    private T Settled<T>(Func<ScalePan, T> make, string script)
        where T : ISimulatedDevice
    {
        T scale = Make(make);
        scale.Script(script);
        _clock.Advance(TimeSpan.FromSeconds(1));
        return scale;
    }

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text));
}
