using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>Goods on their way between stores: asked for, shipped, received in parts; what does not arrive stays in transit until somebody says what became of it.</summary>
internal sealed class TransferTable(HeadquartersDatabase database, StockBook book, AuditTable audit, StockTold told, TimeProvider clock)
{
    private const int MostLines = 500;
    private static readonly string s_select = $"SELECT id, from_store, to_store, state, {WhoName.Of("stock_transfer.who")}, created_at, shipped_at, received_at, version FROM stock_transfer";

    /// <summary>Transfers from or to a caller's stores, the newest first.</summary>
    internal async Task<StockPage<TransferView>> ListAsync(IReadOnlySet<string>? stores, bool all, string[]? mark, int limit, CancellationToken cancellationToken)
    {
        var conditions = new List<string>();
        var parameters = new List<(string, object?)>();
        if (!all)
        {
            conditions.Add("state IN ('draft', 'shipped')");
        }

        if (stores is not null)
        {
            var names = stores.Order(StringComparer.Ordinal).Select((name, n) => ($"s{n}", (object?)name)).ToArray();
            var list = string.Join(", ", names.Select(n => '@' + n.Item1));
            conditions.Add(names.Length == 0 ? "FALSE" : $"(from_store IN ({list}) OR to_store IN ({list}))");
            parameters.AddRange(names);
        }

        if (mark is [var id])
        {
            conditions.Add("id < @id");
            parameters.Add(("id", id));
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"{s_select} {(conditions.Count > 0 ? "WHERE " : "")}{string.Join(" AND ", conditions)} ORDER BY id DESC LIMIT {limit + 1}", [.. parameters]).ListAsync(Read, cancellationToken);
        var full = new List<TransferView>();
        foreach (var row in rows)
        {
            full.Add(row with { Lines = await LinesAsync(c => connection.Command(c, ("id", row.Id)), cancellationToken) });
        }

        return StockPage<TransferView>.Of(full, limit, row => PageMark.Write(row.Id));
    }

