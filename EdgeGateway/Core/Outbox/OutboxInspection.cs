using System.Buffers;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Outbox;

/// <summary>Looks into an outbox file from outside, for the command line. Never writes; works also while the service has the file.</summary>
public static class OutboxInspection
{
    private const string SelectEvents = "SELECT seq, class, time, crc, body FROM event WHERE seq > ?1 ORDER BY seq";

    /// <summary>What is in the file, in numbers.</summary>
    /// <exception cref="OutboxOpenException">There is no such file, it is no outbox, or it cannot be read.</exception>
    public static OutboxDescription Describe(string path) => InspectedFile.Use(path, (database, inUse) =>
    {
        var last = LastSeq(database);
        var gaps = new List<OutboxGapRecord>();
        using var select = database.Prepare("SELECT first, last, count, why, told FROM gap WHERE told > (SELECT trimmed FROM mark) ORDER BY told");
        while (select.Step())
        {
            gaps.Add(new OutboxGapRecord(select.Long(0), select.Long(1), select.Long(2), select.Text(3), select.Long(4)));
        }

        var oldest = database.ReadLong("SELECT time FROM event ORDER BY seq LIMIT 1");
        return new OutboxDescription(
            path,
            new FileInfo(path).Length,
            inUse,
            OutboxSchema.Version,
            database.ReadLong("SELECT count(*) FROM event") ?? 0,
            database.ReadLong("SELECT count(*) FROM event WHERE class = 0") ?? 0,
            database.ReadLong("SELECT count(*) FROM event WHERE class = 1") ?? 0,
            database.ReadLong("SELECT trimmed FROM mark") ?? 0,
            last,
            oldest is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
            database.ReadLong("SELECT count(*) FROM origin") ?? 0,
            [.. OutboxFile.ReadEpochs(database).Ranges(last).Select(e => new OutboxEpochRange(e.Epoch, e.First, e.Last))],
            gaps);
    });

    /// <summary>Checks the file's structure, every row's checksum, and every hole in the numbers.</summary>
    /// <returns>What is wrong; empty where the file is sound.</returns>
    /// <exception cref="OutboxOpenException">There is no such file, or it is no outbox.</exception>
    public static IReadOnlyList<OutboxProblem> Verify(string path) => InspectedFile.Use(path, (database, _) =>
    {
        var problems = new List<OutboxProblem>();
        try
        {
            var structure = database.ReadText("PRAGMA integrity_check(10)");
            if (structure != "ok")
            {
                problems.Add(new OutboxProblem(0, 0, structure.ReplaceLineEndings(" ")));
            }

            VerifyRows(database, problems);
        }
        catch (SqliteFault fault)
        {
            problems.Add(new OutboxProblem(0, 0, fault.Message));
        }

        return problems;
    });

    /// <summary>Every readable event as one line of JSON, oldest first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">Receives each event, without a line end; valid during the call.</param>
    /// <param name="problem">Receives what could not be exported.</param>
    /// <returns>How many events were exported.</returns>
    /// <exception cref="OutboxOpenException">There is no such file, or it is no outbox.</exception>
    public static long Export(string path, Action<ReadOnlyMemory<byte>> line, Action<OutboxProblem> problem) => InspectedFile.Use(path, (database, _) =>
    {
        var epochs = OutboxFile.ReadEpochs(database);
        var buffer = new ArrayBufferWriter<byte>();
        var exported = 0L;
        try
        {
            using var rows = database.Prepare(SelectEvents);
            rows.Bind(1, 0);
            while (rows.Step())
            {
                var seq = rows.Long(0);
                if (!OutboxSchema.IsIntact(rows) || GatewayOf(rows.Blob(4)) is not { } gateway)
                {
                    problem(new OutboxProblem(seq, seq, "the row fails its checksum, or is no event"));
                    continue;
                }

                buffer.ResetWrittenCount();
                EventBody.WriteEvent(buffer, new EventId(gateway, epochs.PositionAt(seq).Epoch, seq), rows.Blob(4));
                line(buffer.WrittenMemory);
                exported++;
            }
        }
        catch (SqliteFault fault)
        {
            problem(new OutboxProblem(0, 0, fault.Message));
        }

        return exported;
    });

    private static void VerifyRows(SqliteDatabase database, List<OutboxProblem> problems)
    {
        var gaps = new List<(SeqRange Range, long Count)>();
        using (var select = database.Prepare("SELECT first, last, count FROM gap ORDER BY first"))
        {
            while (select.Step())
            {
                gaps.Add((new SeqRange(select.Long(0), select.Long(1)), select.Long(2)));
            }
        }

        var missing = new List<SeqRange>();
        var trimmed = database.ReadLong("SELECT trimmed FROM mark") ?? 0;
        var next = trimmed + 1;
        using (var rows = database.Prepare(SelectEvents).Bind(1, trimmed))
        {
            while (rows.Step())
            {
                var seq = rows.Long(0);
                if (seq > next)
                {
                    missing.Add(new SeqRange(next, seq - 1));
                }

                if (!OutboxSchema.IsIntact(rows))
                {
                    problems.Add(new OutboxProblem(seq, seq, "the row fails its checksum"));
                }

                next = seq + 1;
            }
        }

        var last = LastSeq(database);
        if (next <= last)
        {
            missing.Add(new SeqRange(next, last));
        }

        foreach (var hole in missing.SelectMany(m => SeqRuns.Subtract(m, gaps.Select(g => g.Range))))
        {
            problems.Add(new OutboxProblem(hole.First, hole.Last, "the rows are missing and nothing explains it"));
        }

        foreach (var (range, count) in gaps.Where(g => g.Range.First > trimmed))
        {
            var gone = missing.Sum(m => Math.Max(0, Math.Min(m.Last, range.Last) - Math.Max(m.First, range.First) + 1));
            var told = gaps.Where(g => g.Range.First >= range.First && g.Range.Last <= range.Last).Sum(g => g.Count);
            if (gone != told)
            {
                problems.Add(new OutboxProblem(range.First, range.Last, $"{gone} rows are missing, but the gap told is of {count}"));
            }
        }
    }

    private static long LastSeq(SqliteDatabase database) => database.ReadLong(
        "SELECT max(coalesce((SELECT max(seq) FROM event), 0), (SELECT max(trimmed, counted) FROM mark), coalesce((SELECT max(first) - 1 FROM epoch), 0))") ?? 0;

    private static string? GatewayOf(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        try
        {
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals("source"u8))
                {
                    return json.Read() && json.TokenType == JsonTokenType.String && EventSource.TryParse(json.GetString()!, out var source)
                        ? source.Gateway
                        : null;
                }
            }
        }
        catch (JsonException)
        {
            // Not an event's body.
        }

        return null;
    }
}
