using Cloud.Contracts;

namespace Cloud.Crm.Ingest;

/// <summary>
/// How far a gateway is committed, read under its row's lock and written back in the same transaction. Decides what becomes of a batch:
/// the whole rule of "once, in order, without a hole" is <see cref="Admit"/>.
/// </summary>
internal sealed class GatewayProgress
{
    private readonly Dictionary<string, EpochProgress> _epochs = new(StringComparer.Ordinal);

    public required int Id { get; init; }

    public required string Name { get; init; }

    /// <summary>How many events are stored; the last one's running number.</summary>
    public long Position { get; set; }

    /// <summary>The epoch that moved last, and how far; what a cursor says.</summary>
    public string? Epoch { get; set; }

    public long CommittedSeq { get; set; }

    public int EpochCount { get; set; }

    /// <summary>The furthest position over all epochs.</summary>
    public string? HighestEpoch { get; set; }

    public long HighestSeq { get; set; }

    public string Status { get; set; } = "unknown";

    public DateTime? StatusSince { get; set; }

    public string? Version { get; set; }

    public string? Boot { get; set; }

    public DateTime? LastEventAt { get; set; }

    public DateTime? LastCommittedAt { get; set; }

    public long Depth { get; set; }

    public DateTime? OldestUnsent { get; set; }

    public long GapEvents { get; set; }

    /// <summary>Everything up to here is committed.</summary>
    internal CursorDocument Cursor(bool replay = false) => new(Epoch, CommittedSeq, replay);

    /// <summary>Adds an epoch read from the database.</summary>
    internal void Know(EpochProgress epoch) => _epochs[epoch.Name] = epoch;

    /// <summary>Decides about a batch. Changes nothing, except that it opens an epoch that may begin.</summary>
    /// <param name="header">What the batch says about itself.</param>
    /// <param name="cannotResend">Whether the gateway was asked for what came before and has nothing of it.</param>
    internal Admission Admit(BatchHeader header, bool cannotResend = false)
    {
        if (_epochs.TryGetValue(header.Epoch, out var known))
        {
            return header.First > known.Position + 1 && !PlantedFault.Is("hole-accepted") ? Admission.Hole(new(known.Name, known.Position, Replay: true))
                : header.Last <= known.Position ? Admission.Seen(new(known.Name, known.Position))
                : Admission.Next(known);
        }

        if (header.After is not { } after)
        {
            // Only the first epoch of a file has none before it, and that one begins at 1; anything else has lost its beginning.
            return header.First == 1 ? Open(header, EpochCount == 0 ? null : $"new outbox file: epoch {header.Epoch} begins at 1 and follows nothing")
                : cannotResend ? Open(header, $"epoch {header.Epoch} begins at {header.First}; what came before cannot be sent again")
                : Admission.Unresolved(new(header.Epoch, 0, Replay: true));
        }

        if (_epochs.TryGetValue(after.Epoch, out var previous))
        {
            return previous.Position < after.Seq && !PlantedFault.Is("epoch-jumped") ? Admission.Hole(new(previous.Name, previous.Position, Replay: true)) : Open(header, null);
        }

        if (after.Seq <= HighestSeq)
        {
            return Open(header, null);
        }

        return cannotResend
            ? Open(header, $"epoch {header.Epoch} follows {after}, which never came and cannot be sent again")
            : Admission.Unresolved(HighestEpoch is null ? new(after.Epoch, 0, Replay: true) : new(HighestEpoch, HighestSeq, Replay: true));
    }

    /// <summary>Moves on after a batch was admitted.</summary>
    internal void Advance(EpochProgress epoch, long last)
    {
        epoch.Position = last;
        Epoch = epoch.Name;
        CommittedSeq = last;
        if (last > HighestSeq)
        {
            HighestSeq = last;
            HighestEpoch = epoch.Name;
        }
    }

    private Admission Open(BatchHeader header, string? notice)
    {
        EpochCount++;
        var epoch = new EpochProgress { Ordinal = EpochCount, Name = header.Epoch, First = header.First, Position = header.First - 1 };
        _epochs.Add(epoch.Name, epoch);
        return Admission.Next(epoch) with { Notice = notice };
    }
}
