using System.Globalization;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Drivers.Tests.Scales;

/// <summary>Reports by the USB HID point-of-sale usage tables; the collected ones are in the sample frames.</summary>
public class UsbHidPosTests
{
    [Theory]
    [InlineData("03 01 02 00 88 00", "none   Unknown [fault] []")]
    [InlineData("03 02 02 00 00 00", "0 g True Unknown [] []")]
    [InlineData("03 03 02 00 88 00", "136 g False Unknown [] []")]
    [InlineData("03 04 02 00 88 00", "136 g True Unknown [] []")]
    [InlineData("03 05 02 00 88 00", "none   Unknown [under_zero] []")]
    [InlineData("03 06 02 00 88 00", "none   Unknown [over_weight] []")]
    [InlineData("03 07 02 00 88 00", "none   Unknown [needs_calibration] []")]
    [InlineData("03 08 02 00 88 00", "none   Unknown [needs_rezero] []")]
    [InlineData("03 05 00 00 00 00", "none   Unknown [under_zero] []")]
    [InlineData("03 00 02 00 88 00", "none   Unknown [invalid] []")]
    [InlineData("03 09 02 00 88 00", "none   Unknown [invalid] []")]
    [InlineData("03 04 00 00 88 00", "none   Unknown [unknown_unit] []")]
    [InlineData("03 04 0d 00 88 00", "none   Unknown [invalid] []")]
    [InlineData("03 04 02 01 88 00", "1360 g True Unknown [] []")]
    [InlineData("03 04 03 fd ff ff", "65.535 kg True Unknown [] []")]
    [InlineData("03 04 02 7f 88 00", "none   Unknown [invalid] []")]
    [InlineData("03 04 02 80 88 00", "none   Unknown [invalid] []")]
    [InlineData("03 04 02 06 01 00", "1000000 g True Unknown [] []")]
    [InlineData("03 04 02 07 01 00", "none   Unknown [invalid] []")]
    [InlineData("03 04 02 f7 88 00", "0.000000136 g True Unknown [] []")]
    [InlineData("03 04 02 f6 88 00", "none   Unknown [invalid] []")]
    [InlineData("03 09 02 00 03 04 02 00 88 00", "none   Unknown [invalid] [] | 136 g True Unknown [] []")]
    [InlineData("03 04 02 03 08 02 00 88 00", "none   Unknown [incomplete] [] | none   Unknown [needs_rezero] []")]
    [InlineData("03 04 02 03 04 01 fd 88 00", "none   Unknown [incomplete] [] | 0.136 mg True Unknown [] []")]
    [InlineData("03 04 02 03 04 02 f7 88 00", "none   Unknown [incomplete] [] | 0.000000136 g True Unknown [] []")]
    [InlineData("03 04 02 00 03 04 0d 00", "1027 g True Unknown [] []")]
    [InlineData("03 04 02 00 88", "none   Unknown [incomplete] []")]
    [InlineData("05 77 02 00 88 00", "")]
    [InlineData("00 00 00 00 00 00", "")]
    public void Feed_Report_SaysWhatItsBytesSay(string hex, string expected) => Assert.Equal(expected, Recorded.Hex("usb_hid_pos", hex));

    [Fact]
    public void Feed_EveryUnit_IsNamed()
    {
        string[] units = ["mg", "g", "kg", "ct", "tael", "gr", "dwt", "t", "ton", "ozt", "oz", "lb"];
        for (int unit = 1; unit <= 12; unit++)
            Assert.Equal($"4.8 {units[unit - 1]} True Unknown [] []", Recorded.Text(Recorded.Decoder("usb_hid_pos"), Report(4, unit, -1, 48)));
    }

    /// <summary>Reports directly behind one another, padded or not, with 00 in front or not: none is lost, none is made up.</summary>
    [Fact]
    public void Feed_AnyReportsInARow_AreEachReadOnce()
    {
        var report = from unit in Gen.Choose(1, 12)
                     from exponent in Gen.Choose(-4, 0)
                     from weight in Gen.Choose(0, 65_535)
                     from before in Gen.Choose(0, 1)
                     from behind in Gen.Choose(0, 2)
                     select (unit, exponent, weight, before, behind);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(report.ListOf(5).ToArbitrary(), each =>
        {
            byte[] bytes = [.. each.SelectMany(one => (byte[])[.. new byte[one.before], .. Report(4, one.unit, one.exponent, one.weight), .. new byte[one.behind]])];
            decimal[] expected = [.. each.Select(one => new decimal(one.weight, 0, 0, false, (byte)-one.exponent))];
            return Frames.Decode(Recorded.Decoder("usb_hid_pos"), bytes).Select(frame => frame.Weight).OfType<decimal>().SequenceEqual(expected);
        }));
    }

    [Fact]
    public void Feed_CutReportBeforeAWholeOne_GivesNoWeightOfBoth()
    {
        byte[] first = Report(4, 2, 0, 0x1234);
        byte[] second = Report(4, 11, -1, 48);
        for (int cut = 1; cut < first.Length; cut++)
            Assert.Equal([4.8m], Frames.Decode(Recorded.Decoder("usb_hid_pos"), [.. first[..cut], .. second]).Select(frame => frame.Weight).OfType<decimal>());
    }

    [Fact]
    public async Task Tell_Zero_IsTheControlReport() =>
        Assert.Equal("\u0002\u0002", (await ToldScale.TellAsync("usb-hid-pos", new DeviceCommand(DeviceCommandKind.Zero), answer: null)).Sent);

    private static byte[] Report(int status, int unit, int exponent, int weight) =>
        [0x03, (byte)status, (byte)unit, unchecked((byte)exponent), (byte)(weight & 0xFF), (byte)(weight >> 8)];
}
