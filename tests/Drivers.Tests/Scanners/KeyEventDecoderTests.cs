using Drivers.Scanners;

namespace Drivers.Tests.Scanners;

public sealed class KeyEventDecoderTests
{
    private const int CapsLock = 58;
    private const int LeftControl = 29;
    private const int LeftAlt = 56;

    private static readonly KeySettings s_any = new(true, true, TimeSpan.FromMilliseconds(100), 64, true, SeparatorIsF8: false);
    private static readonly KeySettings s_silent = s_any with { EndsOnEnter = false, EndsOnTab = false };

    /// <summary>Events as a machine recorded them: a scanner types 69, Enter (hexdump of the device, little-endian, 24 bytes an event).</summary>
    private const string Recorded =
        "f4b1c96500000000b4ad0500000000000400040007000700" + "f4b1c96500000000b4ad0500000000000100070001000000" + "f4b1c96500000000b4ad0500000000000000000000000000"
        + "f4b1c9650000000051b50500000000000100070000000000" + "f4b1c9650000000051b50500000000000000000000000000"
        + "f4b1c96500000000ffbc05000000000001000a0001000000" + "f4b1c96500000000ffbc0500000000000000000000000000"
        + "f4b1c9650000000099c405000000000001000a0000000000" + "f4b1c9650000000099c40500000000000000000000000000"
        + "f4b1c9650000000044cc05000000000001001c0001000000" + "f4b1c9650000000044cc0500000000000000000000000000"
        + "f4b1c96500000000ded305000000000001001c0000000000" + "f4b1c96500000000ded30500000000000000000000000000";

    [Fact]
    public void Decode_RecordedBytes_GiveTheCode() => Assert.Equal(["69"], Decode(s_any, Convert.FromHexString(Recorded)));

