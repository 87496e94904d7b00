using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Mqtt;
using Microsoft.Data.Sqlite;
using Simulation.Network;

namespace Simulation.World;

/// <summary>
/// What producers were promised, against what headquarters has. Looked at whenever headquarters tells a gateway that it may let go, and in the end: nothing
/// acknowledged lost, nothing twice, in order, as it was made, and the stock as the events say.
/// </summary>
internal sealed class Books(IReadOnlyList<GatewayBook> gateways, Trace trace)
{
    private const string PositionSql = "SELECT position FROM gateway WHERE gateway = $g";

    private const string EpochSql = "SELECT e.position FROM gateway_epoch e JOIN gateway g ON g.id = e.gateway WHERE g.gateway = $g AND e.name = $e";

    private const string NewSql =
        """
        SELECT e.position, p.name, e.seq, e.type, e.device, e.body FROM event e
        JOIN gateway g ON g.id = e.gateway JOIN gateway_epoch p ON p.gateway = e.gateway AND p.epoch = e.epoch
        WHERE g.gateway = $g AND e.position > $after ORDER BY e.position
        """;

    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private SqliteConnection? _reading;
    private SimulatedMachine? _machine;

    /// <summary>The first promise that was broken, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>Events that headquarters has, over all gateways.</summary>
    public long Stored => gateways.Sum(g => g.Position);

    public long AcceptedCount => gateways.Sum(g => (long)g.Accepted.Count);

    public void Broken(string promise)
    {
        if (Failure is null)
        {
            Failure = promise;
            trace.Note("broken", "books");
            trace.Say(promise);
        }
    }

    public void Made(int gateway, int producer, Claim claim) => gateways[gateway].Claims.Add((producer, claim.Number), claim);

    public int AcceptedOf(int gateway) => gateways[gateway].Accepted.Count;

    /// <summary>The outbox has answered.</summary>
    public void Accepted(int gateway, Claim claim, string epoch, long seq)
    {
        var book = gateways[gateway];
        if (claim.Position is { } known)
        {
            if (known != (epoch, seq))
            {
                Broken($"{book.Name}: event {claim.Number} was given {known.Seq} and, asked for again, {seq}");
            }

            return;
        }

        claim.Position = (epoch, seq);
        if (!book.Identities.TryAdd((epoch, seq), claim))
        {
            Broken($"{book.Name}: the number {seq} of one epoch was given to events {book.Identities[(epoch, seq)].Number} and {claim.Number}");
            return;
        }

        book.Accepted.Add(claim);
    }

    /// <summary>The gateway's files are put back as they were when so many had been accepted.</summary>
    public void Excuse(int gateway, int accepted)
    {
        var book = gateways[gateway];
        book.WasRestored = true;
        // Also what headquarters has: it may lose that yet.
        foreach (var claim in book.Accepted.Skip(accepted))
        {
            claim.MayBeMissing = true;
        }
    }

    public void Rotted(int gateway) => gateways[gateway].HasRotted = true;

    /// <summary>Whether headquarters ever lost what it had.</summary>
    public bool WasForgotten { get; private set; }

    /// <summary>Headquarters' database is put back as it was: what it had since may be gone from the gateways, which then have to tell.</summary>
    public void Forget()
    {
        WasForgotten = true;
        foreach (var book in gateways)
        {
            book.WasRestored = true;
            book.Forget();
        }
    }

    /// <summary>A life of headquarters begins.</summary>
    public void Read(string connectionString, SimulatedMachine machine)
    {
        _machine = machine;
        _reading = new SqliteConnection(connectionString + ";Pooling=False");
        _reading.Open();
        foreach (var book in gateways)
        {
            if (Command(PositionSql, ("$g", book.Name)).ExecuteScalar() is long position && position < book.Position)
            {
                Broken($"headquarters had {book.Position} events of {book.Name} committed and has {position} after it came back");
            }
        }
    }

    public void Close()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
        _reading?.Dispose();
        _reading = null;
    }

    /// <summary>Sees every message that is handed to the network.</summary>
    public void Sent(SimulatedMachine sender, MqttMessage message)
    {
        if (sender.Disk != _machine?.Disk || !message.Topic.EndsWith("/" + Topics.Cursor, StringComparison.Ordinal) || Failure is not null)
        {
            return;
        }

        var cursor = CursorDocument.Read(message.Payload.Span);
        if (cursor?.Epoch is not { } epoch || cursor.Replay || !Topics.TryParse(message.Topic, out var address, out _))
        {
            return;
        }

        var book = gateways.First(g => g.Name == address.Gateway);
        trace.Note("cursor", book.Name, cursor.Seq);
        ReadNew(book);
        if (Command(EpochSql, ("$g", book.Name), ("$e", epoch)).ExecuteScalar() is not long committed || committed < cursor.Seq)
        {
            Broken($"headquarters tells {book.Name} that {cursor.Seq} is committed, and it is not");
            return;
        }

        foreach (var claim in book.TakeUpTo(epoch, cursor.Seq))
        {
            if (claim is { IsLedger: true, Stored: 0, MayBeMissing: false } && !book.HasRotted && !book.WasRestored)
            {
                Broken($"{book.Name}: event {claim.Number} is acknowledged with {cursor.Seq}, and headquarters does not have it");
            }
        }
    }

    /// <summary>Looks at everything, when all should have arrived.</summary>
    public void CheckAll()
    {
        foreach (var book in gateways.Where(_ => Failure is null))
        {
            ReadNew(book);
            if (Failure is null && book.Missing() is { } missing)
            {
                Broken(missing);
            }

            if (Failure is null && Ask($"SELECT coalesce(sum(quantity), 0) FROM stock_move WHERE store = '{book.Store}' AND reason = 'taken'") is var moved && moved != book.Quantity)
            {
                Broken($"{book.Name}: the stored events took {book.Quantity} pieces, the stock's books say {moved}");
            }
        }

        Expect(0, "SELECT count(*) FROM dead_letter", "messages could not be read by headquarters");
        Expect(0, "SELECT count(*) FROM (SELECT sku FROM stock_level GROUP BY sku HAVING sum(quantity) <> 0)", "SKUs do not sum to zero over all places");
        Expect(Ask("SELECT count(*) FROM event"), "SELECT coalesce(sum(count), 0) FROM event_tally", "events are counted in the tally");
    }

    private void Expect(long expected, string sql, string what)
    {
        if (Failure is null && Ask(sql) is var found && found != expected)
        {
            Broken(string.Create(CultureInfo.InvariantCulture, $"{found} {what}; expected {expected}"));
        }
    }

    private long Ask(string sql) => (long)Command(sql).ExecuteScalar()!;

    /// <summary>A command on this life's connection, kept with what SQLite made of its text.</summary>
    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _commands[sql] = _reading!.CreateCommand();
#pragma warning disable CA2100 // The texts are this file's own.
            command.CommandText = sql;
#pragma warning restore CA2100
        }

        command.Parameters.Clear();
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private void ReadNew(GatewayBook book)
    {
        using var reader = Command(NewSql, ("$g", book.Name), ("$after", book.Position)).ExecuteReader();
        while (reader.Read() && Failure is null)
        {
            var device = reader.IsDBNull(4) ? null : reader.GetString(4);
            if (book.Take(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), device, reader.GetString(5)) is { } problem)
            {
                Broken($"{book.Name}: {problem}");
            }
        }
    }
}
