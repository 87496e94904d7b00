using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

public class NciScp01Tests
{
    [Theory]
    [InlineData("\n 01.25LB\r\n00\r\u0003", "1.25 lb stable gross")]
    [InlineData("\n-01.250kg\r\n00\r\u0003", "-1.250 kg stable gross")]
    [InlineData("\n001.250 KG\r\n0p4\r\u0003", "1.250 kg stable net")]
    [InlineData("\n001.250KG\r\n10\r\u0003", "1.250 kg moving #motion")]
    [InlineData("\n000.000KG\r\n20\r\u0003", "0.000 kg stable #at_zero")]
    [InlineData("\n001.250KG\r\n0pp0\r\u0003", "1.250 kg stable gross")]
    [InlineData("\n10\r\u0003", "moving #motion")]
    [InlineData("\n01\r\u0003", "stable !under_capacity")]
    [InlineData("\n02\r\u0003", "stable !over_capacity")]
    [InlineData("\n^^^^^^KG\r\n02\r\u0003", "stable !over_capacity")]
    [InlineData("\n______KG\r\n01\r\u0003", "stable !under_capacity")]
    [InlineData("\n------KG\r\n10\r\u0003", "moving #motion")]
    [InlineData("\n015.010KG\r\n02\r\u0003", "stable !over_capacity")]
    [InlineData("\n?\r\u0003", "!unknown_command")]
    [InlineData("\n001.250KG\r\nS00\r\u0003", "1.250 kg stable gross")]
    [InlineData("\nS10\r\u0003", "moving #motion")]
    [InlineData("\n^^^^^^KG\r\n00\r\u0003", "!invalid")]
    [InlineData("\n------KG\r\n00\r\u0003", "!invalid")]
    [InlineData("\n001.250XX\r\n00\r\u0003", "!invalid")]
    [InlineData("\n001.250\r\n00\r\u0003", "!invalid")]
    [InlineData("\n01lb 02.5oz\r\n00\r\u0003", "!invalid")]
    [InlineData("\n001.250KG\r\n0\r\u0003", "!invalid")]
    [InlineData("\n001.250KG\r\n0p\r\u0003", "!invalid")]
    [InlineData("\n001.250KG\r\nP0\r\u0003", "!invalid")]
    [InlineData("\n001.250KG\r\n000\r\u0003", "!invalid")]
    [InlineData("\n001.250KG\r\n 0\r\u0003", "!invalid")]
    [InlineData("\n001.250KG\r\n00\u0003", "!invalid")]
    [InlineData("\n001.250KG\r\n00\r", "!incomplete")]
    [InlineData("\n001.2\n001.250KG\r\n00\r\u0003", "!incomplete | 1.250 kg stable gross")]
    [InlineData("\n001.300KG\r\n001.250KG\r\n00\r\u0003", "!incomplete | 1.250 kg stable gross")]
    [InlineData("\n 1G       1.250kg_\r", "!incomplete")]
    [InlineData("\n\n001.250KG\r\n00\r\u0003", "!incomplete | 1.250 kg stable gross")]
    [InlineData("\n\r\n00\r\u0003", "!invalid")]
    [InlineData("\n ^^^^^KG\r\n02\r\u0003", "stable !over_capacity")]
    [InlineData("\n^KG\r\n02\r\u0003", "stable !over_capacity")]
    [InlineData("\nKG\r\n02\r\u0003", "!invalid")]
    [InlineData("\n^^^^^^XX\r\n02\r\u0003", "!invalid")]
    [InlineData("\n001.250KG\r\n0ppp0\r\u0003", "!invalid")]
    [InlineData("\n001.2500000000000000000000000000000000KG\r\u0003\n001.250KG\r\n00\r\u0003", "!invalid | 1.250 kg stable gross")]
    public void Decode_EveryFrame_IsReadOrRefused(string frame, string expected)
    {
        Assert.Equal(expected, Decoding.Read("nci_scp01", frame));
        string withParity = string.Concat(frame.Select(letter => (char)(letter | (System.Numerics.BitOperations.PopCount(letter) % 2 << 7))));
        Assert.Equal(expected, Decoding.Read("nci_scp01", withParity));
    }

    [Fact]
    public void End_InAFrame_IsIncompleteAndLeavesNothingBehind()
    {
        IFrameDecoder decoder = Decoding.Decoder("nci_scp01");
        Assert.Equal("!incomplete", Decoding.Words(Frames.Decode(decoder, "\n001.250KG\r"u8.ToArray()).Single()));
        Assert.Equal("stable gross", Decoding.Words(Frames.Decode(decoder, "\n00\r\u0003"u8.ToArray()).Single()));
    }

    [Theory]
    [InlineData(DeviceCommandKind.Zero, "Z\r", "\n20\r\u0003", true, null)]
    [InlineData(DeviceCommandKind.Zero, "Z\r", "\n10\r\u0003", false, "motion")]
    [InlineData(DeviceCommandKind.Zero, "Z\r", "\n02\r\u0003", false, "over capacity")]
    [InlineData(DeviceCommandKind.Tare, "T\r", "\n?\r\u0003", false, "unknown command")]
    [InlineData(DeviceCommandKind.Tare, "T\r", "\n0p4\r\u0003", true, null)]
    [InlineData(DeviceCommandKind.Echo, "S\r", "\n10\r\u0003", true, "status")]
    [InlineData(DeviceCommandKind.Echo, "S\r", null, false, "no answer")]
    public async Task Tell_EachCommand_ReportsWhatTheScaleSaid(DeviceCommandKind kind, string sent, string? answer, bool done, string? reason)
    {
        (string Sent, CommandOutcome Outcome) told = await ToldScale.TellAsync("nci-scp01", new DeviceCommand(kind), answer);
        Assert.Equal((sent, done), (told.Sent, told.Outcome.Done));
        Assert.Contains(reason ?? "", told.Outcome.Reason ?? "");
    }
}
