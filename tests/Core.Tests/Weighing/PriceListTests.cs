using System.Text;
using EdgeGateway.Core.Weighing;
using Tests.Shared;

namespace Core.Tests.Weighing;

public sealed class PriceListTests : IDisposable
{
    private const string Good = """
        { // From the back office.
          "currency": "CNY",
          "items": [
            { "plu": "101", "sku": "apple-fuji", "name": "富士苹果", "priceFen": 1299, "per": "kg", "tare": "12 g" },
            { "plu": "0102", "sku": "pear", "name": "梨 pear", "priceFen": 350, "per": "jin" }
          ] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-prices-").FullName;
    private readonly RecordedLog<PriceListFile> _log = new();

    private string PricesFile => Path.Combine(_folder, "prices.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void List_IsReadAsWritten()
    {
        var list = Read(Good, out var errors);

        Assert.Empty(errors);
        Assert.Equal("CNY", list!.Currency);
        Assert.Equal(new PricedItem("101", "apple-fuji", "富士苹果", 1299, MassUnit.Priced("kg")!, new Tare(12m, MassUnit.Shown("g")!)), list.Find("101"));
        Assert.Equal("pear", list.Find("0102")!.Sku);
        Assert.Null(list.Find("1"));
    }

    [Fact]
    public void EveryMistake_IsListedWithItsPlace()
    {
        var list = Read(
            """
            { "currency": "yuan", "itmes": 1, "items": [
              { "plu": "101", "sku": "a", "name": "a", "priceFen": 0, "per": "kg" },
              { "plu": "0101", "sku": "", "name": "b", "priceFen": 12.5, "per": "pound" },
              { "plu": 7, "sku": "c", "name": " c", "priceFen": "100", "per": "kg", "tare": "12", "colour": "red" },
              5 ] }
            """,
            out var errors);

        Assert.Null(list);
        Assert.Equal(
            [
                "itmes: is not known here; known are currency, items",
                "currency: came \"yuan\"; expected three capital letters such as CNY",
                "items[0].priceFen: came 0; expected a whole number from 1 to 100000000, the price in the smallest coin",
                "items[1].plu: \"0101\" is items[0] already, zeros in front aside; give each its own PLU",
                "items[1].sku: came \"\"; expected 1 to 64 characters",
                "items[1].per: came \"pound\"; expected one of kg, g, jin, lb, oz, 100g",
                "items[1].priceFen: came 12.5; expected a whole number from 1 to 100000000, the price in the smallest coin",
                "items[2].colour: is not known here; known are plu, sku, name, priceFen, per, tare",
                "items[2].plu: came 7; expected 1 to 13 digits in quotes, such as \"101\"",
                "items[2].name: came \" c\"; expected 1 to 100 characters",
                "items[2].priceFen: came \"100\"; expected a whole number from 1 to 100000000, the price in the smallest coin",
                "items[2].tare: came \"12\"; expected a weight above 0 and its unit in quotes, such as \"12 g\"",
                "items[3]: came 5; expected an object: { \"plu\": … }",
            ],
            errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"items\":[],\"items\":[]}")]
    [InlineData("{\"items\":[{\"plu\":\"\\ud800\"}]}")]
    public void NoList_IsAMistake_NotAnEmptyOne(string text)
    {
        Assert.Null(Read(text, out var errors));
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void Search_FindsByNumberNameAndArticle_TheExactNumberFirst()
    {
        var list = Read(Good, out _)!;

        Assert.Equal(["0102"], list.Search("0102", 10).Select(item => item.Plu));
        Assert.Equal(["101"], list.Search("苹果", 10).Select(item => item.Plu));
        Assert.Equal(["0102"], list.Search("PEAR", 10).Select(item => item.Plu));
        Assert.Equal(["101", "0102"], list.Search("", 10).Select(item => item.Plu));
        Assert.Single(list.Search("", 1));
    }

    [Fact]
    public void File_ReplacedByARightOne_IsInForce_ReplacedByAWrongOne_IsRefusedAndSaidOnce()
    {
        File.WriteAllText(PricesFile, Good);
        var file = new PriceListFile(PricesFile, new ManualClock(), _log);
        file.Look();
        Assert.Equal(2, file.Prices.List.Items.Count);

        File.WriteAllText(PricesFile, """{ "items": [ { "plu": "x" } ] }""");
        file.Look();
        file.Look();
        Assert.Equal(2, file.Prices.List.Items.Count);
        Assert.Equal(5, file.Prices.Errors.Count);

        File.WriteAllText(PricesFile, Good.Replace("1299", "1399", StringComparison.Ordinal) + " ");
        file.Look();
        Assert.Equal(1399, file.Prices.List.Find("101")!.PriceFen);
        Assert.Empty(file.Prices.Errors);
        Assert.Equal([1160, 1161, 1160], _log.Lines.Select(line => line.Id));
    }

    [Fact]
    public void MissingFile_IsNoList_AndComesInForceWhenItIsThere()
    {
        var file = new PriceListFile(PricesFile, new ManualClock(), _log);
        file.Look();
        Assert.Single(file.Prices.Errors);
        Assert.Empty(file.Prices.List.Items);

        File.WriteAllText(PricesFile, Good);
        file.Look();

        Assert.Empty(file.Prices.Errors);
    }

    [Fact]
    public async Task Watch_SeesAChangeWithoutARestart()
    {
        using var stop = new CancellationTokenSource();
        var clock = new ManualClock();
        var file = new PriceListFile(PricesFile, clock, _log);
        file.Look();
        var watching = file.WatchAsync(stop.Token);
        await clock.WhenArmedAsync(1, TestContext.Current.CancellationToken);
        File.WriteAllText(PricesFile, Good);

        while (file.Prices.List.Items.Count == 0)
        {
            clock.Advance(PriceListFile.Pace);
            await Task.Yield();
        }

        await stop.CancelAsync();
        await watching;
    }

    private static PriceList? Read(string text, out IReadOnlyList<PriceListError> errors) => PriceListText.Read(Encoding.UTF8.GetBytes(text), out errors);
}
