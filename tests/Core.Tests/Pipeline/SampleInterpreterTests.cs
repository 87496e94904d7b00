using System.Text.Json;
using Core.Tests.Devices;
using EdgeGateway.Core.Pipeline;

namespace Core.Tests.Pipeline;

public sealed class SampleInterpreterTests
{
    private readonly SampleInterpreter _interpreter = new("scale-1");

    [Fact]
    public void Changes_AreToldAtMostTwiceASecond()
    {
        var told = Enumerable.Range(0, 101).Count(i => _interpreter.Take(Readings.Weight(i * 0.05, i)) is not null);

        Assert.Equal(11, told);
    }

    [Fact]
    public void UnchangedWeight_IsToldEveryTenSeconds()
    {
        var told = Enumerable.Range(0, 301).Count(i => _interpreter.Take(Readings.Weight(i * 0.1, 1.250m)) is not null);

        Assert.Equal(4, told);
    }

    [Fact]
    public void NoiseOfAPlate_IsNoChange()
    {
        var told = Enumerable.Range(0, 50).Count(i => _interpreter.Take(Readings.Load(i * 0.1, 500m + (i % 2 * 0.4m))) is not null);

        Assert.Equal(1, told);
    }

    [Fact]
    public void ClockThatStepsBackAnHour_DoesNotSilenceTheDevice()
    {
        Assert.NotNull(_interpreter.Take(Readings.Weight(3600, 1m)));

        Assert.NotNull(_interpreter.Take(Readings.Weight(0, 1m)));
    }

    [Fact]
    public void Sample_SaysWhatTheScaleSaid()
    {
        var draft = _interpreter.Take(Readings.Error(0, "over_capacity", true))!;

        using var data = JsonDocument.Parse(draft.Data);
        Assert.Equal("device.sample", draft.Type);
        Assert.Equal(
            """{"kind":"scale","weight":null,"unit":null,"stable":true,"net_gross":"unknown","errors":["over_capacity"],"flags":[]}""",
            data.RootElement.GetRawText());
    }
}
