using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

public class SartoriusSbiTests
{
    [Theory]
    [InlineData("+   123.56 g  \r\n", "123.56 g stable")]
    [InlineData("-   123.56 kg \r\n", "-123.56 kg stable")]
    [InlineData("    123.56 pcs\r\n", "123.56 pcs stable")]
    [InlineData("+   123.56    \r\n", "123.56 moving")]
    [InlineData("G     +   1.2500 kg \r\n", "1.2500 kg stable gross")]
    [InlineData("T     +   0.2000 kg \r\n", "0.2000 kg stable tare")]
    [InlineData("T1    +   0.2000 kg \r\n", "0.2000 kg stable tare")]
    [InlineData("Qnt   +       12 pcs\r\n", "12 pcs stable")]
    [InlineData("N     + 123.4[5] g  \r\n", "123.45 g stable net #unverified_digit")]
    [InlineData("Stat       High     \r\n", "!overload")]
    [InlineData("Stat       Low      \r\n", "!underload")]
    [InlineData("Stat      ERR 241   \r\n", "!err_241")]
    [InlineData("     High     \r\n", "!overload")]
    [InlineData("    ERR 02    \r\n", "!err_02")]
    [InlineData("Stat       Huh      \r\n", "!invalid")]
    [InlineData("X     +   0.1234 g  \r\n", "!invalid")]
    [InlineData("+   12.[3]4 g \r\n", "!invalid")]
    [InlineData("+   123.56 xx \r\n", "!invalid")]
    [InlineData("+  123.56 g  \r\n", "!invalid")]
    [InlineData("+    ----- g  \r\n", "!invalid")]
    [InlineData("T2    +   0.2000 kg \r\n", "0.2000 kg stable tare")]
    [InlineData("N     + 123.[5]  g  \r\n", "123.5 g stable net #unverified_digit")]
    [InlineData("+ 12.[3]4  g  \r\n", "!invalid")]
    [InlineData("5          g  \r\n", "!invalid")]
    [InlineData("+12345.678 g  \r\n", "!invalid")]
    [InlineData("    ERR241    \r\n", "!err_241")]
    [InlineData("    ERR 2     \r\n", "!err_2")]
    [InlineData("    ERR       \r\n", "!invalid")]
    [InlineData("    ERR x1    \r\n", "!invalid")]
    [InlineData("    ERR 24:   \r\n", "!invalid")]
    public void Decode_EverySpelling_IsReadOrRefused(string line, string expected) => Assert.Equal(expected, Decoding.Read("sartorius_sbi", line));

    /// <summary>What is left of a line that was cut off, and a whole one behind it.</summary>
    [Theory]
    [InlineData("+   12-   123.56 kg \r\n", "!invalid | -123.56 kg stable")]
    [InlineData("+   12    123.56 pcs\r\n", "!invalid | 123.56 pcs stable")]
    [InlineData("+   12. +   123.56 g  \r\n", "!invalid | 123.56 g stable")]
    [InlineData("12+   123.56 g  \r\n", "!invalid | 123.56 g stable")]
    [InlineData("+   12 High         \r\n", "!invalid | !overload")]
    [InlineData("+   1N     +   5.4321 g  \r\n", "!invalid | 5.4321 g stable net")]
    [InlineData("+   1G     +   1.2500 kg \r\n", "!invalid | 1.2500 kg stable gross")]
    [InlineData("NQnt   +       12 pcs\r\n", "!invalid | 12 pcs stable")]
    [InlineData("NStat       High     \r\n", "!invalid | !overload")]
    [InlineData("    +   123.56 g  \r\n", "!invalid")]
    public void Decode_RemainsOfALineBeforeAWholeOne_GivesTheWholeOne(string line, string expected) => Assert.Equal(expected, Decoding.Read("sartorius_sbi", line));

    /// <summary>The number of a tare is no weight, though it stands in a line of 14 characters behind its name.</summary>
    [Theory]
    [InlineData("+   1T     +   0.2000 kg \r\n", "!invalid | 0.2000 kg stable tare")]
    [InlineData("+   0.2500 kg T1    +   0.2000 kg \r\n", "!invalid | 0.2000 kg stable tare")]
    [InlineData("T    +   0.2000 kg \r\n", "!invalid")]
    [InlineData("1    +   0.2000 kg \r\n", "!invalid")]
    [InlineData("2    +   0.2000 kg \r\n", "!invalid")]
    [InlineData("T1   +   0.2000 kg \r\n", "!invalid")]
    public void Decode_TareBehindRemainsOrWithAByteLost_IsNoWeight(string line, string expected) => Assert.Equal(expected, Decoding.Read("sartorius_sbi", line));

    [Fact]
    public void Decode_StreamThatBeginsWithATare_DoesNotTakeItForTheWeight()
    {
        IFrameDecoder decoder = SartoriusSbi.Protocol.CreateDecoder(new ProfileReader("sartorius-sbi", new Dictionary<string, string>()), ProfileUse.Device);
        Assert.Equal("0.2000 kg stable tare", Decoding.Words(Frames.Decode(decoder, "T     +   0.2000 kg \r\n"u8.ToArray()).Single()));
    }

    [Theory]
    [InlineData("N     +   5.4321    \r\n", "5.4321 g moving net")]
    [InlineData("N     +   5.4321 g  \r\n", "5.4321 g stable net")]
    [InlineData("N     +   5.4321 kg \r\n", "!unit_mismatch")]
    public void Decode_UnitInTheProfile_HoldsWhileTheLoadMoves(string line, string expected) =>
        Assert.Equal(expected, Decoding.Read("sartorius_sbi", line, "unit=g"));

    [Fact]
    public void Driver_MovingLoadWithoutAKnownUnit_IsAStateAndNoWeight()
    {
        IFrameDecoder decoder = SartoriusSbi.Protocol.CreateDecoder(new ProfileReader("sartorius-sbi", new Dictionary<string, string>()), ProfileUse.Device);
        Assert.Equal("moving net #motion", Decoding.Words(Frames.Decode(decoder, "N     +   5.4321    \r\n"u8.ToArray()).Single()));
    }

    [Theory]
    [InlineData(DeviceCommandKind.Zero, "\u001BV\r\n")]
    [InlineData(DeviceCommandKind.Tare, "\u001BU\r\n")]
    public async Task Tell_Command_IsSentAndNotWaitedFor(DeviceCommandKind kind, string sent)
    {
        (string Sent, CommandOutcome Outcome) told = await ToldScale.TellAsync("sartorius-sbi", new DeviceCommand(kind), answer: null);
        Assert.Equal((sent, true), (told.Sent, told.Outcome.Done));
    }
}
