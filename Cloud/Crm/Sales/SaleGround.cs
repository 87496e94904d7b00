using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Programme;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Sales;

/// <summary>What a batch of sales stands on: the rules, the stores' days, the goods.</summary>
internal sealed class SaleGround
{
    private readonly Dictionary<string, TimeZoneInfo> _zones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Unit, string Category, bool IsNamed)> _goods = new(StringComparer.Ordinal);

    private SaleGround(ProgrammeVersion programme) => Programme = programme;

    internal ProgrammeVersion Programme { get; }

    internal static async Task<SaleGround> ReadAsync(
        DbTransaction transaction, HeadquartersDatabase database, ProgrammeTable programmes, IReadOnlyList<Sale> sales, CancellationToken cancellationToken)
    {
        var ground = new SaleGround(await programmes.CurrentAsync(transaction, cancellationToken));
        foreach (var (store, zone) in await transaction.Command(
            $"SELECT store, time_zone FROM store WHERE {database.In("store", "stores")}", ("stores", database.Set(sales.Select(s => s.Store).Distinct(StringComparer.Ordinal))))
            .ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken))
        {
            ground._zones[store] = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) ? known : TimeZoneInfo.FindSystemTimeZoneById(ground.Programme.Document.TimeZone);
        }

        foreach (var (sku, unit, category, isNamed) in await transaction.Command(
            $"SELECT sku, unit, category, name <> '' FROM product WHERE {database.In("sku", "skus")}",
            ("skus", database.Set(sales.SelectMany(s => s.Lines.Select(l => l.Sku)).Distinct(StringComparer.Ordinal))))
            .ListAsync(r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetBoolean(3)), cancellationToken))
        {
            ground._goods[sku] = (unit, category, isNamed);
        }

        return ground;
    }

    /// <summary>What is wrong with a sale here, or null.</summary>
    internal string? Mistake(Sale sale)
    {
        if (!_zones.ContainsKey(sale.Store))
        {
            return $"there is no store '{sale.Store}'";
        }

        for (var i = 0; i < sale.Lines.Count; i++)
        {
            var line = sale.Lines[i];
            if (line.Unit is { } unit && _goods.TryGetValue(line.Sku, out var goods) && goods.IsNamed && goods.Unit != unit)
            {
                return $"lines[{i}].unit is {unit}; '{line.Sku}' is counted by {goods.Unit}";
            }
        }

        return null;
    }

    /// <summary>The store's own day.</summary>
    internal string DayOf(Sale sale) =>
        TimeZoneInfo.ConvertTimeFromUtc(sale.At, _zones[sale.Store]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A sale's lines as they are kept.</summary>
    internal IReadOnlyList<SaleLineRow> LinesOf(Sale sale) =>
    [
        .. sale.Lines.Select((line, i) =>
        {
            var isKnown = _goods.TryGetValue(line.Sku, out var goods);
            return new SaleLineRow(i + 1, line.Sku, line.Unit ?? (isKnown ? goods.Unit : "piece"), line.Quantity, line.AmountFen, Programme.Document.PercentOf(isKnown ? goods.Category : ""));
        }),
    ];
}
