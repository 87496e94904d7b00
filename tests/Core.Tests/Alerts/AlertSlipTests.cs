using System.Text.Json;
using Core.Tests.Printing.Jobs;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing.Documents;
using EdgeGateway.Core.Printing.Jobs;

namespace Core.Tests.Alerts;

public sealed class AlertSlipTests : IDisposable
{
    private readonly AlertFixture _shop = new();
    private readonly PrintFixture _printing = new(AlertSlips.Template);
    private readonly PaperPrinter _printer;

    public AlertSlipTests()
    {
        _shop.Options.SlipRole = "back-office";
        _printer = _printing.Add("slip-1", role: "back-office");
    }

    public void Dispose()
    {
        _shop.Dispose();
        _printing.Dispose();
    }

    [Fact]
    public async Task Arrival_HasOneSlip_AlsoAfterAKillAtAnyTime()
    {
        _shop.Know("m-1", null, "Peanut allergy.");
        var alert = await _shop.ArriveAsync();
        using var killed = _shop.Killed();
        Assert.True(Slips(_shop).Print());
        Assert.True(Slips(_shop).Print());
        await _printing.WorkAsync();

        await _printing.RestartAsync();
        killed.Know("m-1", null, "Another note now.");
        Assert.True(Slips(killed).Print());
        await _printing.WorkAsync();

        Assert.Single(_printer.Paper);
        var job = _printing.Desk.Find(AlertSlips.IdOf(alert.Id))!;
        Assert.Equal(("printed", "alerts", AlertSlips.Template), (job.State, job.Source, job.Template));
        Assert.Empty(killed.Log.Lines);
    }

    [Fact]
    public async Task Slip_SaysWhatTheTemplateHas_CutToItsLengths()
    {
        var profile = _shop.Know("m-1", null, new string('n', 500));
        _shop.Profiles["m-1"] = profile with { Name = new string('李', 59) + "\U0001F600\u0007", Level = new string('l', 99) };
        await _shop.ArriveAsync();
        Assert.True(Slips(_shop).Print());

        var data = JsonDocument.Parse(_printing.DataOf(Assert.Single(_printing.Desk.Jobs()))).RootElement;
        Assert.Equal(
            (new string('李', 59), 30, "2026-11-21T08:00:00+00:00", "entrance", "2026-11-14", 200, "Olive oil"),
            (data.GetProperty("member").GetString(), data.GetProperty("tier").GetString()!.Length, data.GetProperty("at").GetString(), data.GetProperty("entrance").GetString(),
                data.GetProperty("last_visit").GetString(), data.GetProperty("care").GetString()!.Length, data.GetProperty("favourites")[0].GetProperty("name").GetString()));

        using var renderer = new DocumentRenderer(null, LabelLayouts.Of(new LabelOptions()), TimeProvider.System);
        Assert.NotEmpty(renderer.Preview(AlertSlips.Template, data, "zh-CN", Core.Tests.Printing.DocumentPrinter.Receipt));
    }

    [Fact]
    public async Task TooLate_IsNotPrinted_AndSaid()
    {
        await _shop.ArriveAsync();
        _shop.Clock.Advance(TimeSpan.FromMinutes(2));
        _printing.Advance(120);
        Assert.True(Slips(_shop).Print());

        Assert.Empty(_printing.Desk.Jobs());
        Assert.StartsWith("1216", Assert.Single(_shop.Log.Lines), StringComparison.Ordinal);
    }

    private AlertSlips Slips(AlertFixture shop) =>
        new(shop.Desk, _printing.Desk, shop.Options, member => shop.Profiles.GetValueOrDefault(member), shop.Clock, shop.Log);
}
