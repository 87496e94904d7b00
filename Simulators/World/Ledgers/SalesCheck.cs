using System.Globalization;

namespace Simulators.World.Ledgers;

/// <summary>Compares what tills handed in with the sales, the points and the stock in headquarters' tables.</summary>
internal static class SalesCheck
{
    /// <summary>What was handed in, what is booked, and what does not fit.</summary>
    /// <param name="rows">Headquarters' tables.</param>
    /// <param name="store">The store.</param>
    /// <param name="sold">What was handed in there and answered with a yes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<SalesOutcome> CompareAsync(HeadquartersRows rows, string store, IReadOnlyList<SoldGoods> sold, CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        var booked = (await rows.SalesAsync(store, cancellationToken).ConfigureAwait(false)).ToLookup(sale => sale.Id);
        foreach (var sale in sold)
        {
            var said = string.Create(CultureInfo.InvariantCulture, $"{(sale.IsReturn ? "return" : "sale")} of {sale.Quantity} {sale.Sku} for {sale.Fen} fen");
            var there = booked[sale.Id.ToString()].Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Kind} of {b.Quantity} {b.Sku} for {b.Fen} fen")).ToList();
            if (there is not [var one] || one != said)
            {
                wrong.Add($"{sale.Id} was a {said}; booked: {(there.Count == 0 ? "nothing" : string.Join(" and ", there))}");
            }
        }

        wrong.AddRange((await rows.UnbalancedAsync(cancellationToken).ConfigureAwait(false)).Select(row => $"the books: {row}"));
        return new SalesOutcome(sold.Count, booked.Count, wrong);
    }
}

/// <summary>What became of a store's sales.</summary>
/// <param name="Sold">How many were handed in.</param>
/// <param name="Booked">How many are booked.</param>
/// <param name="Wrong">What does not fit.</param>
public sealed record SalesOutcome(long Sold, long Booked, IReadOnlyList<string> Wrong)
{
    /// <summary>Nobody sold any.</summary>
    public static SalesOutcome None { get; } = new(0, 0, []);
}

/// <summary>One line of a booked sale.</summary>
internal readonly record struct BookedSale(string Id, string Kind, string Sku, long Quantity, long Fen);
