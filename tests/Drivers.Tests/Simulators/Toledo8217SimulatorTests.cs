using Simulators.Scales;
using Simulators.Session;
using Tests.Shared;

namespace Drivers.Tests.Simulators;

/// <summary>Frames as METTLER's DIVA service manual p. 45 and the real captures print them.</summary>
public sealed class Toledo8217SimulatorTests
{
    private readonly ManualClock _clock = new();
    private readonly Toledo8217 _scale;

    public Toledo8217SimulatorTests() => _scale = Make(once: false);

    [Fact]
    public void Zero_IsAWeight() => Assert.Equal("0230302e3030300d", _scale.Ask((byte)'W'));

    [Fact]
    public void SettledLoad_IsSixCharactersWithAPoint()
    {
        Settle("load 1.250");

        Assert.Equal("0230312e3235300d", _scale.Ask((byte)'W'));
    }

    [Fact]
    public void MovingLoad_IsStatusMotion_AndNoWeight()
    {
        _scale.Script("load 1.250");

        Assert.Equal("023f410d", _scale.Ask((byte)'W'));
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal("0230312e3235300d", _scale.Ask((byte)'W'));
    }

    [Fact]
    public void TooMuch_IsStatusOverCapacity()
    {
        Settle("over");

        Assert.Equal("023f420d", _scale.Ask((byte)'W'));
    }

    [Fact]
    public void Tare_MakesTheWeightNet_AndRemovingTheContainerIsUnderZero()
    {
        Settle("load 0.200");
        Assert.Equal("023f600d", _scale.Ask((byte)'T'));
        Assert.Equal("0230302e3030304e0d", _scale.Ask((byte)'W'));
        Settle("load 1.450");
        Assert.Equal("0230312e3235304e0d", _scale.Ask((byte)'W'));

        Settle("clear");

        Assert.Equal("023f740d", _scale.Ask((byte)'W'));
        Assert.Equal("023f500d", _scale.Ask((byte)'C'));
        Assert.Equal("0230302e3030300d", _scale.Ask((byte)'W'));
    }

    [Fact]
    public void ZeroKey_TakesASmallLoadAsZero_ButNotALargeOne()
    {
        Settle("load 0.200");
        _scale.Ask((byte)'Z');
        Assert.Equal("0230302e3030300d", _scale.Ask((byte)'W'));

        Settle("load 5.200");
        _scale.Ask((byte)'Z');

        Assert.Equal("0230352e3030300d", _scale.Ask((byte)'W'));
    }

    [Fact]
    public void Probe_IsEchoed()
    {
        Assert.Equal("02450d68656c6c6f", _scale.Ask("Ehello"u8));
        Assert.Equal("02460d", _scale.Ask((byte)'F'));
        Assert.Equal("0230302e3030300d", _scale.Ask((byte)'W'));
    }

    [Fact]
    public void OtherBytes_AreNotAnswered() => Assert.Equal("", _scale.Ask("\r\nXQ\u0005"u8));

    [Fact]
    public void ParityBit_IsMasked() => Assert.Equal("0230302e3030300d", _scale.Ask((byte)('W' | 0x80)));

    [Fact]
    public void ScaleThatSpeaksOnce_GivesAWeightOnce_UntilTheLoadChanges()
    {
        var once = Make(once: true);
        once.Script("load 1.250");
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("0230312e3235300d", once.Ask((byte)'W'));
        Assert.Equal("023f400d", once.Ask((byte)'W'));
        once.Script("load 1.300");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("0230312e3330300d", once.Ask((byte)'W'));
    }

    [Theory]
    [InlineData("load 1.2505")]
    [InlineData("load -1")]
    [InlineData("load")]
    [InlineData("dance")]
    public void WrongScriptLine_IsRefusedInWords(string text)
    {
        Assert.Null(ScriptLine.TryParse(text, out var line));

        Assert.NotNull(_scale.Apply(line));
    }

    private Toledo8217 Make(bool once) => new(new ScalePan(ScaleShape.Counter, _clock, new GroundTruth(null, _clock)), once);

    private void Settle(string script)
    {
        _scale.Script(script);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }
}
