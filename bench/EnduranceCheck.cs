using System.Buffers;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Outbox;

namespace Bench;

/// <summary>Reads an outbox to its end and compares every number with what was offered and with what the gap records tell.</summary>
internal sealed class EnduranceCheck(EnduranceBench.OfferedEvents offered)
{
    private readonly ArrayBufferWriter<byte> _json = new();
    private readonly List<SeqRange> _missing = [];
    private readonly List<SeqRange> _told = [];

    /// <summary>The last number looked at.</summary>
    public long Position { get; private set; }

    /// <summary>Ledger events read back.</summary>
    public long LedgerSeen { get; private set; }

    /// <summary>Ledger events without a row.</summary>
    public long LedgerMissing { get; private set; }

    /// <summary>Telemetry events without a row.</summary>
    public long TelemetryMissing { get; private set; }

    /// <summary>The sum of the records' counts.</summary>
    public long Told { get; private set; }

    /// <summary>How many records there were.</summary>
    public long Records { get; private set; }

    /// <summary>Numbers without a row that no record covers.</summary>
    public long Untold { get; private set; }

    /// <summary>Numbers that a batch calls a gap and has a row for, or leaves out of both.</summary>
    public long ToldAndThere { get; private set; }

    /// <summary>Takes the next batch.</summary>
    public void Take(OutboxBatch batch)
    {
        if (batch.First != Position + 1)
        {
            throw new InvalidOperationException($"After {Position} came a batch from {batch.First}.");
        }

        ToldAndThere += Math.Abs(batch.Last - batch.First + 1 - batch.Rows.Count - batch.Gaps.Sum(gap => gap.Count));
        foreach (var row in batch.Rows)
        {
            LedgerSeen += offered.IsLedger(row.Seq) ? 1 : 0;
            if (!offered.IsLedger(row.Seq) && !offered.IsTelemetry(row.Seq))
            {
                TakeRecord(row);
            }
        }

        foreach (var gap in batch.Gaps)
        {
            _missing.Add(gap);
            for (var seq = gap.First; seq <= gap.Last; seq++)
            {
                LedgerMissing += offered.IsLedger(seq) ? 1 : 0;
                TelemetryMissing += offered.IsTelemetry(seq) ? 1 : 0;
            }
        }

        Position = batch.Last;
    }

    /// <summary>Compares once all was taken: a record may come after what it tells of.</summary>
    public void Close()
    {
        _told.Sort((a, b) => a.First.CompareTo(b.First));
        var at = 0;
        foreach (var gap in _missing)
        {
            for (var seq = gap.First; seq <= gap.Last; seq++)
            {
                while (at < _told.Count && _told[at].Last < seq)
                {
                    at++;
                }

                Untold += at < _told.Count && _told[at].First <= seq ? 0 : 1;
            }
        }
    }

    private void TakeRecord(OutboxRow row)
    {
        _json.ResetWrittenCount();
        EventBody.WriteEvent(_json, new EventId("gw-1", "any", row.Seq), row.Body.Span);
        using var body = JsonDocument.Parse(_json.WrittenMemory);
        var data = body.RootElement.GetProperty("data");
        _told.Add(new SeqRange(data.GetProperty("first").GetInt64(), data.GetProperty("last").GetInt64()));
        Told += data.GetProperty("count").GetInt64();
        Records++;
    }
}
