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

    /// <summary>Half a second after the first: what is a change is told then, what is none is not.</summary>
    [Theory]
    [InlineData("500 stable", "500.9 stable", false)]
    [InlineData("500 stable", "501 stable", true)]
    [InlineData("500 stable", "499 stable", true)]
    [InlineData("500 stable", "500 moving", true)]
    [InlineData("500 stable", "500 unknown", true)]
    [InlineData("500 stable", "none stable", true)]
    [InlineData("0.5 stable", "none stable", true)]
    [InlineData("none stable", "none stable", false)]
    [InlineData("none stable", "none stable sensor_fault", true)]
    [InlineData("none stable sensor_fault", "none stable overload", true)]
    public void PlateOfOtherLoadStateOrErrors_HasChanged(string first, string second, bool told)
    {
        Assert.NotNull(_interpreter.Take(Of(0, first)));
        Assert.Equal(told, _interpreter.Take(Of(0.5, second)) is not null);

        static EdgeGateway.Core.Devices.LoadReading Of(double at, string text) => text.Split(' ') is var words
            ? Readings.Load(
                at, words[0] == "none" ? null : decimal.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture), words[1] switch { "stable" => true, "moving" => false, _ => null }, words[2..])
            : null!;
    }

    [Fact]
    public void TwoReadingsOfOneMoment_AreOneSample()
    {
        Assert.NotNull(_interpreter.Take(Readings.Weight(1, 1m)));
        Assert.Null(_interpreter.Take(Readings.Weight(1, 2m)));
    }

    [Fact]
    public void DeviceThatBecomesAnother_HasChanged()
    {
        Assert.NotNull(_interpreter.Take(Readings.Weight(0, 1m)));
        Assert.NotNull(_interpreter.Take(Readings.Load(0.5, 1m)));
    }

    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    [InlineData(null, "null")]
    public void Sample_SaysWhatThePlateSaid(bool? stable, string expected)
    {
        var draft = _interpreter.Take(Readings.Load(0, 500m, stable, "overload"))!;
        Assert.Equal($$"""{"kind":"plate","grams":"500.0","counts":215000,"stable":{{expected}},"errors":["overload"]}""", System.Text.Encoding.UTF8.GetString(draft.Data));
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
