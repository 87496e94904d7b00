using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>Reads what decides about SKUs that have a rule.</summary>
internal sealed class ReorderLooks(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>SKUs read by one statement; fewer are filled up with the last, so that the statement stays the same.</summary>
    private const int Chunk = 50;

    /// <summary>The columns of a look, from <c>reorder_rule r</c> and its joins.</summary>
    private const string Columns =
        $"""
         r.store, r.sku, coalesce(p.name, ''), coalesce(p.unit, 'piece'), r.min, r.max, r.multiple, r.supplier, r.needed, r.version,
         {OrderStock.OnHand}, {OrderStock.Reserved}, {OrderStock.Incoming},
         s.supplier, s.name, sp.price_fen, sp.pack, sp.moq, coalesce(sp.lead_days, s.lead_days), z.until, z.who,
         d.purchase, b.supplier, d.ordered, d.price_fen, d.origin, d.funded, d.funding
         """;

    /// <remarks>The rule's supplier, or the cheapest; never one that no longer sells.</remarks>
    private const string Joins =
        """
        LEFT JOIN product p ON p.sku = r.sku
        LEFT JOIN supplier_product sp ON sp.sku = r.sku AND sp.supplier =
             (SELECT o.supplier FROM supplier_product o JOIN supplier a ON a.supplier = o.supplier
              WHERE o.sku = r.sku AND a.active AND (r.supplier IS NULL OR o.supplier = r.supplier) ORDER BY o.price_fen, o.supplier LIMIT 1)
        LEFT JOIN supplier s ON s.supplier = sp.supplier
        LEFT JOIN snooze z ON z.store = r.store AND z.sku = r.sku
        LEFT JOIN purchase_line d ON d.store = r.store AND d.sku = r.sku AND d.state = 'draft'
        LEFT JOIN purchase b ON b.store = d.store AND b.id = d.purchase
        """;

    /// <summary>Looks at SKUs of a store; those without a rule are left out.</summary>
    internal async Task<List<Reorder>> OfAsync(DbConnection connection, DbTransaction? transaction, string store, IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        var looks = new List<Reorder>();
        foreach (var chunk in skus.Distinct(StringComparer.Ordinal).Chunk(Chunk))
        {
            var names = Enumerable.Range(0, Chunk).Select(i => (Name: $"s{i}", Value: (object?)chunk[Math.Min(i, chunk.Length - 1)])).ToArray();
            var command = connection.Command(
                $"SELECT {Columns} FROM reorder_rule r {Joins} WHERE r.store = @store AND r.sku IN ({string.Join(", ", names.Select(n => '@' + n.Name))}) ORDER BY r.sku",
                [("store", store), ("now", Now), .. names]);
            command.Transaction = transaction;
            looks.AddRange(await command.ListAsync(Read, cancellationToken));
        }

        return looks;
    }

    /// <summary>Up to <paramref name="limit"/> looks in the order of store and SKU, after a mark.</summary>
    /// <param name="connection">Where to read.</param>
    /// <param name="where">More of the condition, over <c>r</c>; <c>1 = 1</c> for all.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="after">Store and SKU that the page before ended with; two empty texts for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task<List<Reorder>> AfterAsync(
        DbConnection connection, string where, (string Name, object? Value)[] parameters, (string Store, string Sku) after, int limit, CancellationToken cancellationToken) =>
        // The limit is in the text: a plan that does not know it would read all products to join them.
        connection.Command(
            $"""
             SELECT {Columns} FROM (SELECT * FROM reorder_rule r WHERE (r.store, r.sku) > (@after_store, @after_sku) AND {where} ORDER BY r.store, r.sku LIMIT {limit}) r {Joins}
             ORDER BY r.store, r.sku
             """,
            [("now", Now), ("after_store", after.Store), ("after_sku", after.Sku), .. parameters]).ListAsync(Read, cancellationToken);

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);

    private Reorder Read(DbDataReader r) => new()
    {
        Store = r.GetString(0),
        Sku = r.GetString(1),
        Name = r.GetString(2) is { Length: > 0 } name ? name : r.GetString(1),
        Unit = r.GetString(3),
        Levels = new ReorderLevels(r.GetInt64(4), r.GetInt64(5), r.GetInt64(6)),
        RuleSupplier = r.Text(7),
        Needed = r.GetBoolean(8),
        Version = r.GetInt64(9),
        OnHand = r.GetInt64(10),
        Reserved = r.GetInt64(11),
        Incoming = r.GetInt64(12),
        Offer = r.IsDBNull(13) ? null : new Offer(r.GetString(13), r.GetString(14), r.GetInt64(15), r.GetInt64(16), r.GetInt64(17), r.GetInt32(18)),
        Snooze = database.ReadTime(r, 19) is { } until ? (until, r.GetString(20)) : null,
        Line = r.IsDBNull(21) ? null : new DraftLine(r.GetString(21), r.GetString(22), r.GetInt64(23), r.GetInt64(24), r.GetString(25), r.GetBoolean(26), Whys(r.GetString(27))),
    };

    /// <summary>Reads reasons that were kept.</summary>
    internal static IReadOnlyList<Why> Whys(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, OrdersJson.Default.WhyArray)!;

    /// <summary>Reasons as they are kept.</summary>
    internal static string Text(IReadOnlyList<Why> why) => why.Count == 0 ? "[]" : JsonSerializer.Serialize([.. why], OrdersJson.Default.WhyArray);
}
