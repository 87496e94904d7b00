using Cloud.Contracts;
using EdgeGateway.Core.Events;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Outbox;

/// <summary>What one commit does, in order: tell gaps, let go, append. Inside the file's transaction, by whoever has the writer's turn.</summary>
internal sealed class OutboxTransaction(OutboxFile file, OutboxCursor cursor, EventStamp stamp, OutboxOptions options, ILogger logger)
{
    /// <summary>Rows let go by one commit, so that a long backlog does not hold up an append.</summary>
    private const int TrimStep = 8192;

    /// <summary>Fewer acknowledged rows than this wait for company: letting go of them would touch pages for little.</summary>
    private const int LeastTrim = 512;

    private readonly OutboxGaps _gaps = new(file, stamp);
    private readonly OutboxRoom _room = new(file, new OutboxGaps(file, stamp), options);
    private long _seen;

    /// <summary>Whether acknowledged rows are still in the file.</summary>
    public bool TrimPending => cursor.Committed > file.Tally.Trimmed;

    /// <summary>Whether so many are that they should go now.</summary>
    public bool TrimWorth => cursor.Committed - file.Tally.Trimmed >= LeastTrim;

    // Never beyond what a rewind of this same commit went back to.
    private long Acknowledged => Math.Min(_seen, cursor.Committed);

    /// <summary>
    /// Takes the cursor as it is now, before the gaps are told: damage that a batch names was reported before the batch was sent, so what
    /// this cursor lets go has been examined first. A cursor that comes later counts in the next commit.
    /// </summary>
    public void Begin() => _seen = cursor.Committed;

    /// <summary>Lets a piece of what is acknowledged go, if it is worth it or it is asked for.</summary>
    public void Trim(bool asked)
    {
        var pending = Acknowledged - file.Tally.Trimmed;
        if (pending >= LeastTrim || (asked && pending > 0))
        {
            file.Trim(file.Tally.Trimmed + Math.Min(pending, TrimStep));
        }
    }

    /// <summary>Lets all go that is acknowledged.</summary>
    public void TrimAll()
    {
        if (Acknowledged > file.Tally.Trimmed)
        {
            file.Trim(Acknowledged);
        }
    }

    /// <summary>Takes out what is damaged in a run and tells of it.</summary>
    public void TellDamage(SeqRange suspect)
    {
        if (_gaps.TellDamage(suspect) is > 0 and var count)
        {
            logger.RowsDamaged(options.Path, count, Math.Min(suspect.Last, file.Tally.LastSeq));
        }
    }

    /// <summary>Tells that headquarters has what this file has not.</summary>
    public void TellAhead(OutboxPosition ahead)
    {
        logger.CursorAhead(ahead.Epoch, ahead.Seq);
        if (!Identifier.IsValid(ahead.Epoch))
        {
            return;
        }

        var index = file.Epochs.IndexOf(ahead.Epoch);
        var first = index < 0 ? file.Epochs.Current.First : file.Epochs.LastOf(index, file.Tally.LastSeq) + 1;
        var range = new SeqRange(Math.Min(first, ahead.Seq), ahead.Seq);
        _gaps.Tell("unknown", ahead.Epoch, range, range.Count, GapReason.Restored);
    }

    /// <summary>Goes back to where headquarters wants to read again.</summary>
    public void Rewind(RewindWork work)
    {
        var index = work.Epoch is null ? 0 : file.Epochs.IndexOf(work.Epoch);
        if (index < 0 || (work.Epoch is not null && work.Seq > file.Epochs.LastOf(index, file.Tally.LastSeq)))
        {
            return;
        }

        var position = Math.Max(work.Epoch is null ? 0 : work.Seq, file.Epochs[index].First - 1);
        cursor.Rewind(position);
        work.Answer = position;
        if (position < file.Tally.Trimmed)
        {
            logger.CursorBehind(file.Epochs[index].Name, position, file.Tally.Trimmed);
            _gaps.TellLost(position);
        }
    }

    /// <summary>Appends entries together, or answers why none of them was.</summary>
    public string? Append(AppendWork work)
    {
        var need = 0L;
        for (var i = 0; i < work.Events; i++)
        {
            var entry = work[i];
            if (entry.OriginId is { } id && file.Origins.Find(id) is { } known)
            {
                work.SeqOf(i) = known;
                continue;
            }

            need += Sqlite.OutboxSchema.RoomFor(entry.Body.Length) + (entry.OriginId is null ? 0 : 48);
        }

        if (need == 0)
        {
            return null;
        }

        var dropped = file.Tally.Dropped;
        var fits = _room.TryMake(need, Acknowledged);
        if (file.Tally.Dropped > dropped)
        {
            logger.TelemetryDropped(options.Path, file.Tally.Dropped - dropped, file.Tally.Dropped);
        }

        if (!fits)
        {
            return _room.Refusal();
        }

        for (var i = 0; i < work.Events; i++)
        {
            Insert(work[i], ref work.SeqOf(i));
        }

        return null;
    }

    /// <summary>Whether an event of ordinary size would be accepted now, as far as is known without trying.</summary>
    public bool HasRoom => _room.Fits(1024);

    private void Insert(OutboxEntry entry, ref long seq)
    {
        if (seq != 0 || (entry.OriginId is { } repeat && (seq = file.Origins.Find(repeat) ?? 0) != 0))
        {
            return;
        }

        seq = file.Insert(entry.Class, entry.Time.UtcTicks, entry.Body);
        if (entry.OriginId is { } id)
        {
            file.Origins.Add(id, seq);
        }
    }
}
