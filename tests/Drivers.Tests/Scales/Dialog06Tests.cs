using System.Globalization;
using System.Text;
using Drivers.Scales;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Drivers.Tests.Scales;

/// <summary>Records and conversations as METTLER TOLEDO DIVA Service Manual p. 53 to 55 and the Cely PI100 manual p. 18 have them.</summary>
public class Dialog06Tests
{
    private const string Sent01 = "040230311b3030313030301b03";
    private const string AskWeight = "0405";
    private const string AskStatus = "0402303803";
    private const string Reset = "04";

    private static readonly string s_weight = Hex("\u000202\u001b3\u001b01250\u001b001000\u001b001250\u0003");

    [Theory]
    [InlineData("02|3|01250|001000|001250", "1.250 kg True Unknown [] []")]
    [InlineData("02|3|01250|01000|001250", "1.250 kg True Unknown [] []")]
    [InlineData("02|3|00000|000000|000000", "0.000 kg True Unknown [] []")]
    [InlineData("02|3|00333|001000|000333", "0.333 kg True Unknown [] []")]
    [InlineData("02|3|00005|000100|000001", "0.005 kg True Unknown [] []")]
    [InlineData("02|3|00005|000100|000000", "0.005 kg True Unknown [] []")]
    [InlineData("02|1|01250|000100|001250", "12.50 lb True Unknown [] []")]
    [InlineData("02|2|01250|000100|000125", "1.250 lb True Unknown [] []")]
    [InlineData("02|3|01250|001000|001251", "none   Unknown [total_mismatch] []")]
    [InlineData("02|3|01250|001000|000000", "none   Unknown [total_mismatch] []")]
    [InlineData("02|0|01250|001000|001250", "none   Unknown [unsupported_unit] []")]
    [InlineData("02|4|01250|001000|001250", "none   Unknown [invalid] []")]
    [InlineData("02|3|1.250|001000|001250", "none   Unknown [invalid] []")]
    [InlineData("02|3| 1250|001000|001250", "none   Unknown [invalid] []")]
    [InlineData("02|3|001250|001000|001250", "none   Unknown [invalid] []")]
    [InlineData("02|3|01250|001000", "none   Unknown [invalid] []")]
    [InlineData("02|3|01250|001000|001250|", "none   Unknown [invalid] []")]
    [InlineData("09|00", "none   Unknown [] [no_error]")]
    [InlineData("09|01", "none   Unknown [general_error] []")]
    [InlineData("09|02", "none   Unknown [parity_error_or_buffer_overflow] []")]
    [InlineData("09|10", "none   Unknown [invalid_record] []")]
    [InlineData("09|11", "none   Unknown [invalid_price] []")]
    [InlineData("09|12", "none   Unknown [invalid_tare] []")]
    [InlineData("09|13", "none   Unknown [invalid_text] []")]
    [InlineData("09|20", "none   Unknown [] [in_motion]")]
    [InlineData("09|21", "none  True Unknown [] [no_motion_since_last]")]
    [InlineData("09|22", "none   Unknown [] [not_finished]")]
    [InlineData("09|30", "none   Unknown [below_minimum] []")]
    [InlineData("09|31", "none   Unknown [below_zero] []")]
    [InlineData("09|32", "none   Unknown [overload] []")]
    [InlineData("09|99", "none   Unknown [invalid] []")]
    [InlineData("11|0", "none   Unknown [checksums_invalid] []")]
    [InlineData("11|1", "none   Unknown [] [checksums valid]")]
    [InlineData("11|2A7", "none   Unknown [] [checksum challenge Z=A7]")]
    [InlineData("11|22;", "none   Unknown [] [checksum challenge Z=2;]")]
    [InlineData("08", "none   Unknown [] [host: request status]")]
    [InlineData("01|001000|", "none   Unknown [] [host: record 01, unit price 001000]")]
    [InlineData("03|001000|0123", "none   Unknown [] [host: record 03, unit price 001000, tare 0123]")]
    [InlineData("04|001000|APPLES       ", "none   Unknown [] [host: record 04, unit price 001000,host: text APPLES       ]")]
    [InlineData("05|001000|0123|APPLES", "none   Unknown [] [host: record 05, unit price 001000, tare 0123,host: text APPLES]")]
    [InlineData("10|4711F336", "none   Unknown [] [host: record 10, checksums 4711F336]")]
    [InlineData("04|001000|", "none   Unknown [] [host: record 04, unit price 001000]")]
    [InlineData("01|00100x|", "none   Unknown [invalid] []")]
    [InlineData("01|0010000|", "none   Unknown [invalid] []")]
    [InlineData("01|001000|x", "none   Unknown [invalid] []")]
    [InlineData("03|00100x|0123", "none   Unknown [invalid] []")]
    [InlineData("03|001000|012", "none   Unknown [invalid] []")]
    [InlineData("03|001000|012x", "none   Unknown [invalid] []")]
    [InlineData("04|00100x|APPLES", "none   Unknown [invalid] []")]
    [InlineData("04|001000|FOURTEEN CHARS", "none   Unknown [invalid] []")]
    [InlineData("04|001000|A\u007fB", "none   Unknown [invalid] []")]
    [InlineData("05|00100x|0123|APPLES", "none   Unknown [invalid] []")]
    [InlineData("05|001000|012|APPLES", "none   Unknown [invalid] []")]
    [InlineData("05|001000|0123|FOURTEEN CHARS", "none   Unknown [invalid] []")]
    [InlineData("77", "none   Unknown [invalid] []")]
    [InlineData("", "none   Unknown [invalid] []")]
    public void Feed_Record_SaysWhatItsFieldsSay(string fields, string expected)
    {
        string record = $"\u0002{fields.Replace('|', '\u001b')}\u0003";
        Assert.Equal(expected, Recorded.Text("dialog06", record));
        Assert.Equal(expected, Recorded.Text("dialog06", "\u0004" + record));
    }

