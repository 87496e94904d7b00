using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Documents;
using EdgeGateway.Core.Printing.Jobs;
using EdgeGateway.Core.Weighing;

namespace Core.Tests.Printing.Jobs;

public sealed class WeighedLabelJobsTests : IDisposable
{
    private static readonly Guid s_capture = new("0198a3c0-0000-7000-8000-000000000001");

    private readonly PrintFixture _shop = new("weighed-label");
    private readonly PaperPrinter _labels;

    public WeighedLabelJobsTests()
    {
        _labels = _shop.Add("labels-1", role: "labels");
        _shop.Options.WeighedLabels = "labels";
    }

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Capture_HandedOverAgainAfterARestart_HasOneLabel()
    {
        Take(Draft());
        Take(Draft());
        await _shop.WorkAsync();
        await _shop.RestartAsync();
        Take(Draft());
        await _shop.WorkAsync();

        Assert.Single(_labels.Paper);
        var job = _shop.Desk.Find(WeighedLabelJobs.IdOf(s_capture))!;
        Assert.Equal(("printed", "weighing", "scale-1", "weighed-label"), (job.State, job.Source, job.Who, job.Template));
    }

    [Fact]
    public void Capture_InJinAndGrams_IsInKilogramsOnTheLabel()
    {
        using var label = JsonDocument.Parse(_shop.DataOf(TakeOne(Draft("\"net\":\"2.500\",\"tare\":\"0.024\",\"unit\":\"jin\"", "\"price_unit\":\"jin\""))));

        Assert.Equal(
            ("10023", "Lobster", "1.250", "0.012", 2596L, 6490L, "¥", "2026-11-21T08:00:00+00:00"),
            (Text(label, "item"), Text(label, "name"), Text(label, "weight"), Text(label, "tare"), label.RootElement.GetProperty("unit_price").GetInt64(),
                label.RootElement.GetProperty("total").GetInt64(), Text(label, "currency"), Text(label, "packed")));
    }

    [Fact]
    public void Label_IsWhatTheShippedTemplateExpects()
    {
        using var renderer = new DocumentRenderer(null, LabelLayouts.Of(new LabelOptions { Layouts = [new() { Pattern = "21IIIIIWWWWWC" }] }), _shop.Clock);
        using var label = JsonDocument.Parse(_shop.DataOf(TakeOne(Draft())));

        Assert.NotEmpty(renderer.Render("weighed-label", label.RootElement, "zh-CN", new PrinterProfile(PrinterLanguage.Zpl, 832, 203, StatusAnswers.HostStatus, false)).Parts);
    }

    [Theory]
    [InlineData("\"net\":\"1.250\",\"unit\":\"lb\"", "\"price_unit\":\"kg\"")]
    [InlineData("\"net\":\"1.250\",\"unit\":\"kg\"", "\"price_unit\":\"lb\"")]
    [InlineData("\"net\":\"x\",\"unit\":\"kg\"", "\"price_unit\":\"kg\"")]
    public void Capture_ThatTheLabelCannotShow_IsSaidInTheLogAndNeverRoundedOrThrown(string weight, string price)
    {
        Take(Draft(weight, price));

        Assert.Empty(_shop.Desk.Jobs());
        Assert.Contains(_shop.Log.Lines, line => line.Id == 1187);
    }

    [Fact]
    public void Capture_WithoutGoods_OrWhereNoLabelsAreWanted_HasNone()
    {
        var bare = new EventDraft(EventTypes.GoodsWeighed, "scale-1", _shop.Clock.GetUtcNow(), Encoding.UTF8.GetBytes($$"""{"capture":"{{s_capture}}","net":"1","unit":"kg"}"""), s_capture);
        Take(bare);
        _shop.Options.WeighedLabels = null;
        Take(Draft());

        Assert.Empty(_shop.Desk.Jobs());
    }

    [Fact]
    public async Task Capture_HandedOverTooLate_IsToldAsNotPrinted()
    {
        var draft = Draft();
        _shop.Advance(121);
        Take(draft);
        await _shop.WorkAsync();
        _shop.Desk.Expire();
        Take(draft);
        await _shop.Desk.DeliverAsync(PrintFixture.Token);

        Assert.Empty(_labels.Paper);
        Assert.Equal("print.failed", Assert.Single(_shop.Told).Type);
    }

    private void Take(EventDraft draft) => new WeighedLabelJobs(
        _shop.Desk,
        () => new PriceList("CNY", [new PricedItem("10023", "LOB-1", "Lobster", 5192, MassUnit.Shown("kg")!, null)]),
        _shop.Clock,
        _shop.Log).Take([draft]);

    private JobView TakeOne(EventDraft draft)
    {
        Take(draft);
        return Assert.Single(_shop.Desk.Jobs());
    }

    private EventDraft Draft(string weight = "\"net\":\"1.250\",\"unit\":\"kg\"", string price = "\"price_unit\":\"kg\"") => new(
        EventTypes.GoodsWeighed,
        "scale-1",
        _shop.Clock.GetUtcNow(),
        Encoding.UTF8.GetBytes($$"""{"scale":"scale-1","capture":"{{s_capture}}",{{weight}},{{price}},"plu":"10023","sku":"LOB-1","unit_price_fen":1298,"total_fen":6490,"currency":"CNY"}"""),
        s_capture);

    private static string? Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString();
}
