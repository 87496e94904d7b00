using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Gateways;
using Cloud.Crm.Planograms;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Live;

namespace Cloud.Tests.Crm.Planograms;

/// <summary>What headquarters refuses of a planogram is what a gateway would refuse, and what only headquarters knows.</summary>
public sealed class PlanogramRulesTests
{
    private static readonly HashSet<string> s_products = new(StringComparer.Ordinal) { "cola", "tea" };

    private const string Cola = """{"sku":"cola","unit_g":355.0,"sigma_g":1.2}""";

    [Theory]
    [InlineData("""{"plates":[{"plate":"plate-1","items":[{"sku":"cola","unit_g":355.0,"sigma_g":1.2,"name":"Cola","pack":24,"low":3,"restored":6}],"start":[{"sku":"cola","count":12}]}],"version":"a"}""")]
    [InlineData("""{"plates":[{"plate":"plate-1","counts_per_gram":-420.5,"zero_counts":8388608.0,"sample_hz":80,"capacity_g":10000,"items":[{"sku":"cola","unit_g":1e2,"sigma_g":0.1}]}]}""")]
    [InlineData("""[]""")]
    [InlineData("""{}""")]
    [InlineData("""{"plates":[]}""")]
    [InlineData("""{"plates":3,"colour":"red"}""")]
    [InlineData("""{"plates":[3]}""")]
    [InlineData("""{"version":"","plates":[{"plate":" ","items":[]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","plate":"a","items":[ITEM]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[ITEM]},{"plate":"a","items":[ITEM]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[ITEM,ITEM]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","counts_per_gram":0,"items":[ITEM]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","zero_counts":1,"items":[ITEM]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","sample_hz":0,"capacity_g":-1,"items":[ITEM]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","sample_hz":10001,"capacity_g":"1","items":[ITEM]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[{"sku":7,"unit_g":0,"sigma_g":null}]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[{"sku":"cola","unit_g":1e999,"sigma_g":1,"pack":0,"low":-1}]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[{"sku":"cola","unit_g":1,"sigma_g":1,"pack":1.5,"restored":3}]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[{"sku":"cola","unit_g":1,"sigma_g":1,"low":3,"restored":3}]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[{"sku":"cola","unit_g":1,"sigma_g":1,"low":3}]},{"plate":"b","items":[{"sku":"cola","unit_g":1,"sigma_g":1,"low":4}]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[{"sku":"cola","unit_g":1,"sigma_g":1,"low":3}]},{"plate":"b","items":[{"sku":"cola","unit_g":1,"sigma_g":1,"low":3,"restored":4}]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[ITEM],"start":[{"sku":"tea","count":1},{"sku":"cola","count":1},{"sku":"cola","count":-1},{"count":1}]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[ITEM],"start":[]}]}""")]
    [InlineData("""{"plates":[{"plate":"a","items":[ITEM],"start":{}}]}""")]
    public void Planogram_IsRefusedWhereAGatewayRefusesIt(string template)
    {
        var json = template.Replace("ITEM", Cola, StringComparison.Ordinal);
        var errors = new List<PlanogramError>();
        LivePlanogramReader.Read(Encoding.UTF8.GetBytes(json), errors);

        var mistakes = PlanogramRules.Check(JsonElement.Parse(json), s_products, null);

        Assert.Equal(
            errors.Select(e => e.Path.Replace("the file", "the planogram", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
            mistakes.Select(m => m.StartsWith("the planogram", StringComparison.Ordinal) ? "the planogram" : m[..m.IndexOf(' ', StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Planogram_OfSeventeenSkus_OrAThousandAndOnePlates_IsRefusedAsAGatewayDoes()
    {
        var many = string.Join(",", Enumerable.Range(0, 17).Select(i => $$"""{"sku":"s{{i}}","unit_g":1,"sigma_g":1}"""));
        var json = JsonElement.Parse($$"""{"plates":[{"plate":"a","items":[{{many}}]}]}""");
        Assert.Equal(["plates[0].items came 17 SKUs; expected at most 16 on one plate"], PlanogramRules.Check(json, PlanogramRules.SkusOf(json), null));
        Planogram_IsRefusedWhereAGatewayRefusesIt(
            $$"""{"plates":[{{string.Join(",", Enumerable.Range(0, 1001).Select(i => $$"""{"plate":"p{{i}}","items":[{{Cola}}]}"""))}}]}""");
    }

    [Fact]
    public void Planogram_OfUnknownGoodsOrPlates_IsRefusedWithThoseThereAre()
    {
        var planogram = JsonElement.Parse("""{"plates":[{"plate":"plate-9","items":[{"sku":"beer","unit_g":1,"sigma_g":1}]}]}""");

        Assert.Equal(["beer"], PlanogramRules.SkusOf(planogram));
        Assert.Equal(
            ["plates[0].plate came plate-9; the gateway's plates are plate-1, plate-2", "plates[0].items[0].sku came beer; there is no such product"],
            PlanogramRules.Check(planogram, s_products, new HashSet<string> { "plate-2", "plate-1" }));
    }

    [Theory]
    [InlineData(4, "applied", "[]", "Pending", "")]
    [InlineData(5, "applied", "[]", "Applied", "")]
    [InlineData(6, "applied", "[]", "Applied", "")]
    [InlineData(5, "refused", """[{"path":"config.planogram.plates[0].plate","message":"came a"},{"path":"config.prices.x","message":"b"}]""", "Refused", "plates[0].plate: came a")]
    [InlineData(5, "refused", """[{"path":"config.prices.x","message":"b"}]""", "Refused", "config.prices.x: b")]
    [InlineData(6, "refused", """[{"path":"config.prices.x","message":"b"}]""", "Pending", "")]
    [InlineData(6, "refused", """[{"path":"config.prices.x","message":"b"}]""", "Applied", "", "applied")]
    [InlineData(6, "rolled_back", """[{"path":"","message":"b"}]""", "Applied", "", "applied")]
    [InlineData(5, "rolled_back", """[{"path":"","message":"scale-1"}]""", "RolledBack", ": scale-1", "rolled_back")]
    [InlineData(6, "applied", "[]", "Applied", "", "rolled_back")]
    [InlineData(5, "refused", """[{"path":"config.colours","message":"no such section"}]""", "Refused", "config.colours: no such section")]
    [InlineData(5, "refused", """[{"path":"config.planogram","message":"the disk is full"}]""", "Refused", "config.planogram: the disk is full")]
    public void State_IsWhatTheGatewaySaidLast(long version, string status, string errors, string expected, string said, string? first = null)
    {
        var report = ReportedDocument.Read(Encoding.UTF8.GetBytes($$"""{"version":{{version}},"status":"{{status}}","errors":{{errors}}}"""));
        var (state, words) = PlanogramTable.Became(
            new TwinView(6, JsonElement.Parse("{}"), default, report, default, default, new Dictionary<string, string>()), 5,
            first is null ? null : new ReportedDocument(5, first, first == ReportedDocument.Applied ? [] : [new ReportedMistake("", "scale-1")]));

        Assert.Equal((expected, said), (state.ToString(), string.Join(", ", words.Select(w => $"{w.Path}: {w.Message}"))));
    }
}
