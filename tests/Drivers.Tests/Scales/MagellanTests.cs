using System.Text;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using Tests.Shared;

namespace Drivers.Tests.Scales;

/// <summary>Weights and scans on one line, as Datalogic KA-01089 has them.</summary>
public sealed class MagellanTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("S140", "none   Unknown [not_ready_cant_find_zero] []")]
    [InlineData("S141", "none  False Unknown [] [motion]")]
    [InlineData("S142", "none   Unknown [over_capacity] []")]
    [InlineData("S143", "0  True Gross [] []")]
    [InlineData("S145", "none   Unknown [under_zero] []")]
    [InlineData("S14401250", "1.250 kg True Gross [] []")]
    [InlineData("S1440123", "1.23 lb True Gross [] []")]
    [InlineData("S1101250", "1.250 kg True Gross [] []")]
    [InlineData("S110123", "1.23 lb True Gross [] []")]
    [InlineData("S144", "none   Unknown [invalid] []")]
    [InlineData("S144123", "none   Unknown [invalid] []")]
    [InlineData("S144012345", "none   Unknown [invalid] []")]
    [InlineData("S1441.250", "none   Unknown [invalid] []")]
    [InlineData("S144-1250", "none   Unknown [invalid] []")]
    [InlineData("S1430", "none   Unknown [invalid] []")]
    [InlineData("S146", "none   Unknown [invalid] []")]
    [InlineData("S12", "none   Unknown [invalid] []")]
    [InlineData("S14", "none   Unknown [invalid] []")]
    [InlineData("S12401250", "none   Unknown [invalid] []")]
    [InlineData("S2S14401250", "1.250 kg True Gross [] []")]
    [InlineData("S08A012345678905", "none   Unknown [] [barcode UPC-A 012345678905]")]
    [InlineData("S08A01234567890512", "none   Unknown [] [barcode UPC-A 01234567890512]")]
    [InlineData("S08F4006381333931", "none   Unknown [] [barcode EAN-13 4006381333931]")]
    [InlineData("S08FF40170725", "none   Unknown [] [barcode EAN-8 40170725]")]
    [InlineData("S08E04252614", "none   Unknown [] [barcode UPC-E 04252614]")]
    [InlineData("S08E0425261", "none   Unknown [] [barcode UPC-E 0425261]")]
    [InlineData("S08E1425261", "none   Unknown [] [barcode UPC-E 1425261]")]
    [InlineData("S08E14252611", "none   Unknown [] [barcode UPC-E 14252611]")]
    [InlineData("S08A01234567890512345", "none   Unknown [] [barcode UPC-A 01234567890512345]")]
    [InlineData("S08F4006381333900", "none   Unknown [] [barcode EAN-13 4006381333900]")]
    [InlineData("S08A012345678905123456", "none   Unknown [bad_checksum] []")]
    [InlineData("S08E2425261", "none   Unknown [bad_checksum] []")]
    [InlineData("S08E24252618", "none   Unknown [bad_checksum] []")]
    [InlineData("S08E04252", "none   Unknown [bad_checksum] []")]
    [InlineData("S08123456", "none   Unknown [invalid] []")]
    [InlineData("S08B1", "none   Unknown [invalid] []")]
    [InlineData("S08B3", "none   Unknown [invalid] []")]
    [InlineData("S08B1ABC-123", "none   Unknown [] [barcode Code 39 ABC-123]")]
    [InlineData("S08B215400141288763", "none   Unknown [] [barcode ITF 15400141288763]")]
    [InlineData("S08B3Code_128.Test", "none   Unknown [] [barcode Code 128 Code_128.Test]")]
    [InlineData("S08R40101044123456789", "none   Unknown [] [barcode GS1 DataBar 0101044123456789]")]
    [InlineData("S08R0101044123456789", "none   Unknown [] [barcode GS1 DataBar 0101044123456789]")]
    [InlineData("S08%A$99.95A", "none   Unknown [] [barcode unknown %A$99.95A]")]
    [InlineData("S08A012345678906", "none   Unknown [bad_checksum] []")]
    [InlineData("S08F4006381333930", "none   Unknown [bad_checksum] []")]
    [InlineData("S08F400638133393", "none   Unknown [bad_checksum] []")]
    [InlineData("S08E04252615", "none   Unknown [bad_checksum] []")]
    [InlineData("S08F40063813X3931", "none   Unknown [invalid] []")]
    [InlineData("S08", "none   Unknown [invalid] []")]
    [InlineData("S08A", "none   Unknown [invalid] []")]
    public void Feed_Message_SaysWhatItSays(string message, string expected) =>
        Assert.Equal(expected, Recorded.Text("magellan_single_cable", message + "\r"));

    [Fact]
    public void Feed_UnitOfTheProfile_ZeroHasItAndAnotherIsRefused()
    {
        Assert.Equal("0.000 kg True Gross [] []", Recorded.Text(Recorded.Decoder("magellan_single_cable", ("unit", "kg")), "S143\r"u8.ToArray()));
        Assert.Equal("0.00 lb True Gross [] []", Recorded.Text(Recorded.Decoder("magellan_single_cable", ("unit", "lb")), "S143\r"u8.ToArray()));
        Assert.Equal("none   Unknown [unit_mismatch] []", Recorded.Text(Recorded.Decoder("magellan_single_cable", ("unit", "kg")), "S1440123\r"u8.ToArray()));
    }

    /// <summary>A message whose CR was lost: neither two scans in one, nor a scan with a weight behind it.</summary>
    [Theory]
    [InlineData("S08F4006381333931S08F4006381333931", "none   Unknown [incomplete] [] | none   Unknown [] [barcode EAN-13 4006381333931]")]
    [InlineData("S08F4006381333931S14401250", "none   Unknown [incomplete] [] | 1.250 kg True Gross [] []")]
    [InlineData("S14S14401250", "none   Unknown [incomplete] [] | 1.250 kg True Gross [] []")]
    [InlineData("S14SS14401250", "none   Unknown [incomplete] [] | 1.250 kg True Gross [] []")]
    [InlineData("S08F40063S08FF40170725", "none   Unknown [incomplete] [] | none   Unknown [] [barcode EAN-8 40170725]")]
    [InlineData("S08F40063813339314006381333931", "none   Unknown [bad_checksum] []")]
    public void Feed_MessagesThatRanTogether_AreNeverOne(string line, string expected) =>
        Assert.Equal(expected, Recorded.Text("magellan_single_cable", line + "\r"));

    /// <summary>Whoever prints the code of a weight on a package must not weigh goods with it.</summary>
    [Theory]
    [InlineData("S08B3S14401250")]
    [InlineData("S08B1XS14401250")]
    [InlineData("S08R4S1101250")]
    public void Feed_CodeThatLooksLikeAWeight_IsAScan(string message)
    {
        WeightFrame frame = Assert.Single(Frames.Decode(Recorded.Decoder("magellan_single_cable"), Encoding.ASCII.GetBytes(message + "\r")));
        Assert.Null(frame.Weight);
        Assert.StartsWith("barcode ", Assert.Single(frame.Flags));
    }

    /// <summary>Too long for a message, or with a character that none may hold; what it ends in is still its data.</summary>
    [Theory]
    [InlineData(114, "")]
    [InlineData(123, "")]
    [InlineData(1000, "")]
    [InlineData(3, "\u0001")]
    [InlineData(3, "\u007f")]
    [InlineData(3, "\n")]
    public void Feed_CodeThatCannotBeReadAndEndsLikeAWeight_IsNoWeight(int length, string behind)
    {
        byte[] code = Encoding.ASCII.GetBytes($"S08B3{new string('1', length)}{behind}S14401250\r");
        Assert.Equal("none   Unknown [invalid] []", Recorded.Text(Recorded.Decoder("magellan_single_cable"), code));
        Assert.Equal(
            "none   Unknown [invalid] [] | 1.250 kg True Gross [] []", Recorded.Text(Recorded.Decoder("magellan_single_cable"), code, "S14401250\r"u8.ToArray()));
    }

    [Theory]
    [InlineData("S08F4006381333931\u000fS08FF40170725\r", "none   Unknown [invalid] [] | none   Unknown [] [barcode EAN-8 40170725]")]
    [InlineData("S08A012345678905\u000fS08FF40170725\r", "none   Unknown [invalid] [] | none   Unknown [] [barcode EAN-8 40170725]")]
    [InlineData("S08E04252614\u000fS08FF40170725\r", "none   Unknown [invalid] [] | none   Unknown [] [barcode EAN-8 40170725]")]
    [InlineData("S14401250\u000fS08FF40170725\r", "none   Unknown [invalid] [] | none   Unknown [] [barcode EAN-8 40170725]")]
    public void Feed_EndOfAMessageOfDigitsDamaged_LosesNoMessageBehindIt(string bytes, string expected) =>
        Assert.Equal(expected, Recorded.Text("magellan_single_cable", bytes));

    [Theory]
    [InlineData("S08A012345678905", "]E0", "0012345678905")]
    [InlineData("S08F4006381333931", "]E0", "4006381333931")]
    [InlineData("S08FF40170725", "]E4", "40170725")]
    [InlineData("S08E04252614", "]E0", "0042100005264")]
    [InlineData("S08E0425261", "]E0", "0042100005264")]
    [InlineData("S08E425261", "]E0", "0042100005264")]
    [InlineData("S08E425262", "]E0", "0042200005263")]
    [InlineData("S08E425263", "]E0", "0042500000265")]
    [InlineData("S08E425264", "]E0", "0042520000061")]
    [InlineData("S08E425265", "]E0", "0042526000058")]
    [InlineData("S08B1ABC-123", "]A0", "ABC-123")]
    [InlineData("S08B215400141288763", "]I0", "15400141288763")]
    [InlineData("S08B3barcode UPC-A 1", "]C0", "barcode UPC-A 1")]
    [InlineData("S08R40101044123456789\u001d10AB", "]e0", "0101044123456789\u001d10AB")]
    [InlineData("S08&XYZ", null, "&XYZ")]
    public void ReadScan_Scan_IsWhatAScannerWithAimIdentifiersWouldSend(string message, string? symbology, string data)
    {
        WeightFrame frame = Assert.Single(Frames.Decode(Recorded.Decoder("magellan_single_cable"), Encoding.ASCII.GetBytes(message + "\r")));
        Assert.Equal((symbology, data), MagellanScan.Read(frame));
    }

    [Theory]
    [InlineData("S14401250")]
    [InlineData("S141")]
    public void ReadScan_Weight_IsNone(string message) =>
        Assert.Null(MagellanScan.Read(Assert.Single(Frames.Decode(Recorded.Decoder("magellan_single_cable"), Encoding.ASCII.GetBytes(message + "\r")))));

    [Fact]
    public void Feed_EndlessMessage_StaysBoundedAndRecovers()
    {
        IFrameDecoder decoder = Recorded.Decoder("magellan_single_cable");
        var frames = new List<WeightFrame>();
        decoder.Feed("S08B3"u8, frames);
        decoder.Feed(Enumerable.Repeat((byte)'1', 1 << 16).ToArray(), frames);
        decoder.Feed("\rS14401250\r"u8, frames);
        Assert.Equal(1.250m, frames[^1].Weight);
        Assert.DoesNotContain(frames, frame => frame.Flags.Count > 0);
    }

    [Fact]
    public async Task Read_ScansBetweenQuestionAndAnswer_AreAllGivenInOrderBesideTheNewestWeight()
    {
        var (port, clock) = (new ScriptedPort(), new ManualClock());
        IDriver scale = MagellanSingleCable.Protocol.CreateDriver(new DeviceOptions { Id = "scale-1", Profile = { ["unit"] = "kg" } }, port, clock);
        await using IAsyncEnumerator<Reading> readings = scale.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        port.Arrive("S08F4006381333931\rS14401000\rS08A012345678905\rS14401250\rS08FF40170725\r"u8.ToArray());
        Assert.Equal("4006381333931", (await NextAsync<ScanReading>(readings)).Data);
        Assert.Equal("0012345678905", (await NextAsync<ScanReading>(readings)).Data);
        Assert.Equal("40170725", (await NextAsync<ScanReading>(readings)).Data);
        Assert.Equal("1.250 kg True Gross [] []", Frames.Text((await NextAsync<WeightReading>(readings)).Frame));
        port.Arrive("S08F40063"u8.ToArray());
        port.Arrive("81333931\rS1"u8.ToArray());
        port.Arrive("43\r"u8.ToArray());
        Assert.Equal(("]E0", "4006381333931"), (await NextAsync<ScanReading>(readings)) is var scan ? (scan.Symbology, scan.Data) : default);
        Assert.Equal("0.000 kg True Gross [] []", Frames.Text((await NextAsync<WeightReading>(readings)).Frame));
        Assert.Equal("S14\r"u8.ToArray(), port.Sent[0]);
    }

    [Fact]
    public async Task Read_SimulatedScannerScale_LosesNoScanWhileItWeighs()
    {
        var clock = new ManualClock();
        using var truth = new global::Simulators.Session.GroundTruth(null, clock);
        var device = new global::Simulators.Scales.MagellanSingleCable(new(global::Simulators.Scales.ScaleShape.Counter, clock, truth));
        var port = new SimulatedPort(device, clock);
        var scale = (ICommandedDriver)MagellanSingleCable.Protocol.CreateDriver(
            new DeviceOptions { Id = "scale-1", Profile = { ["unit"] = "kg" } }, port, clock);
        await using IAsyncEnumerator<Reading> readings = scale.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        global::Drivers.Tests.Simulators.SimulatedLine.Script(device, "load 1.250");
        var codes = new List<string>();
        decimal? weight = null;
        for (int each = 0; each < 50; each++)
        {
            global::Drivers.Tests.Simulators.SimulatedLine.Script(device, "scan 4006381333931");
            int before = codes.Count;
            while (codes.Count == before)
            {
                Assert.True(await readings.MoveNextAsync());
                if (readings.Current is ScanReading scan)
                    codes.Add(scan.Data);
                else
                    weight = ((WeightReading)readings.Current).Frame.Weight ?? weight;
            }
        }
        Assert.Equal(Enumerable.Repeat("4006381333931", 50), codes);
        Assert.Equal(1.250m, weight);
        Assert.True((await scale.ExecuteAsync(new DeviceCommand(DeviceCommandKind.Beep), Ct)).Done);
        Assert.Equal(1, device.Beeps);
    }

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<Reading> readings)
        where T : Reading
    {
        Assert.True(await readings.MoveNextAsync());
        return Assert.IsType<T>(readings.Current);
    }
}
