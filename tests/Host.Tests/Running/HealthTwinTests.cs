using System.Text.Json;
using EdgeGateway.Host.Running;

namespace Host.Tests.Running;

/// <summary>How often health is told, as headquarters wants it.</summary>
public sealed class HealthTwinTests
{
    [Fact]
    public async Task Section_IsInForceAtOnce_AndTakenBack()
    {
        var twin = new HealthTwin(TimeSpan.FromMinutes(10));
        var section = JsonElement.Parse("""{"reportEvery": "00:05:00"}""");

        Assert.Empty(twin.Section.Check(section));
        Assert.Equal(TimeSpan.FromMinutes(10), twin.ReportEvery);
        Assert.Empty(await twin.Section.ApplyAsync(section, TestContext.Current.CancellationToken));
        Assert.Equal((TimeSpan.FromMinutes(5), """{"reportEvery": "00:05:00"}"""), (twin.ReportEvery, twin.Section.InForce()));

        Assert.Empty(await twin.Section.ApplyAsync(null, TestContext.Current.CancellationToken));
        Assert.Equal((TimeSpan.FromMinutes(10), null), (twin.ReportEvery, twin.Section.InForce()));
    }

    [Theory]
    [InlineData("""{"reportEvery":"00:00:09"}""", "reportEvery")]
    [InlineData("""{"reportEvery":"1.00:00:01"}""", "reportEvery")]
    [InlineData("""{"reportEvery":300}""", "reportEvery")]
    [InlineData("""{"reportEvery":"5"}""", "reportEvery")]
    [InlineData("{}", "reportEvery")]
    [InlineData("""{"reportEvery":"00:05:00","every":1}""", "every")]
    [InlineData("[]", "")]
    public async Task Section_Wrong_IsToldWithWhere_AndChangesNothing(string section, string path)
    {
        var twin = new HealthTwin(TimeSpan.FromMinutes(10));
        var element = JsonElement.Parse(section);

        Assert.Equal(path, Assert.Single(twin.Section.Check(element)).Path);
        Assert.NotEmpty(await twin.Section.ApplyAsync(element, TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromMinutes(10), twin.ReportEvery);
    }
}
