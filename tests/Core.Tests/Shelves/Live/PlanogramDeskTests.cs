using System.Text;
using System.Text.Json;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Live;

namespace Core.Tests.Shelves.Live;

public sealed class PlanogramDeskTests : IDisposable
{
    private const double Unit = 330.5;
    private readonly ShelfFixture _store = new();
    private readonly ScriptedPlate _plate = new() { Load = 8 * Unit };

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Reader_ListsEveryMistake()
    {
        var errors = new List<PlanogramError>();
        var read = LivePlanogramReader.Read(
            """
            {"plates":[
              {"plate":"a1","counts_per_gram":430,"colour":"red","items":[{"sku":"1","unit_g":-3,"sigma_g":1,"pack":0,"low":5,"restored":5},{"sku":"1","unit_g":3,"sigma_g":1,"restored":2}]},
              {"plate":"a1","items":[{"sku":"2","unit_g":3,"sigma_g":1,"low":2}],"start":[{"sku":"9","count":1.5}]},
              {"plate":"b1","items":[{"sku":"2","unit_g":3,"sigma_g":1,"low":3}]}]}
            """u8.ToArray(),
            errors);

        Assert.Null(read);
        Assert.Equal(
            [
                "plates[0].colour", "plates[0].items[0].pack", "plates[0].items[0].restored", "plates[0].items[0].unit_g", "plates[0].items[1].restored",
                "plates[0].items[1].sku", "plates[0].zero_counts", "plates[1].plate", "plates[1].start[0].count", "plates[1].start[0].sku", "plates[2].items",
            ],
            errors.Select(error => error.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"plates":[]}""")]
    [InlineData("""{"plates":[{"plate":"a1","items":[]}]}""")]
    [InlineData("""{"plates":[{"plate":"a1","items":[{"sku":"1","unit_g":"3","sigma_g":1}]}]}""")]
    [InlineData("""{"plates":[{"plate":"a1","items":[{"sku":"1","unit_g":1e999,"sigma_g":1}]}]}""")]
    public void Reader_RefusesWhatIsNone(string text)
    {
        var errors = new List<PlanogramError>();
        Assert.Null(LivePlanogramReader.Read(Encoding.UTF8.GetBytes(text), errors));
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void Check_OfWhatHeadquartersWants_TellsMistakesAndChangesNothing()
    {
        _store.Open();
        var offered = JsonElement.Parse(ShelfFixture.Planogram());
        Assert.Empty(_store.Desk.Offer(offered));

        Assert.NotEmpty(_store.Desk.Check(JsonElement.Parse("{}")));
        Assert.Equal(("headquarters", offered.GetRawText()), (_store.Desk.View.Source, _store.Desk.FromHeadquarters));
        Assert.NotEmpty(_store.Desk.View.Errors);
        Assert.Empty(_store.Desk.Check(offered));
        Assert.Empty(_store.Desk.Offer(offered));
        Assert.Empty(_store.Desk.View.Errors);
        Assert.Empty(_store.Desk.Offer(default));
        Assert.Null(_store.Desk.FromHeadquarters);
    }

    [Fact]
    public async Task ChangedFile_TakesEffectWithoutRestart_AndAWrongOneIsRefusedWithEveryError()
    {
        _store.File = Path.Combine(_store.Folder, "planogram.json");
        Write(ShelfFixture.Planogram());
        _store.Open().Play(_plate.Rest(5).Move(-Unit).Rest(3));
        Assert.Equal(("file", 7), (_store.Desk.View.Source, _store.Count()));
        using var stop = new CancellationTokenSource();
        var watching = _store.Desk.WatchAsync(stop.Token);

        Write(ShelfFixture.Planogram(cola: 3, more: $$""",{"sku":"{{ShelfFixture.Gum}}","unit_g":12,"sigma_g":0.2}"""));
        _store.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((7, 0), (_store.Count(), _store.Count(ShelfFixture.Gum)));

        Write("""{"plates":[{"plate":"a1","items":[{"sku":"1","unit_g":0,"sigma_g":0}]}]}""");
        _store.Clock.Advance(TimeSpan.FromSeconds(3));
        var view = _store.Desk.View;
        Assert.Equal(["plates[0].items[0].unit_g", "plates[0].items[0].sigma_g"], view.Errors.Select(error => error.Path));
        Assert.Equal((7, 0), (_store.Count(), _store.Count(ShelfFixture.Gum)));

        _store.Play(_plate.Rest(3).Move(-Unit).Rest(3));
        await _store.DeliverAsync();
        Assert.Equal(["stock.item.taken", "stock.item.taken"], _store.Told.Select(draft => draft.Type));
        await stop.CancelAsync();
        await watching;
    }

    [Fact]
    public void FileThatIsSpoiltWhileTheGatewayIsOff_LeavesTheOneBeforeInForce()
    {
        _store.File = Path.Combine(_store.Folder, "planogram.json");
        Write(ShelfFixture.Planogram(version: "spring"));
        _store.Open();
        Write("{");
        _store.KillAndOpen();

        Assert.Equal(("file", "spring"), (_store.Desk.View.Source, _store.Desk.View.Version));
        Assert.NotEmpty(_store.Desk.View.Errors);
        Assert.Equal(8, _store.Count());
    }

    [Fact]
    public void Headquarters_BeatsTheFile_SurvivesARestart_AndGivesWayWhenItTakesItsOwnBack()
    {
        _store.File = Path.Combine(_store.Folder, "planogram.json");
        Write(ShelfFixture.Planogram(version: "file"));
        _store.Open(ShelfFixture.Planogram(version: "from-far", low: 3));
        _store.KillAndOpen();
        Assert.Equal(("headquarters", "from-far", 3), (_store.Desk.View.Source, _store.Desk.View.Version, _store.View().Items[0].Low));

        Assert.NotEmpty(_store.Offer("""{"plates":5}"""));
        Assert.Equal("from-far", _store.Desk.View.Version);
        Assert.Equal("plates", Assert.Single(_store.Desk.View.Errors).Path);

        Assert.Empty(_store.Offer("null"));
        Assert.Equal(("file", "file"), (_store.Desk.View.Source, _store.Desk.View.Version));
        Assert.Empty(_store.Desk.View.Errors);
    }

    [Fact]
    public void PlateThatIsGoneFromThePlanogram_IsForgotten()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5).Move(-Unit).Rest(3));
        _store.Offer(ShelfFixture.Planogram(plate: "b1"));
        _store.Offer(ShelfFixture.Planogram(cola: 4));

        Assert.Equal(4, _store.Count());
    }

    [Fact]
    public async Task AnotherUnitWeight_KeepsTheCounts()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5).Move(-Unit).Rest(3));
        _store.Offer(ShelfFixture.Planogram(unit: 350));
        _plate.Load = 7 * 350;
        _store.Play(_plate.Rest(5).Move(-350).Rest(3));
        await _store.DeliverAsync();

        Assert.Equal(6, _store.Count());
        Assert.Equal(2, _store.Told.Count());
    }

    private void Write(string text)
    {
        File.WriteAllText(_store.File! + ".new", text);
        File.Move(_store.File! + ".new", _store.File!, overwrite: true);
    }
}
