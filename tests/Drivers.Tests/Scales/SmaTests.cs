using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

public class SmaTests
{
    [Theory]
    [InlineData("\n 1GM      1.250kg_\r", "1.250 kg moving gross")]
    [InlineData("\n 1n      1.2520kg_\r", "1.2520 kg stable net")]
    [InlineData("\n 1T       0.200kg_\r", "0.200 kg stable tare")]
    [InlineData("\n 1N      -0.200lb \r", "-0.200 lb stable net")]
    [InlineData("\nO1G       15.01kg_\r", "!overload")]
    [InlineData("\nU1G      -0.100kg_\r", "!under_zero")]
    [InlineData("\nE1GM ----------kg_\r", "!zero_error")]
    [InlineData("\nI1G  ----------kg_\r", "!initial_zero_error")]
    [InlineData("\nT1GM ----------kg_\r", "!tare_error")]
    [InlineData("\n?\r", "!unknown_command")]
    [InlineData("\nSMA:2/1.0\r", "#sma")]
    [InlineData("\n 1G  ----------kg_\r", "!invalid")]
    [InlineData("\nX1G       1.250kg_\r", "!invalid")]
    [InlineData("\n 0G       1.250kg_\r", "!invalid")]
    [InlineData("\n 1X       1.250kg_\r", "!invalid")]
    [InlineData("\n 1GQ      1.250kg_\r", "!invalid")]
    [InlineData("\n 1G      1.250kg_\r", "!invalid")]
    [InlineData("\n 1G       1.250__k\r", "!invalid")]
    [InlineData("\n 1G       1.2\n 1G       1.250kg_\r", "!incomplete | 1.250 kg stable gross")]
    [InlineData(" 1G       1.250kg_\r", "")]
    [InlineData("\n 9G       1.250kg_\r", "1.250 kg stable gross")]
    [InlineData("\n 1t      0.2000kg_\r", "0.2000 kg stable tare")]
    public void Decode_EveryFrame_IsReadOrRefused(string frame, string expected) => Assert.Equal(expected, Decoding.Read("sma", frame));

    [Fact]
    public void End_InAFrame_IsIncompleteAndLeavesNothingBehind()
    {
        IFrameDecoder decoder = Decoding.Decoder("sma");
        Assert.Equal("!incomplete", Decoding.Words(Frames.Decode(decoder, "\n 1G  "u8.ToArray()).Single()));
        Assert.Empty(Frames.Decode(decoder, "     1.250kg_\r"u8.ToArray()));
    }

    [Theory]
    [InlineData(DeviceCommandKind.Zero, null, "\nZ\r", "\nZ1G       0.000kg_\r", true)]
    [InlineData(DeviceCommandKind.Zero, null, "\nZ\r", "\nE1GM ----------kg_\r", false)]
    [InlineData(DeviceCommandKind.Tare, null, "\nT\r", "\n 1N       0.000kg_\r", true)]
    [InlineData(DeviceCommandKind.Tare, null, "\nT\r", "\nT1GM ----------kg_\r", false)]
    [InlineData(DeviceCommandKind.PresetTare, "0.200", "\nT0.200\r", "\n 1N       1.250kg_\r", true)]
    [InlineData(DeviceCommandKind.PresetTare, "0.200", "\nT0.200\r", "\n?\r", false)]
    [InlineData(DeviceCommandKind.ClearTare, null, "\nC\r", "\n 1G       1.450kg_\r", true)]
    [InlineData(DeviceCommandKind.Echo, null, "\nA\r", "\nSMA:2/1.0\r", true)]
    [InlineData(DeviceCommandKind.Echo, null, "\nA\r", "\n?\r", false)]
    public async Task Tell_EachCommand_ReportsWhatTheScaleSaid(DeviceCommandKind kind, string? amount, string sent, string answer, bool done)
    {
        decimal? weight = amount is null ? null : decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
        (string Sent, CommandOutcome Outcome) told = await ToldScale.TellAsync("sma", new DeviceCommand(kind, weight), answer);
        Assert.Equal((sent, done), (told.Sent, told.Outcome.Done));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Tell_PresetTareWithoutAWeight_IsRefusedInWords(int? amount)
    {
        DeviceException refused = await Assert.ThrowsAsync<DeviceException>(
            () => ToldScale.TellAsync("sma", new DeviceCommand(DeviceCommandKind.PresetTare, amount), answer: null));
        Assert.Contains("above 0", refused.Message);
    }
}
