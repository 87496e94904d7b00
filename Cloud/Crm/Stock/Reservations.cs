using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>Goods put aside for somebody for a while. Nobody gets what is not available: the goods are locked while that is looked at.</summary>
internal sealed class Reservations(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    internal static readonly string Select =
        $"SELECT r.id, r.store, r.sku, p.name, r.quantity, r.state, r.reason, {WhoName.Of("r.who")}, r.created_at, r.expires_at, r.ended_at FROM stock_reservation r JOIN product p ON p.sku = r.sku";

    private const string Held = "held";
    private const int MostMinutes = 60 * 24 * 30;

    /// <summary>Reads a row of <see cref="Select"/>.</summary>
    internal static ReservationView Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetString(5), r.GetString(6), r.GetString(7), r.Time(8)!.Value, r.Time(9)!.Value, r.Time(10));

    /// <summary>Puts goods aside.</summary>
    /// <param name="store">Where.</param>
    /// <param name="body">What, how many, for how long and why.</param>
    /// <param name="caller">Who.</param>
    /// <param name="key">The same key puts aside once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task<StockAnswer<ReservationView>> HoldAsync(string store, ReservationBody body, Caller caller, string? key, CancellationToken cancellationToken) =>
        !ProductTable.IsSku(body.Sku) || body.Quantity is < 1 or > 1_000_000_000 || body.Minutes is < 1 or > MostMinutes || body.Reason is not { Length: > 0 and <= 200 } reason
            || PlainText.Bounded(reason, 200) != reason
            ? Task.FromResult(StockAnswer<ReservationView>.Bad($"expected a SKU, a quantity from 1, minutes of 1 to {MostMinutes}, and a reason of 1 to 200 characters"))
            : database.WriteAsync(transaction => HoldAsync(transaction, store, body, caller.Id, key is null ? null : $"{caller.Id}/{key}", cancellationToken), cancellationToken);

    /// <summary>Puts goods aside in a transaction of its cause.</summary>
    internal async Task<StockAnswer<ReservationView>> HoldAsync(DbTransaction transaction, string store, ReservationBody body, string who, string? key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var parameters = new (string, object?)[] { ("store", store), ("sku", body.Sku), ("now", database.ToTime(now.UtcDateTime)) };
        if ((await transaction.Command($"SELECT sku FROM stock_item WHERE store = @store AND sku = @sku {StockSql.ForUpdate(transaction)}", ("store", store), ("sku", body.Sku))
            .ListAsync(r => r.GetString(0), cancellationToken)).Count == 0)
        {
            return StockAnswer<ReservationView>.Conflict($"store '{store}' has never had '{body.Sku}'");
        }

        if (key is not null && await FindAsync(transaction, "r.store = @store AND r.key = @key", cancellationToken, ("store", store), ("key", key)) is { } known)
        {
            return StockAnswer<ReservationView>.Ok(known);
        }

        var available = (await transaction.Command($"SELECT {StockNumbers.OnHand} - {StockNumbers.Reserved} FROM stock_item i WHERE i.store = @store AND i.sku = @sku", parameters)
            .ListAsync(r => r.GetInt64(0), cancellationToken))[0];
        if (available < body.Quantity)
        {
            return StockAnswer<ReservationView>.Conflict($"only {Math.Max(0, available)} of '{body.Sku}' available in store '{store}', not {body.Quantity}");
        }

        var id = Guid.CreateVersion7(now).ToString();
        await transaction.Command(
            """
            INSERT INTO stock_reservation (store, id, sku, quantity, state, reason, who, created_at, expires_at, key)
            VALUES (@store, @id, @sku, @quantity, 'held', @reason, @who, @now, @expires, @key)
            """,
            [.. parameters, ("id", id), ("quantity", body.Quantity), ("reason", body.Reason), ("who", who), ("expires", database.ToTime(now.UtcDateTime.AddMinutes(body.Minutes))), ("key", key)])
            .RunAsync(cancellationToken);
        return StockAnswer<ReservationView>.Created((await FindAsync(transaction, "r.store = @store AND r.id = @id", cancellationToken, ("store", store), ("id", id)))!);
    }

    /// <summary>What is put aside in a store, what expires first on top.</summary>
    internal async Task<StockPage<ReservationView>> ListAsync(string store, string[]? mark, int limit, CancellationToken cancellationToken)
    {
        var parameters = new List<(string, object?)> { ("store", store), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime)) };
        if (mark is not null && long.TryParse(mark[0], CultureInfo.InvariantCulture, out var ticks) && ticks is >= 0 and < 3_155_378_975_999_999_999)
        {
            parameters.AddRange([("at", database.ToTime(new DateTime(ticks, DateTimeKind.Utc))), ("id", mark[1])]);
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        return StockPage<ReservationView>.Of(
            await connection.Command(
                $"""
                 {Select} WHERE r.store = @store AND r.state = 'held' AND r.expires_at > @now {(parameters.Count > 2 ? "AND (r.expires_at, r.id) > (@at, @id)" : "")}
                 ORDER BY r.expires_at, r.id LIMIT {limit + 1}
                 """,
                [.. parameters]).ListAsync(Read, cancellationToken),
            limit, row => PageMark.Write(row.ExpiresAt.Ticks.ToString(CultureInfo.InvariantCulture), row.Id));
    }

    /// <summary>Ends a reservation: released, or fulfilled where the goods went to whom they were for.</summary>
    internal Task<StockAnswer<ReservationView>> EndAsync(string store, string id, string state, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var now = database.ToTime(clock.GetUtcNow().UtcDateTime);
            if (await transaction.Command(
                "UPDATE stock_reservation SET state = @state, ended_at = @now WHERE store = @store AND id = @id AND state = 'held' AND expires_at > @now",
                ("store", store), ("id", id), ("state", state), ("now", now)).RunAsync(cancellationToken) > 0)
            {
                await audit.AddAsync(transaction, caller, $"reservation.{state}", "reservation", id, store, null, cancellationToken);
            }

            return await FindAsync(transaction, "r.store = @store AND r.id = @id", cancellationToken, ("store", store), ("id", id)) is not { } found
                ? StockAnswer<ReservationView>.Missing($"there is no reservation '{id}' in store '{store}'")
                : found.State == state ? StockAnswer<ReservationView>.Ok(found)
                : StockAnswer<ReservationView>.Conflict(found.State == Held ? $"the reservation expired at {found.ExpiresAt:O}" : $"the reservation is {found.State}");
        },
        cancellationToken);

    /// <summary>Marks reservations whose time is over; they hold nothing from that moment on anyway.</summary>
    /// <returns>How many.</returns>
    internal Task<int> ExpireAsync(CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command(
            $"""
             UPDATE stock_reservation SET state = 'expired', ended_at = expires_at
             WHERE id IN (SELECT id FROM stock_reservation WHERE state = 'held' AND expires_at <= @now ORDER BY expires_at LIMIT 500 {database.SkipLockedSql}) AND state = 'held'
             """,
            ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).RunAsync(cancellationToken),
        cancellationToken);

    private static async Task<ReservationView?> FindAsync(DbTransaction transaction, string condition, CancellationToken cancellationToken, params (string, object?)[] parameters) =>
        (await transaction.Command($"{Select} WHERE {condition}", parameters).ListAsync(Read, cancellationToken)).FirstOrDefault();
}
