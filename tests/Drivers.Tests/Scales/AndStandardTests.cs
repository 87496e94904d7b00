using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

public class AndStandardTests
{
    [Theory]
    [InlineData("ST,+00123.45  g\r\n", "123.45 g stable")]
    [InlineData("ST,+   1.250 kg\r\n", "1.250 kg stable")]
    [InlineData("ST,+00123.456  g\r\n", "123.456 g stable")]
    [InlineData("ST,-00123,45  g\r\n", "-123.45 g stable")]
    [InlineData("QT,+00000012 PC\r\n", "12 pcs stable")]
    [InlineData("WT,+0001.250 kg\r\n", "1.250 kg")]
    [InlineData("GS,+0001.250 kg\r\n", "1.250 kg gross")]
    [InlineData("NT,+0001.250 lb\r\n", "1.250 lb net")]
    [InlineData("TR,+0000.200 kg\r\n", "0.200 kg tare")]
    [InlineData("OL,+9999999E+19\r\n", "!overload")]
    [InlineData("OL,-9999999E+19\r\n", "!overload")]
    [InlineData("EC,E11\r\n", "!ec_e11")]
    [InlineData("\u0006\r\n", "#acknowledged")]
    [InlineData("\u0006ST,+00123.45  g\r\n", "123.45 g stable")]
    [InlineData("ST,+9999999E+19\r\n", "!invalid")]
    [InlineData("ST,+0123.45  g\r\n", "!invalid")]
    [InlineData("ST, 00123.45  g\r\n", "!invalid")]
    [InlineData("ST,+00123.45  %\r\n", "!invalid")]
    [InlineData("ST,+00123.45   \r\n", "!invalid")]
    [InlineData("XX,+00123.45  g\r\n", "!invalid")]
    [InlineData("ST,GS,+   1.240kg\r\n", "!invalid")]
    [InlineData("EC,X11\r\n", "!invalid")]
    [InlineData("ST,+0012ST,+00123.45  g\r\n", "!incomplete | 123.45 g stable")]
    [InlineData("ST,+0012TR,+00123.45  g\r\n", "!incomplete | 123.45 g tare")]
    [InlineData("ST,+0012OL,+9999999E+19\r\n", "!incomplete | !overload")]
    [InlineData("ST,+00123.45     g\r\n", "!invalid")]
    public void Decode_EverySpelling_IsReadOrRefused(string line, string expected) => Assert.Equal(expected, Decoding.Read("and_standard", line));

    [Theory]
    [InlineData(DeviceCommandKind.Zero, "Z\r\n")]
    [InlineData(DeviceCommandKind.Tare, "T\r\n")]
    public async Task Tell_Command_IsSentAndNotWaitedFor(DeviceCommandKind kind, string sent)
    {
        (string Sent, CommandOutcome Outcome) told = await ToldScale.TellAsync("and-standard", new DeviceCommand(kind), answer: null);
        Assert.Equal((sent, true), (told.Sent, told.Outcome.Done));
        Assert.Contains("look at the weight", told.Outcome.Reason);
    }
}