    /// <summary>A transfer, or null where there is none that the caller may see.</summary>
    internal async Task<TransferView?> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = (await connection.Command($"{s_select} WHERE id = @id", ("id", id)).ListAsync(Read, cancellationToken)).FirstOrDefault();
        return found is null || !(caller.Sees(found.From) || caller.Sees(found.To)) ? null
            : found with { Lines = await LinesAsync(c => connection.Command(c, ("id", id)), cancellationToken) };
    }

    /// <summary>Asks for goods of another store.</summary>
    internal Task<StockAnswer<TransferView>> CreateAsync(TransferBody body, Caller caller, string? key, CancellationToken cancellationToken)
    {
        if (body.From == body.To || body.Lines is not { Count: > 0 and <= MostLines } lines || lines.Any(l => !ProductTable.IsSku(l.Sku) || l.Quantity is < 1 or > 1_000_000_000)
            || lines.DistinctBy(l => l.Sku).Count() != lines.Count)
        {
            return Task.FromResult(StockAnswer<TransferView>.Bad($"expected two stores, and 1 to {MostLines} lines of different SKUs with a quantity from 1"));
        }

        if (!caller.Sees(body.From) && !caller.Sees(body.To))
        {
            return Task.FromResult(StockAnswer<TransferView>.Missing($"there is no store '{body.To}'"));
        }

        return database.WriteAsync(
            async transaction =>
            {
                if ((await transaction.Command("SELECT store FROM store WHERE store IN (@from, @to)", ("from", body.From), ("to", body.To)).ListAsync(r => r.GetString(0), cancellationToken)).Count < 2)
                {
                    return StockAnswer<TransferView>.Missing($"there are no stores '{body.From}' and '{body.To}'");
                }

                var now = clock.GetUtcNow();
                var id = Guid.CreateVersion7(now).ToString();
                if (await transaction.Command(
                    """
                    INSERT INTO stock_transfer (id, from_store, to_store, state, who, created_at, key) VALUES (@id, @from, @to, 'draft', @who, @now, @key)
                    ON CONFLICT (key) DO NOTHING
                    """,
                    ("id", id), ("from", body.From), ("to", body.To), ("who", caller.Id), ("now", database.ToTime(now.UtcDateTime)), ("key", key is null ? null : $"{caller.Id}/{key}"))
                    .RunAsync(cancellationToken) == 0)
                {
                    return StockAnswer<TransferView>.Ok(await ReadAsync(
                        transaction, (await transaction.Command("SELECT id FROM stock_transfer WHERE key = @key", ("key", $"{caller.Id}/{key}")).ListAsync(r => r.GetString(0), cancellationToken))[0],
                        cancellationToken));
                }

                foreach (var line in lines.OrderBy(l => l.Sku, StringComparer.Ordinal))
                {
                    if ((await transaction.Command("SELECT 1 FROM product WHERE sku = @sku", ("sku", line.Sku)).ListAsync(r => 1, cancellationToken)).Count == 0)
                    {
                        throw new StockRefusedException($"there is no product '{line.Sku}'");
                    }

                    await transaction.Command(
                        "INSERT INTO stock_transfer_line (transfer, sku, to_store, asked) VALUES (@id, @sku, @to, @asked)",
                        ("id", id), ("sku", line.Sku), ("to", body.To), ("asked", line.Quantity)).RunAsync(cancellationToken);
                }

                await audit.AddAsync(transaction, caller, "transfer.created", "transfer", id, body.From, null, cancellationToken);
                return StockAnswer<TransferView>.Created(await ReadAsync(transaction, id, cancellationToken));
            },
            cancellationToken).OrConflictAsync();
    }

    /// <summary>The goods leave the sender's back room; shipped once, whoever asks for it twice.</summary>
    internal Task<StockAnswer<TransferView>> ShipAsync(string id, IReadOnlyList<TransferGoods>? lines, Caller caller, CancellationToken cancellationToken) => ChangeAsync(
        id, caller, t => caller.Sees(t.From), "draft", "shipped",
        async (transaction, transfer, now) =>
        {
            var goods = lines ?? [.. transfer.Lines.Select(l => new TransferGoods(l.Sku, l.Asked))];
            foreach (var line in goods)
            {
                if (line.Quantity < 1 || transfer.Lines.All(l => l.Sku != line.Sku) || goods.Count(l => l.Sku == line.Sku) > 1)
                {
                    throw new StockRefusedException($"'{line.Sku}' with {line.Quantity} is no line of this transfer");
                }
            }

            foreach (var line in goods.OrderBy(l => l.Sku, StringComparer.Ordinal))
            {
                await transaction.Command("UPDATE stock_transfer_line SET shipped = @n WHERE transfer = @id AND sku = @sku", ("n", line.Quantity), ("id", id), ("sku", line.Sku)).RunAsync(cancellationToken);
            }

            await transaction.Command("UPDATE stock_transfer SET shipped_at = @now WHERE id = @id", ("now", database.ToTime(now)), ("id", id)).RunAsync(cancellationToken);
            await TellAsync(transaction, "transfer.shipped", $"transfer/{id}/shipped", transfer.From, id, cancellationToken);
            var lacking = (await book.QuantitiesAsync(transaction, [.. goods.Select(l => new StockPlace(transfer.From, l.Sku, StockLocation.Backroom))], cancellationToken))
                .FirstOrDefault(q => q.Value < goods.First(l => l.Sku == q.Key.Sku).Quantity);
            if (lacking.Key.Sku is { } sku)
            {
                throw new StockRefusedException($"the back room of '{transfer.From}' has {lacking.Value} of '{sku}' by the books; ship no more, or move or count them there first");
            }

            await book.MoveAsync(
                transaction,
                [.. goods.Select(l => new StockMove(transfer.From, l.Sku, l.Quantity, StockLocation.Backroom, StockLocation.Transit, StockReason.Shipped, $"transfer/{id}", now, caller.Id))],
                cancellationToken);
        },
        "transfer.shipped", cancellationToken);

    /// <summary>Goods arrive, all of them or some.</summary>
    internal Task<StockAnswer<TransferView>> ReceiveAsync(string id, TransferLines part, Caller caller, string? key, CancellationToken cancellationToken) =>
        part.Lines is not { Count: > 0 and <= MostLines } lines || lines.Any(l => l.Quantity < 1) || lines.DistinctBy(l => l.Sku).Count() != lines.Count
            ? Task.FromResult(StockAnswer<TransferView>.Bad("expected lines of different SKUs, each with a quantity from 1"))
            : SettleAsync(
                id, caller, t => caller.Sees(t.To), part.Key ?? key, "received",
                [.. lines.Select(l => (l.Sku, l.Quantity, "received"))],
                (transfer, line) => (StockLocation.Receiving, transfer.To, StockReason.TransferReceived), "transfer.received", cancellationToken);

    /// <summary>Says what became of goods that did not arrive: lost on the way, or found to have stayed.</summary>
    internal Task<StockAnswer<TransferView>> ClaimAsync(string id, TransferClaims claims, Caller caller, string? key, CancellationToken cancellationToken) =>
        claims.Lines is not { Count: > 0 and <= MostLines } lines || lines.Any(l => l.Lost < 0 || l.Found < 0 || l.Lost + l.Found == 0) || lines.DistinctBy(l => l.Sku).Count() != lines.Count
            ? Task.FromResult(StockAnswer<TransferView>.Bad("expected lines of different SKUs, each with lost or found from 1"))
            : SettleAsync(
                id, caller, t => caller.Sees(t.From) || caller.Sees(t.To), key, "claimed",
                [.. lines.Where(l => l.Lost > 0).Select(l => (l.Sku, l.Lost, "lost")), .. lines.Where(l => l.Found > 0).Select(l => (l.Sku, l.Found, "found"))],
                (transfer, line) => line == "lost" ? (StockLocation.Loss, transfer.From, StockReason.TransferLost) : (StockLocation.Backroom, transfer.From, StockReason.TransferFound),
                "transfer.claimed", cancellationToken);

    /// <summary>Nobody wants it any more; nothing has left.</summary>
    internal Task<StockAnswer<TransferView>> CancelAsync(string id, Caller caller, CancellationToken cancellationToken) => ChangeAsync(
        id, caller, t => caller.Sees(t.From) || caller.Sees(t.To), "draft", "cancelled", (_, _, _) => Task.CompletedTask, "transfer.cancelled", cancellationToken);

    private Task<StockAnswer<TransferView>> SettleAsync(
        string id, Caller caller, Func<TransferView, bool> may, string? key, string verb, IReadOnlyList<(string Sku, long Quantity, string Column)> lines,
        Func<TransferView, string, (string Location, string Store, string Reason)> target, string action, CancellationToken cancellationToken) => ChangeAsync(
        id, caller, may, "shipped", null,
        async (transaction, transfer, now) =>
        {
            var moves = lines.Select(l =>
            {
                var (location, store, reason) = target(transfer, l.Column);
                return new StockMove(
                    transfer.From, l.Sku, l.Quantity, StockLocation.Transit, location, reason, $"transfer/{id}", now, caller.Id, store,
                    key is null ? null : $"transfer/{id}/{verb}/{key}/{l.Column}/{l.Sku}");
            }).ToArray();
            if (key is not null && await StockBook.IsKnownAsync(transaction, transfer.From, moves[0].Key!, cancellationToken))
            {
                return;
            }

            foreach (var (sku, quantity, column) in lines.OrderBy(l => l.Sku, StringComparer.Ordinal))
            {
                if (await transaction.Command(
                    $"UPDATE stock_transfer_line SET {column} = {column} + @n WHERE transfer = @id AND sku = @sku AND shipped - received - lost - found >= @n",
                    ("n", quantity), ("id", id), ("sku", sku)).RunAsync(cancellationToken) == 0)
                {
                    var missing = transfer.Lines.FirstOrDefault(l => l.Sku == sku)?.Missing ?? 0;
                    throw new StockRefusedException($"{missing} of '{sku}' are on their way with this transfer, not {quantity}; count what is too much where it lies");
                }
            }

            await transaction.Command(
                """
                UPDATE stock_transfer SET state = 'received', received_at = @now
                WHERE id = @id AND NOT EXISTS (SELECT 1 FROM stock_transfer_line WHERE transfer = @id AND shipped > received + lost + found)
                """,
                ("now", database.ToTime(now)), ("id", id)).RunAsync(cancellationToken);
            if (verb == "received")
            {
                await TellAsync(transaction, "transfer.received", $"transfer/{id}/received/{key ?? $"{now:O}"}", transfer.To, id, cancellationToken);
            }

            await book.MoveAsync(transaction, moves, cancellationToken);
        },
        action, cancellationToken);

    private async Task TellAsync(DbTransaction transaction, string name, string key, string store, string id, CancellationToken cancellationToken) =>
        await told(transaction, name, key, store, JsonSerializer.Serialize(await ReadAsync(transaction, id, cancellationToken), StockJson.Default.TransferView), cancellationToken);

    /// <summary>Changes a transfer alone: its row is locked first, then its lines, and the goods last.</summary>
    private Task<StockAnswer<TransferView>> ChangeAsync(
        string id, Caller caller, Func<TransferView, bool> may, string from, string? to, Func<DbTransaction, TransferView, DateTime, Task> change, string action, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var found = (await transaction.Command($"{s_select} WHERE id = @id {StockSql.ForUpdate(transaction)}", ("id", id)).ListAsync(Read, cancellationToken)).FirstOrDefault();
                if (found is null || !(caller.Sees(found.From) || caller.Sees(found.To)) || !may(found))
                {
                    return StockAnswer<TransferView>.Missing($"there is no transfer '{id}' here");
                }

                // Asked again after its answer was lost: it is as it was wanted.
                if (found.State == to || (to is null && found.State == "received"))
                {
                    return StockAnswer<TransferView>.Ok(await ReadAsync(transaction, id, cancellationToken));
                }

                if (found.State != from)
                {
                    return StockAnswer<TransferView>.Conflict($"the transfer is {found.State}; expected {from}");
                }

                await audit.AddAsync(transaction, caller, action, "transfer", id, found.From, null, cancellationToken);
                await transaction.Command(
                    $"UPDATE stock_transfer SET version = version + 1{(to is null ? "" : ", state = @to")} WHERE id = @id", to is null ? [("id", id)] : [("id", id), ("to", to)]).RunAsync(cancellationToken);
                await change(transaction, await ReadAsync(transaction, id, cancellationToken), StockSql.ToMilliseconds(clock.GetUtcNow().UtcDateTime));
                return StockAnswer<TransferView>.Ok(await ReadAsync(transaction, id, cancellationToken));
            },
            cancellationToken).OrConflictAsync();

    private static async Task<TransferView> ReadAsync(DbTransaction transaction, string id, CancellationToken cancellationToken) =>
        (await transaction.Command($"{s_select} WHERE id = @id", ("id", id)).ListAsync(Read, cancellationToken))[0] with
        {
            Lines = await LinesAsync(c => transaction.Command(c, ("id", id)), cancellationToken),
        };

    private static Task<List<TransferLineView>> LinesAsync(Func<string, DbCommand> command, CancellationToken cancellationToken) => command(
        """
        SELECT l.sku, p.name, l.asked, l.shipped, l.received, l.lost, l.found, l.shipped - l.received - l.lost - l.found, p.unit
        FROM stock_transfer_line l JOIN product p ON p.sku = l.sku WHERE l.transfer = @id ORDER BY l.sku
        """).ListAsync(
        r => new TransferLineView(r.GetString(0), r.GetString(1), r.GetString(8), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7)), cancellationToken);

    private static TransferView Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.Time(5)!.Value, r.Time(6), r.Time(7), r.GetInt64(8).ToString(CultureInfo.InvariantCulture), []);
}
