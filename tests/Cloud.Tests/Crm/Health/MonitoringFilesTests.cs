using System.Text.Json;
using System.Text.RegularExpressions;
using Cloud.Contracts.Metrics;
using Cloud.Crm.Health;
using Cloud.Crm.Ingest;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Tests.Crm.Health;

/// <summary>The ready dashboard and alert rules name only what headquarters really exports, and label values that exist.</summary>
public sealed partial class MonitoringFilesTests
{
    private static string Folder => Path.Combine(Root(), "deploy", "monitoring");

    [Theory]
    [InlineData("fleet-dashboard.json")]
    [InlineData("alerts.yml")]
    public void File_EveryMetricItNames_IsExported(string file)
    {
        var named = MetricName().Matches(File.ReadAllText(Path.Combine(Folder, file))).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Exported()).Order());
    }

    [Fact]
    public void Dashboard_IsJson_WithAnExpressionInEveryPanel()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "fleet-dashboard.json")));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        Assert.NotEmpty(panels);
        Assert.All(panels, panel => Assert.All(panel.GetProperty("targets").EnumerateArray(), target => Assert.NotEmpty(target.GetProperty("expr").GetString()!)));
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
    }

    [Fact]
    public void Alerts_StatesTheyNameExist()
    {
        var states = StateLabel().Matches(File.ReadAllText(Path.Combine(Folder, "alerts.yml"))).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(2, states.Count);
        Assert.Empty(states.Except(GatewayStates.All.Select(s => s.Word())));
    }

    /// <summary>Every name on headquarters' page once a gateway has said everything and something was committed and failed.</summary>
    private static HashSet<string> Exported()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        using var page = new MetricsPage(meters);
        var ingest = new IngestMetrics(meters);
        ingest.Committed(TimeSpan.FromMilliseconds(3), 1, [new IngestOutcome(OutcomeKind.Applied, Events: 1, DeadLetters: 1)]);
        ingest.CommitFailed();
        ingest.Dropped();
        var text = new MetricsText();
        var health = new HealthNumbers(0.1, 50, 1, 1, 1, 1, 10, true, true, true, 1, 1, 1, 1, 1, 1, 1, 1);
        FleetMetrics.Write(
            text, [new FleetGateway("g", "s", "S", null, null, null, GatewayState.Degraded, null, [AlarmKind.Hot], "1", null, null, health, 1, 1)]);
        return [.. (page.Write() + text).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', '{')[0])];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "EdgeGateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex("edge_gateway_[a-z_]+")]
    private static partial Regex MetricName();

    [GeneratedRegex("state=\"([a-z]+)\"")]
    private static partial Regex StateLabel();
}
