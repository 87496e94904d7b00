using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Simulators.World.Ledgers;

/// <summary>Reads headquarters' tables directly, so that the check does not rest on headquarters' own words.</summary>
internal sealed class HeadquartersRows : IAsyncDisposable
{
    private const string Bodies = $"'{Cloud.Contracts.EventTypes.GoodsWeighed}', '{Cloud.Contracts.EventTypes.BufferGap}', "
        + $"'{Cloud.Contracts.EventTypes.StockItemTaken}', '{Cloud.Contracts.EventTypes.StockItemReturned}', "
        + $"'{Cloud.Contracts.EventTypes.PrintCompleted}', '{Cloud.Contracts.EventTypes.PrintFailed}', '{Cloud.Contracts.EventTypes.PrintUnknown}', '{Cloud.Contracts.EventTypes.VipArrived}'";
    private readonly DbConnection _connection;

    private HeadquartersRows(DbConnection connection) => _connection = connection;

    public static async Task<HeadquartersRows> OpenAsync(DatabaseAddress database, CancellationToken cancellationToken)
    {
        DbConnection connection = database.Provider == DatabaseProvider.Sqlite
            ? new SqliteConnection(database.Connection + ";Mode=ReadOnly;Pooling=False")
            : new NpgsqlConnection(database.Connection + ";Pooling=false");
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        return new HeadquartersRows(connection);
    }

    /// <summary>Reads from now on what one moment holds, so that rows and counters can be compared while headquarters goes on committing.</summary>
    public async Task HoldMomentAsync(CancellationToken cancellationToken)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = _connection is SqliteConnection ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All events of a gateway in the order of their positions.</summary>
    public async IAsyncEnumerable<CommittedRow> EventsAsync(string gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var command = Command(
            $"""
            SELECT e.position, COALESCE(n.name, '?'), e.seq, e.type, e.device, e.time, e.origin_id, CASE WHEN e.type IN ({Bodies}) THEN e.body END
            FROM event e JOIN gateway g ON g.id = e.gateway LEFT JOIN gateway_epoch n ON n.gateway = e.gateway AND n.epoch = e.epoch
            WHERE g.gateway = @gateway ORDER BY e.position
            """,
            gateway);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new CommittedRow(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetInt64(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                TimeOf(reader.GetValue(5)),
                reader.IsDBNull(6) ? null : GuidOf(reader.GetValue(6)),
                reader.IsDBNull(7) ? null : TextOf(reader.GetValue(7)));
        }
    }

    /// <summary>What the effect counters of a gateway add up to.</summary>
    public async Task<long> TallyAsync(string gateway, CancellationToken cancellationToken)
    {
        using var command = Command("SELECT COALESCE(SUM(t.count), 0) FROM event_tally t JOIN gateway g ON g.id = t.gateway WHERE g.gateway = @gateway", gateway);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    /// <summary>The data of every event of one type of a gateway, in order.</summary>
    public Task<IReadOnlyList<string>> DataAsync(string gateway, string type, CancellationToken cancellationToken) => TextsAsync(
        $"SELECT e.body FROM event e JOIN gateway g ON g.id = e.gateway WHERE g.gateway = @gateway AND e.type = '{type}' ORDER BY e.position",
        gateway,
        cancellationToken);

    /// <summary>Why messages on a gateway's topics were set aside, in order.</summary>
    public Task<IReadOnlyList<string>> DeadLetterReasonsAsync(string gateway, CancellationToken cancellationToken) =>
        TextsAsync("SELECT reason FROM dead_letter WHERE gateway = @gateway ORDER BY id", gateway, cancellationToken);

    /// <summary>The first line of every booked sale of a store; the simulated tills sell one SKU at a time.</summary>
    public async Task<IReadOnlyList<BookedSale>> SalesAsync(string store, CancellationToken cancellationToken)
    {
        using var command = Command(
            """
            SELECT s.id, s.kind, l.sku, l.quantity, l.amount_fen FROM sale s LEFT JOIN sale_line l ON l.store = s.store AND l.sale = s.id WHERE s.store = @gateway
            """,
            store);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var sales = new List<BookedSale>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            sales.Add(new BookedSale(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4)));
        }

        return sales;
    }

    /// <summary>Every SKU whose locations do not add up to 0, and every level that is not the sum of its moves.</summary>
    public Task<IReadOnlyList<string>> UnbalancedAsync(CancellationToken cancellationToken) => TextsAsync(
        """
        SELECT 'the locations of ' || sku || ' add up to ' || sum(quantity) FROM stock_level GROUP BY sku HAVING sum(quantity) <> 0
        UNION ALL
        SELECT 'level and moves of ' || sku || ' at ' || store || '/' || location || ' differ by ' || sum(quantity) FROM (
            SELECT store, sku, location, quantity FROM stock_level
            UNION ALL SELECT store, sku, from_location, quantity FROM stock_move
            UNION ALL SELECT to_store, sku, to_location, -quantity FROM stock_move) AS both GROUP BY store, sku, location HAVING sum(quantity) <> 0
        """,
        "",
        cancellationToken);

    /// <summary>How many sales that came as events are not booked yet.</summary>
    public async Task<long> WaitingSalesAsync(CancellationToken cancellationToken)
    {
        using var command = Command("SELECT count(*) FROM sale_inbox WHERE state = 'waiting'", "");
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    /// <summary>The node that holds the shard of a gateway, or null.</summary>
    public async Task<string?> LeaseHolderAsync(string gateway, CancellationToken cancellationToken) => (await TextsAsync(
        "SELECT COALESCE(l.holder, '') FROM shard_lease l JOIN gateway g ON g.shard = l.shard WHERE g.gateway = @gateway", gateway, cancellationToken)
        .ConfigureAwait(false)).FirstOrDefault(holder => holder.Length > 0);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>The highest sequence number there is of a gateway, 0 where there is none.</summary>
    public async Task<long> HighestSeqAsync(string gateway, CancellationToken cancellationToken)
    {
        using var command = Command(
            """
            SELECT e.seq FROM event e JOIN gateway g ON g.id = e.gateway WHERE g.gateway = @gateway ORDER BY e.position DESC LIMIT 1
            """,
            gateway);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) ?? 0L, CultureInfo.InvariantCulture);
    }

    private async Task<IReadOnlyList<string>> TextsAsync(string sql, string gateway, CancellationToken cancellationToken)
    {
        using var command = Command(sql, gateway);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var texts = new List<string>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    private static Guid GuidOf(object value) => value switch
    {
        Guid guid => guid,
        byte[] bytes => new Guid(bytes, bigEndian: true),
        _ => Guid.Parse((string)value),
    };

    private static DateTimeOffset TimeOf(object value) =>
        value is DateTime time ? new DateTimeOffset(time, TimeSpan.Zero) : DateTimeOffset.FromUnixTimeMilliseconds((long)value);

    private static string TextOf(object value) => value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : (string)value;

    private DbCommand Command(string sql, string gateway)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 120;
        var parameter = command.CreateParameter();
        parameter.ParameterName = "gateway";
        parameter.Value = gateway;
        command.Parameters.Add(parameter);
        return command;
    }
}
