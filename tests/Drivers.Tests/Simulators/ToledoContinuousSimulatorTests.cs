using System.Text;
using Simulators.Scales;
using Simulators.Session;
using Tests.Shared;

namespace Drivers.Tests.Simulators;

/// <summary>Frames by the bit tables of the Cardinal 200 manual p. 43 and METTLER's checksum rule.</summary>
public sealed class ToledoContinuousSimulatorTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void SettledLoad_IsSeventeenBytes()
    {
        var scale = Make();
        Settle(scale, "load 1.250");

        Assert.Equal("022d30603030313235303030303030300d", scale.Frame());
    }

    [Fact]
    public void MettlerChecksum_MakesTheSevenBitSumZero()
    {
        var scale = Make(ToledoChecksum.Mettler, decimals: 2, capacity: 150m);
        Settle(scale, "load 12.50");

        Assert.Equal("022c30603030313235303030303030300d6d", scale.Frame());
    }

    [Fact]
    public void SumOfEightBits_LeavesStxOut()
    {
        var scale = Make(ToledoChecksum.Sum8);

        var frame = Convert.FromHexString(scale.Frame());

        Assert.Equal(frame[1..17].Sum(one => one) & 0xFF, frame[17]);
    }

    [Fact]
    public void Tare_IsShown_AndTheWeightIsNet()
    {
        var scale = Make();
        Settle(scale, "load 0.250");
        scale.Ask([0x02, (byte)'T', 0x0D]);
        Settle(scale, "load 1.250");

        Assert.Equal("022d31603030313030303030303235300d", scale.Frame());
    }

    [Fact]
    public void ContainerTakenAway_IsNegative()
    {
        var scale = Make();
        Settle(scale, "load 0.250");
        scale.Ask([0x02, (byte)'T', 0x0D]);
        Settle(scale, "clear");

        Assert.Equal("022d33603030303235303030303235300d", scale.Frame());
    }

    [Fact]
    public void TooMuch_SetsTheRangeBit_AndNoDigits()
    {
        var scale = Make();
        Settle(scale, "over");

        Assert.Equal("022d34603030303030303030303030300d", scale.Frame());
    }

    [Fact]
    public void MovingLoad_SetsTheMotionBit_AndRunsTowardsTheLoad()
    {
        var scale = Make();
        scale.Script("load 1.000");
        _clock.Advance(TimeSpan.FromMilliseconds(100));

        var frame = Convert.FromHexString(scale.Frame());

        Assert.Equal(0x38, frame[2]);
        Assert.InRange(int.Parse(Encoding.ASCII.GetString(frame[4..10]), System.Globalization.CultureInfo.InvariantCulture), 500, 900);
    }

    [Fact]
    public void ShortForm_HasNoTare()
    {
        var scale = Make(shortForm: true);
        Settle(scale, "load 1.250");

        Assert.Equal("022d30603030313235300d", scale.Frame());
    }

    [Theory]
    [InlineData(1, 0x2D)]
    [InlineData(2, 0x35)]
    [InlineData(5, 0x3D)]
    public void Division_StandsInTheFirstWord(int division, byte expected) =>
        Assert.Equal(expected, Convert.FromHexString(Make(division: division).Frame())[1]);

    private static void Settle(ManualClock clock, ToledoContinuous scale, string script)
    {
        scale.Script(script);
        clock.Advance(TimeSpan.FromSeconds(1));
    }

    private void Settle(ToledoContinuous scale, string script) => Settle(_clock, scale, script);

    private ToledoContinuous Make(
        ToledoChecksum checksum = ToledoChecksum.None, int decimals = 3, decimal capacity = 15m, int division = 1, bool shortForm = false)
    {
        var shape = new ScaleShape(capacity, decimals, division, "kg", TimeSpan.FromMilliseconds(400));
        return new ToledoContinuous(new ScalePan(shape, _clock, new GroundTruth(null, _clock)), 15, checksum, shortForm);
    }
}
