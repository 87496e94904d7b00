using System.Globalization;
using System.Text;
using Drivers.Scales;

namespace Drivers.Tests.Scales;

public class FixedDigitsTests
{
    [Theory]
    [InlineData("  1.250", "1.250")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("123.4567", "123.4567")]
    [InlineData("1.23456", null)]
    [InlineData("1234.5678", null)]
    [InlineData(".250", null)]
    [InlineData("1250", null)]
    [InlineData("1250.", null)]
    public void TryPointed_SevenDigitsOfWhichFourBehindThePoint_AreTheMost(string text, string? expected)
    {
        bool read = FixedDigits.TryPointed(Encoding.ASCII.GetBytes(text), negative: false, out decimal weight);
        Assert.Equal(expected, read ? weight.ToString(CultureInfo.InvariantCulture) : null);
    }

    [Theory]
    [InlineData(1, true, "-0.001")]
    [InlineData(0, true, "0.000")]
    [InlineData(4_294_967_295, false, "4294967.295")]
    [InlineData(9_999_999_999_999, true, "-9999999999.999")]
    public void Scaled_AnyCount_IsThatManyOfTheLastPlace(long count, bool negative, string expected) =>
        Assert.Equal(expected, FixedDigits.Scaled(count, 3, negative).ToString(CultureInfo.InvariantCulture));
}
