using System.Globalization;
using System.Text;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;
using FsCheck;
using FsCheck.Fluent;

namespace Drivers.Tests.Scales;

/// <summary>Frames made by the rule that the field client states; its own example is +0007001.</summary>
public class KeliTf0Tests
{
    private static (string, string) Kilograms => ("unit", "kg");

    [Theory]
    [InlineData("+0007001", "70.0 kg  Unknown [] []")]
    [InlineData("-0007001", "-70.0 kg  Unknown [] []")]
    [InlineData("+0012500", "1250 kg  Unknown [] []")]
    [InlineData("+0012503", "1.250 kg  Unknown [] []")]
    [InlineData("-0000003", "0.000 kg  Unknown [] []")]
    [InlineData("+9999994", "99.9999 kg  Unknown [] []")]
    [InlineData("+0007005", "none   Unknown [invalid] []")]
    [InlineData(" 0007001", "none   Unknown [invalid] []")]
    [InlineData("+00 7001", "none   Unknown [invalid] []")]
    [InlineData("+------1", "none   Unknown [invalid] []")]
    public void Feed_Frame_SaysWhatItsFieldsSay(string content, string expected) =>
        Assert.Equal(expected, Recorded.Text(Recorded.Decoder("keli_tf0", Kilograms), Frame(content)));

    [Fact]
    public void Feed_OtherUnit_IsTheProfiles() =>
        Assert.Equal("70.0 g  Unknown [] []", Recorded.Text(Recorded.Decoder("keli_tf0", ("unit", "g")), Frame("+0007001")));

    [Fact]
    public void Feed_WrongCheck_IsBadChecksum() =>
        Assert.Equal("none   Unknown [bad_checksum] []", Recorded.Text("keli_tf0", "\u0002+00070011C\u0003"));

    [Fact]
    public void Feed_AnyBitFlippedOrByteLost_GivesNoOtherWeight()
    {
        foreach (byte[] frame in (byte[][])[Frame("+0007001"), Frame("-0012503")])
        {
            WeightFrame truth = Frames.Decode(Recorded.Decoder("keli_tf0", Kilograms), frame).Single();
            foreach (byte[] flipped in Frames.EverySingleBitFlipped(frame))
            {
                // A hexadecimal letter in the other case is the same check.
                Assert.All(Frames.Decode(Recorded.Decoder("keli_tf0", Kilograms), flipped), got => Assert.Contains(got.Weight, (decimal?[])[null, truth.Weight]));
            }
        }
    }

    /// <summary>Toledo continuous output begins alike and must be told apart.</summary>
    [Fact]
    public void Feed_ToledoContinuousFrame_IsNoWeight() =>
        Assert.DoesNotContain(Frames.Decode(Recorded.Decoder("keli_tf0"), Frames.Continuous(1250, 5, checksum: true)), frame => frame.Weight is not null);

    [Fact]
    public void Feed_AnyWeight_ComesBackExactly() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(
            (from digits in Gen.Choose(-999_999, 999_999) from decimals in Gen.Choose(0, 4) select (digits, decimals)).ToArbitrary(),
            each =>
            {
                string content = string.Create(CultureInfo.InvariantCulture, $"{(each.digits < 0 ? '-' : '+')}{Math.Abs(each.digits):000000}{each.decimals}");
                var weight = new decimal(Math.Abs(each.digits), 0, 0, each.digits < 0, (byte)each.decimals);
                return Frames.Decode(Recorded.Decoder("keli_tf0", Kilograms), Frame(content)).Single().Weight == weight;
            }));

    private static byte[] Frame(string content) => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"\u0002{content}{content.Aggregate(0, (check, each) => check ^ each):X2}\u0003"));
}
