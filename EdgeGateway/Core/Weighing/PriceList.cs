namespace EdgeGateway.Core.Weighing;

/// <summary>What a store sells by weight, and for how much. Never changes; a new list takes the place of the old one.</summary>
public sealed class PriceList
{
    private readonly Dictionary<string, PricedItem> _byPlu;

    /// <summary>Makes a list; PLU numbers must differ.</summary>
    public PriceList(string? currency, IReadOnlyList<PricedItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        Currency = currency;
        Items = items;
        _byPlu = items.ToDictionary(item => item.Plu, StringComparer.Ordinal);
    }

    /// <summary>No prices.</summary>
    public static PriceList Empty { get; } = new(null, []);

    /// <summary>The currency the list names (ISO 4217), or null where it leaves it to the configuration.</summary>
    public string? Currency { get; }

    /// <summary>All goods, in the order of the file.</summary>
    public IReadOnlyList<PricedItem> Items { get; }

    /// <summary>The goods of a PLU, or null.</summary>
    public PricedItem? Find(string plu) => _byPlu.GetValueOrDefault(plu);

    /// <summary>Goods whose PLU begins with a text, or whose name or article holds it; exact PLU first, then the order of the file.</summary>
    public IEnumerable<PricedItem> Search(string text, int most)
    {
        var wanted = text.Trim();
        var exact = Find(wanted);
        var others = Items.Where(item => item != exact && (item.Plu.StartsWith(wanted, StringComparison.Ordinal)
            || item.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase) || item.Sku.Contains(wanted, StringComparison.OrdinalIgnoreCase)));
        return (exact is null ? others : others.Prepend(exact)).Take(most);
    }
}
