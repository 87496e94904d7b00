using EdgeGateway.Core.Shelves.Live;
using EdgeGateway.Host.Running;
using Tests.Shared;

namespace Host.Tests.Running;

public sealed class ShelfStockTests
{
    private readonly ManualClock _clock = new();
    private readonly List<PlateView> _plates = [];

    [Fact]
    public void OnShelf_IsTheSumOfAllPlates_AndUnknownWhereOneIsUncounted()
    {
        _plates.AddRange([Plate(("oil", 2), ("tea", 0)), Plate(("oil", 1), ("rice", 4)), Plate(("rice", null))]);
        var stock = new ShelfStock(() => _plates, _clock);

        Assert.Equal((3, 0, null, null), (stock.OnShelf("oil"), stock.OnShelf("tea"), stock.OnShelf("rice"), stock.OnShelf("salt")));
    }

    [Fact]
    public void OnShelf_IsAskedOfTheShelvesOnceASecond()
    {
        var asked = 0;
        var stock = new ShelfStock(
            () =>
            {
                asked++;
                return _plates;
            },
            _clock);
        _ = (stock.OnShelf("oil"), stock.OnShelf("tea"));
        _plates.Add(Plate(("oil", 5)));
        Assert.Equal((null, 1), (stock.OnShelf("oil"), asked));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((5, 2), (stock.OnShelf("oil"), asked));
    }

    private static PlateView Plate(params (string Sku, int? Count)[] items) => new(
        "p", "p", "p", PlateStates.Ready, null, null, null, null, null, null,
        [.. items.Select(item => new PlateItemView(item.Sku, item.Sku, item.Count, item.Count is not null, "1", null, false))], null, null, null);
}
