namespace Cloud.Crm.Sales;

/// <summary>Tells a sale that came again from one that uses another's id.</summary>
internal static class SaleDifference
{
    /// <summary>What differs, or null where it is the same.</summary>
    /// <param name="stored">What stands in the books.</param>
    /// <param name="sale">What came now.</param>
    /// <param name="claim">Its buyer as it is kept.</param>
    internal static string? Of(StoredSale stored, Sale sale, string? claim)
    {
        var first = stored.Row.Sale;
        string?[] differences =
        [
            Text("kind", first.Kind, sale.Kind),
            Text("store", first.Store, sale.Store),
            Text("till", first.Till, sale.Till),
            first.IsAtSaid && sale.IsAtSaid && first.At != sale.At ? $"at was {first.At:O} and is {sale.At:O}" : null,
            first.TotalFen != sale.TotalFen ? $"totalFen was {first.TotalFen} and is {sale.TotalFen}" : null,
            stored.Row.Claim != claim && first.Original is null ? "the buyer was another" : null,
            Text("original", first.Original, sale.Original),
            Text("restock", first.Restock, sale.Restock),
            Text("vouchers", string.Join(' ', first.Vouchers), string.Join(' ', sale.Vouchers)),
            first.PointsBurnt != sale.PointsBurnt ? $"pointsBurnt was {first.PointsBurnt} and is {sale.PointsBurnt}" : null,
            Lines(stored.Row.Lines, sale.Lines),
        ];
        var found = string.Join("; ", differences.Where(d => d is not null));
        return found.Length == 0 ? null : $"another sale stands under the id '{sale.Id}': {found}";
    }

    private static string? Lines(IReadOnlyList<SaleLineRow> first, IReadOnlyList<SaleLine> now)
    {
        if (first.Count != now.Count)
        {
            return $"it had {first.Count} lines and has {now.Count}";
        }

        for (var i = 0; i < first.Count; i++)
        {
            if (first[i].Sku != now[i].Sku || first[i].Quantity != now[i].Quantity || first[i].AmountFen != now[i].AmountFen || now[i].Unit is { } unit && unit != first[i].Unit)
            {
                return $"lines[{i}] was {first[i].Quantity} of '{first[i].Sku}' for {first[i].AmountFen} and is {now[i].Quantity} of '{now[i].Sku}' for {now[i].AmountFen}";
            }
        }

        return null;
    }

    private static string? Text(string name, string? first, string? now) => first == now ? null : $"{name} was {first ?? "none"} and is {now ?? "none"}";
}
