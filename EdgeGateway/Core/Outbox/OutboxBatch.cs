using Cloud.Contracts;

namespace EdgeGateway.Core.Outbox;

/// <summary>A run of one epoch, read for sending.</summary>
/// <param name="Epoch">The epoch of every row.</param>
/// <param name="First">The first sequence number the batch answers for: the one after the last sent.</param>
/// <param name="Last">The last one.</param>
/// <param name="Rows">The rows present, ascending.</param>
/// <param name="Gaps">The runs in <paramref name="First"/>..<paramref name="Last"/> that have no row.</param>
/// <param name="After">Where the epoch before ended, on the first batch of an epoch; else null.</param>
public sealed record OutboxBatch(
    string Epoch,
    long First,
    long Last,
    IReadOnlyList<OutboxRow> Rows,
    IReadOnlyList<SeqRange> Gaps,
    EpochEnd? After);

/// <summary>One stored event.</summary>
public readonly record struct OutboxRow(long Seq, EventClass Class, DateTimeOffset Time, ReadOnlyMemory<byte> Body);