    /// <summary>Two manuals print EOT where ETX ends a record; it is read where the record is complete by then, and only there.</summary>
    [Fact]
    public void Feed_RecordThatEndsWithEot_IsReadWhereItIsComplete()
    {
        Assert.Equal("1.250 kg True Unknown [] []", Recorded.Text("dialog06", "\u000202\u001b3\u001b01250\u001b001000\u001b001250\u0004"));
        Assert.Equal("none   Unknown [incomplete] []", Recorded.Text("dialog06", "\u000202\u001b3\u001b01250\u001b001000\u001b00125\u0004"));
    }

    /// <summary>One EOT ends the record, and is not the host's too.</summary>
    [Fact]
    public void Feed_RecordThatEndsWithEot_TakesItAway() => Assert.Equal(
        "1.250 kg True Unknown [] []", Recorded.Text("dialog06", "\u000202\u001b3\u001b01250\u001b001000\u001b001250\u0004\u0005"));

    [Theory]
    [InlineData("\u000202\u001b3\u001b012", "none   Unknown [incomplete] []")]
    [InlineData("\u00020 ", "none   Unknown [incomplete] []")]
    [InlineData("\u0002\u001b0", "none   Unknown [incomplete] []")]
    [InlineData("\u00020\u007f", "none   Unknown [invalid] []")]
    [InlineData("\u0004x", "")]
    [InlineData("\u000202\u001b3\u000209\u001b20\u0003", "none   Unknown [incomplete] [] | none   Unknown [] [in_motion]")]
    public void Feed_CutOrDamagedRecord_IsSaidToBeThat(string bytes, string expected) => Assert.Equal(expected, Recorded.Text("dialog06", bytes));

    [Fact]
    public void Feed_RecordWithoutAnEnd_IsInvalidAndTheNextIsRead() => Assert.Equal(
        "none   Unknown [invalid] [] | none   Unknown [] [in_motion]",
        Recorded.Text("dialog06", $"\u000204\u001b{new string('1', 80)}\u000209\u001b20\u0003"));

    [Fact]
    public void Feed_TotalsInSteps_AreHeldToTheStep()
    {
        IFrameDecoder fives = Recorded.Decoder("dialog06", ("total_step", "5"));
        Assert.Equal("0.333 kg True Unknown [] []", Recorded.Text(fives, Encoding.ASCII.GetBytes("\u000202\u001b3\u001b00333\u001b001000\u001b000335\u0003")));
        Assert.Equal(
            "none   Unknown [total_mismatch] []", Recorded.Text(fives, Encoding.ASCII.GetBytes("\u000202\u001b3\u001b00333\u001b001000\u001b000333\u0003")));
    }

    /// <summary>The total guards weight and price: with a price of a cent a gram, no flipped digit of the weight passes.</summary>
    [Fact]
    public void Feed_AnyBitFlippedOrByteLost_GivesNoOtherWeight() =>
        Recorded.AssertNoFlipGivesAnotherWeight("dialog06", Frames.Hex(s_weight), ("unit", "kg"));