    [Fact]
    public void Decode_EveryCharacterOfTheUsLayout_IsTyped()
    {
        string all = new([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code), ' ']);
        Assert.Equal([all], Decode(s_any with { MaxLength = 200 }, new KeyEvents().Type(all).Enter().Bytes));
    }

    [Fact]
    public void Decode_ByteByByteOrAtOnce_IsTheSame()
    {
        byte[] bytes = new KeyEvents().Type("]E02112345012506").Enter().Type("]C10109521234543213").Tab().Bytes;
        Assert.Equal(["]E02112345012506", "]C10109521234543213"], Decode(s_any, bytes));
        var one = new KeyEventDecoder(s_any);
        var scans = new List<string>();
        foreach (byte value in bytes)
            one.Feed([value], scans);
        Assert.Equal(["]E02112345012506", "]C10109521234543213"], scans);
    }

    [Fact]
    public void Decode_CapsLockAndRepeats_ChangeNothing()
    {
        byte[] bytes = new KeyEvents().Tap(CapsLock).Type("aB").Tap(3, repeats: true).Enter().Tap(CapsLock).Bytes;
        Assert.Equal(["aB2"], Decode(s_any, bytes));
    }

    [Fact]
    public void Decode_GroupSeparator_IsCtrlBracketOrF8AsSet()
    {
        byte[] control = new KeyEvents().Type("10A").With(LeftControl, keys => keys.Tap(27)).Type("21B").Enter().Bytes;
        byte[] f8 = new KeyEvents().Type("10A").Tap(66).Type("21B").Enter().Bytes;
        Assert.Equal(["10A\u001d21B"], Decode(s_any, control));
        Assert.Equal(["10A\u001d21B"], Decode(s_any with { SeparatorIsF8 = true }, f8));
        Assert.Empty(Decode(s_any, f8));
        Assert.Empty(Decode(s_any with { SeparatorIsF8 = true }, control));
    }

    [Fact]
    public void Decode_AltWithANumber_IsThatCharacter()
    {
        byte[] bytes = new KeyEvents().Type("10A").With(LeftAlt, keys => keys.Tap(82).Tap(80).Tap(73)).Type("B").Enter().Bytes;
        Assert.Equal(["10A\u001dB"], Decode(s_any, bytes));
        Assert.Empty(Decode(s_any, new KeyEvents().With(LeftAlt, keys => keys.Tap(80)).Type("B").Enter().Bytes));
    }

    [Theory]
    [InlineData(103)]
    [InlineData(14)]
    [InlineData(1)]
    [InlineData(59)]
    public void Decode_KeyWithoutACharacter_DropsThatScanAndNotTheNext(int code)
    {
        byte[] bytes = new KeyEvents().Type("12").Tap(code).Type("34").Enter().Type("56").Enter().Bytes;
        Assert.Equal(["56"], Decode(s_any, bytes));
    }

    [Fact]
    public void Decode_EventsThatTheKernelLost_DropThatScan()
    {
        byte[] bytes = new KeyEvents().Type("12").Event(0, 3, 0).Type("34").Enter().Type("56").Enter().Bytes;
        Assert.Equal(["56"], Decode(s_any, bytes));
    }

    [Fact]
    public void Decode_PauseInTheStamps_DividesScansThatAreReadAtOnce()
    {
        byte[] bytes = new KeyEvents().Type("12").Pause(200).Type("34").Enter().Bytes;
        Assert.Equal(["34"], Decode(s_any, bytes));
        Assert.Equal(["12", "34"], Decode(s_silent, bytes));
    }

    [Fact]
    public void Decode_ClockSetBack_DividesNothing()
    {
        var keys = new KeyEvents().Type("12");
        keys.Microseconds -= 3_600_000_000;
        Assert.Equal(["1234"], Decode(s_any, keys.Type("34").Enter().Bytes));
    }

    [Theory]
    [InlineData(99, "1234")]
    [InlineData(100, "34")]
    public void Decode_PauseOverTheTurnOfASecond_IsAsLongAsItIs(int milliseconds, string expected)
    {
        var keys = new KeyEvents { Microseconds = 1_700_000_000_949_000 };
        Assert.Equal([expected], Decode(s_any, keys.Type("12").Pause(milliseconds).Type("34").Enter().Bytes));
    }

    [Fact]
    public void Decode_EventsThatAreNoKeys_ChangeNothing() =>
        Assert.Equal(["1234"], Decode(s_any, new KeyEvents().Type("12").Event(17, 0, 1).Tap(0x100).Tap(0x110).Type("34").Enter().Bytes));

    [Fact]
    public void Decode_AnEndingThatIsNotTheScansOwn_DropsWhatIsThere()
    {
        byte[] bytes = new KeyEvents().Type("12").Enter().Type("34").Tab().Type("56").Tab().Bytes;
        Assert.Equal(["56"], Decode(s_any with { EndsOnEnter = false }, bytes));
    }

    [Fact]
    public void Decode_EventsLostWhileKeysAreHeld_LeaveNoneHeld()
    {
        const int LeftShift = 42;
        byte[] shift = new KeyEvents().Event(1, LeftShift, 1).Event(0, 3, 0).Enter().Type("ab").Enter().Bytes;
        Assert.Equal(["ab"], Decode(s_any, shift));
        byte[] alt = new KeyEvents().Event(1, LeftAlt, 1).Tap(80).Event(0, 3, 0).Enter().With(LeftAlt, keys => keys.Tap(82).Tap(80).Tap(73)).Type("B").Enter().Bytes;
        Assert.Equal(["\u001dB"], Decode(s_any, alt));
    }

    [Fact]
    public void Decode_AltWithALetter_DropsThatScan() =>
        Assert.Equal(["56"], Decode(s_any, new KeyEvents().Type("12").With(LeftAlt, keys => keys.Tap(30)).Enter().Type("56").Enter().Bytes));

    [Fact]
    public void IsWithin_FromTheFirstKeyToTheEnd_AlsoOfAScanThatIsDropped()
    {
        var decoder = new KeyEventDecoder(s_any);
        var scans = new List<string>();
        Assert.False(decoder.IsWithin);
        decoder.Feed(new KeyEvents().Type("7").Bytes, scans);
        Assert.True(decoder.IsWithin);
        decoder.Feed(new KeyEvents().Enter().Bytes, scans);
        Assert.False(decoder.IsWithin);
        decoder.Feed(new KeyEvents().Tap(103).Bytes, scans);
        Assert.True(decoder.IsWithin);
        decoder.Silence(scans);
        Assert.False(decoder.IsWithin);
        Assert.Equal(["7"], scans);
    }

    [Fact]
    public void Dropped_CountsScansAndNotWhatIsWrongWithThem()
    {
        var decoder = new KeyEventDecoder(s_any);
        decoder.Silence([]);
        Assert.Equal(0, decoder.Dropped);
        decoder.Feed(new KeyEvents().Type("12").Tap(103).Event(0, 3, 0).Type("3").Tap(103).Enter().Bytes, []);
        Assert.Equal(1, decoder.Dropped);
        decoder.Feed(new KeyEvents().Type("7").Bytes, []);
        decoder.Silence([]);
        Assert.Equal(2, decoder.Dropped);
    }

    [Fact]
    public void Silence_EndsAScanOrDropsItAsSet()
    {
        byte[] bytes = new KeyEvents().Type("12").Bytes;
        Assert.Equal(["12"], Decode(s_silent, bytes, silent: true));
        Assert.Empty(Decode(s_any, bytes, silent: true));
    }

    [Fact]
    public void Decode_LongerThanAllowed_IsDroppedWhole()
    {
        byte[] bytes = new KeyEvents().Type(new string('1', 65)).Enter().Type(new string('2', 64)).Enter().Bytes;
        Assert.Equal([new string('2', 64)], Decode(s_any, bytes));
    }

    [Fact]
    public void Decode_RandomBytes_NeverThrowAndKeepLittle()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        var decoder = new KeyEventDecoder(s_any);
        var bytes = new byte[997];
        for (int round = 0; round < 3_000; round++)
        {
            random.NextBytes(bytes);
            if (round % 2 == 0)
            {
                for (int at = 16; at + 8 <= bytes.Length; at += 24)
                    (bytes[at], bytes[at + 1], bytes[at + 3], bytes[at + 5], bytes[at + 6], bytes[at + 7]) = (1, 0, 0, 0, 0, 0);
            }
            var scans = new List<string>();
            decoder.Feed(bytes, scans);
            Assert.All(scans, scan => Assert.InRange(scan.Length, 1, 64));
        }
    }

    private static List<string> Decode(KeySettings settings, byte[] bytes, bool silent = false)
    {
        var decoder = new KeyEventDecoder(settings);
        var scans = new List<string>();
        decoder.Feed(bytes, scans);
        if (silent)
            decoder.Silence(scans);
        else if (settings.EndsOnSilence)
            decoder.Silence(scans);
        return scans;
    }
}