    [Fact]
    public void Feed_ParityBitsLeftIn_AreTakenOff() => Assert.Equal(
        "1.250 kg True Unknown [] []",
        Recorded.Text(Recorded.Decoder("dialog06"), [.. Frames.Hex(s_weight).Select(value => (byte)(value | 0x80))]));

    [Fact]
    public async Task Ask_PriceAcknowledgedWeight_IsAWeightAndTheScaleIsReset()
    {
        await using var scale = new AskedScale(Dialog06.Protocol);
        Assert.Equal("1.250 kg True Unknown [] []", await scale.NextAsync("06", s_weight, ""));
        Assert.Equal($"{Sent01} {AskWeight} {Reset}", scale.Sent());
    }

    [Fact]
    public async Task Ask_NoWeightYet_AsksWhyAndSaysIt()
    {
        await using var scale = new AskedScale(Dialog06.Protocol);
        Assert.Equal("none   Unknown [] [in_motion]", await scale.NextAsync("06", "15", Hex("\u000209\u001b20\u0003"), ""));
        Assert.Equal($"{Sent01} {AskWeight} {AskStatus} {Reset}", scale.Sent());
        Assert.Equal("none   Unknown [invalid_price] []", await scale.NextAsync("15", Hex("\u000209\u001b11\u0003"), ""));
        Assert.Equal($"{Sent01} {AskStatus} {Reset}", scale.Sent());
        Assert.Equal("none   Unknown [not_acknowledged] []", await scale.NextAsync("15", "15", ""));
    }

    [Fact]
    public async Task Ask_SameLoadAgain_KeepsItsWeightUntilTheLoadMoves()
    {
        await using var scale = new AskedScale(Dialog06.Protocol);
        await scale.NextAsync("06", s_weight, "");
        string same = Hex("\u000209\u001b21\u0003");
        Assert.Equal("1.250 kg True Unknown [] [no_change]", await scale.NextAsync("06", "15", same, ""));
        Assert.Equal("1.250 kg True Unknown [] [no_change]", await scale.NextAsync("06", "15", same, ""));
        Assert.Equal("none   Unknown [below_minimum] []", await scale.NextAsync("06", "15", Hex("\u000209\u001b30\u0003"), ""));
        Assert.StartsWith("none", await scale.NextAsync("06", "15", same, ""));
    }

    [Fact]
    public async Task Ask_ScaleWithChecksum_IsRefusedInWords()
    {
        await using var scale = new AskedScale(Dialog06.Protocol);
        DeviceException refusal = await Assert.ThrowsAsync<DeviceException>(() => scale.NextAsync(Hex("\u000211\u001b2A7\u0003")));
        Assert.Contains("without checksum", refusal.Message);
    }

    [Fact]
    public async Task Ask_AnswerToAnotherPrice_IsNoWeight()
    {
        await using var scale = new AskedScale(Dialog06.Protocol, new() { ["idle_price"] = "2000" });
        Assert.Equal("none   Unknown [price_mismatch] []", await scale.NextAsync("06", s_weight, ""));
    }

    [Fact]
    public async Task Ask_EchoingLine_IsNotTakenForTheScale()
    {
        await using var scale = new AskedScale(Dialog06.Protocol);
        Assert.Equal("1.250 kg True Unknown [] []", await scale.NextAsync(Sent01 + "06", AskWeight + s_weight, ""));
    }

    [Fact]
    public async Task Ask_RecordCutInTheMiddle_GivesNoWeight()
    {
        await using var scale = new AskedScale(Dialog06.Protocol);
        await Assert.ThrowsAsync<DeviceException>(() => scale.NextAsync("06", s_weight[..^4], ""));
    }

    [Fact]
    public async Task Command_PriceTareAndText_GoWithEveryQuestionFromThenOn()
    {
        await using var scale = new AskedScale(Dialog06.Protocol);
        Assert.True((await scale.TellAsync(DeviceCommandKind.UnitPrice, 12.34m)).Done);
        await scale.NextAsync("06", s_weight, "");
        Assert.StartsWith(Hex("\u0004\u000201\u001b001234\u001b\u0003") + " ", scale.Sent());
        await scale.TellAsync(DeviceCommandKind.PresetTare, 0.123m);
        await scale.NextAsync("06", s_weight, "");
        Assert.StartsWith(Hex("\u0004\u000203\u001b001234\u001b0123\u0003") + " ", scale.Sent());
        await scale.TellAsync(DeviceCommandKind.Text, text: "Apples");
        await scale.NextAsync("06", s_weight, "");
        Assert.StartsWith(Hex("\u0004\u000205\u001b001234\u001b0123\u001bApples       \u0003") + " ", scale.Sent());
        await scale.TellAsync(DeviceCommandKind.ClearTare);
        await scale.NextAsync("06", s_weight, "");
        Assert.StartsWith(Hex("\u0004\u000204\u001b001234\u001bApples       \u0003") + " ", scale.Sent());
    }

    [Theory]
    [InlineData(DeviceCommandKind.UnitPrice, "0", null, "01|000000|")]
    [InlineData(DeviceCommandKind.UnitPrice, "9999.99", null, "01|999999|")]
    [InlineData(DeviceCommandKind.PresetTare, "0", null, "03|001000|0000")]
    [InlineData(DeviceCommandKind.PresetTare, "9.999", null, "03|001000|9999")]
    [InlineData(DeviceCommandKind.Text, null, "A ~ 13 places", "04|001000|A ~ 13 places")]
    public async Task Command_AtTheLimit_GoesWithTheQuestion(DeviceCommandKind kind, string? amount, string? text, string record)
    {
        await using var scale = new AskedScale(Dialog06.Protocol);
        await scale.TellAsync(kind, amount is null ? null : decimal.Parse(amount, CultureInfo.InvariantCulture), text);
        await scale.NextAsync("06", s_weight, "");
        Assert.StartsWith(Hex($"\u0004\u0002{record.Replace('|', '\u001b')}\u0003") + " ", scale.Sent());
    }

    [Theory]
    [InlineData(DeviceCommandKind.UnitPrice, "10000", null)]
    [InlineData(DeviceCommandKind.UnitPrice, "1.001", null)]
    [InlineData(DeviceCommandKind.UnitPrice, "-1", null)]
    [InlineData(DeviceCommandKind.UnitPrice, null, null)]
    [InlineData(DeviceCommandKind.PresetTare, "10", null)]
    [InlineData(DeviceCommandKind.PresetTare, "0.0001", null)]
    [InlineData(DeviceCommandKind.Text, null, "fourteen chars")]
    [InlineData(DeviceCommandKind.Text, null, "苹果")]
    [InlineData(DeviceCommandKind.Text, null, "apples 苹")]
    [InlineData(DeviceCommandKind.Text, null, null)]
    public async Task Command_ThatDoesNotFit_IsRefusedInWordsAndChangesNothing(DeviceCommandKind kind, string? amount, string? text)
    {
        await using var scale = new AskedScale(Dialog06.Protocol);
        decimal? number = amount is null ? null : decimal.Parse(amount, CultureInfo.InvariantCulture);
        DeviceException refusal = await Assert.ThrowsAsync<DeviceException>(async () => await scale.TellAsync(kind, number, text));
        Assert.StartsWith("expected a ", refusal.Message);
        Assert.Equal("1.250 kg True Unknown [] []", await scale.NextAsync("06", s_weight, ""));
    }

    [Fact]
    public void Record_AnyPriceTareAndText_IsReadAsWhatWasSent()
    {
        Gen<string> text = Gen.Choose(0x20, 0x7E).ArrayOf().Select(codes => new string([.. codes.Take(13).Select(code => (char)code)]));
        var asked = from price in Gen.Choose(0, 999_999)
                    from tare in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(0, 9_999).Select(each => (int?)each))
                    from said in Gen.OneOf(Gen.Constant<string?>(null), text.Select(each => (string?)each))
                    select (price, tare, said);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(asked.ToArbitrary(), each =>
        {
            var exchange = new Dialog06Exchange(new Dialog06Decoder(), each.price) { Tare = each.tare, Text = each.said };
            WeightFrame heard = Frames.Decode(Recorded.Decoder("dialog06"), exchange.Begin().ToArray()).Single();
            string record = (each.tare, each.said) switch { (null, null) => "01", (_, null) => "03", (null, _) => "04", _ => "05" };
            string tare = each.tare is int weight ? $", tare {weight:0000}" : "";
            return heard.Flags[0] == $"host: record {record}, unit price {each.price:000000}{tare}"
                && (each.said is null || heard.Flags[1] == $"host: text {each.said.PadRight(13)}");
        }));
    }

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(text));
}
