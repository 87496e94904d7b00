using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox.Sqlite;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Outbox;

/// <summary>The gateway's only queue: every accepted event is on the disk, in order, until headquarters has committed it.</summary>
/// <remarks>
/// <para>An append completes only after its commit has reached the disk. One writes at a time; what waits is committed together.</para>
/// <para>
/// Every event gets a number (<c>seq</c>) that grows by one over the whole life of the file and is never given again. Each opening
/// begins a new epoch, so that (epoch, seq) is unique even where the file is put back from a copy. Within one file the number alone
/// says the position, whatever the epoch: readers hold a number, and ask for what comes after it.
/// </para>
/// <para>
/// For the uplink: begin at <see cref="CommittedSeq"/>; <see cref="Read"/> after the last number sent; when it answers null, wait by
/// <see cref="WaitForMoreAsync"/>. Give each cursor to <see cref="ApplyCursor"/>; for one that asks for replay, use
/// <see cref="RewindAsync"/> and read on after its answer. Safe for use from several threads.
/// </para>
/// </remarks>
public sealed class Outbox : IAsyncDisposable
{
    private readonly OutboxOptions _options;
    private readonly OutboxReader _reader;
    private readonly OutboxDoor _door;
    private readonly MoreSignal _more;
    private readonly OutboxWriter _writer;
    private Task? _closed;

    private Outbox(OutboxFile file, OutboxLock held, OutboxOptions options, EventStamp stamp, TimeProvider clock, ILogger logger, bool ownThread)
    {
        _options = options;
        _reader = new OutboxReader(options.Path);
        _door = new OutboxDoor(options, clock);
        _more = new MoreSignal();
        _writer = new OutboxWriter(file, held, options, stamp, logger, _reader, _door, _more, ownThread);
        _writer.Start();
    }

    /// <summary>The epoch of this opening.</summary>
    public string Epoch => _writer.View.Epochs.Current.Name;

    /// <summary>The last number on the disk, 0 where none ever was given.</summary>
    public long LastSeq => _writer.View.LastSeq;

    /// <summary>The last number headquarters said it has; what comes after it is to be sent.</summary>
    public long CommittedSeq => _writer.Cursor.Committed;

    /// <summary>Opens the file, making it where it is missing and salvaging it where it is damaged, and begins an epoch.</summary>
    /// <param name="options">Where it is and what it may take.</param>
    /// <param name="stamp">Who this gateway is, for the events the outbox itself makes.</param>
    /// <param name="clock">Times the commit window and the waits; stamps come from <paramref name="stamp"/>.</param>
    /// <param name="logger">Told of changes of state, damage and loss.</param>
    /// <exception cref="OutboxOpenException">The file cannot be used; the message says why and what to do.</exception>
    public static Outbox Open(OutboxOptions options, EventStamp stamp, TimeProvider clock, ILogger logger) =>
        Open(options, stamp, clock, logger, ownThread: true);

    /// <summary>The same, for the simulation: without a thread of its own, the writer takes its turns on the pool.</summary>
    internal static Outbox Open(OutboxOptions options, EventStamp stamp, TimeProvider clock, ILogger logger, bool ownThread)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stamp);
        var held = OutboxLock.Take(options.Path);
        try
        {
            return new Outbox(OutboxOpening.Open(options, held, stamp, logger, knownDamaged: false), held, options, stamp, clock, logger, ownThread);
        }
        catch (Exception exception)
        {
            held.Dispose();
            if (exception is SqliteFault or IOException or UnauthorizedAccessException)
            {
                throw new OutboxOpenException(
                    $"The outbox {options.Path} cannot be opened: {exception.Message} User {Environment.UserName} needs to read and write "
                    + "the file and its folder, and the disk needs room.", exception);
            }

            throw;
        }
    }

    /// <summary>
    /// Appends one event; completes when it is on the disk. Where nobody else appends, the commit is made on the caller's thread.
    /// </summary>
    /// <param name="entry">The event.</param>
    /// <param name="cancellationToken">
    /// Withdraws the event while it waits. Once the writer has taken it the token has no effect any more: the answer then is what happened.
    /// </param>
    /// <returns>Its position; for a known <see cref="OutboxEntry.OriginId"/> the position of the first.</returns>
    /// <exception cref="OutboxFullException">The cap is reached and nothing may be dropped. Not accepted.</exception>
    /// <exception cref="OutboxUnavailableException">The disk refuses. Not accepted.</exception>
    /// <exception cref="OperationCanceledException">Withdrawn. Not accepted.</exception>
    /// <exception cref="ObjectDisposedException">The outbox is closed. Not accepted.</exception>
    public ValueTask<OutboxPosition> AppendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        Check(entry);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<OutboxPosition>(cancellationToken);
        }

        var work = new SingleAppend(entry);
        if (_writer.TryAppendHere(work))
        {
            return work.Task;
        }

        work.WithdrawOn(cancellationToken);
        return _door.TryPost(work) ? work.Task : WaitAtDoorAsync(work, cancellationToken);
    }

    /// <summary>Appends several events in one transaction: all are accepted, or none. They get numbers in their order.</summary>
    /// <inheritdoc cref="AppendAsync(OutboxEntry, CancellationToken)"/>
    public async ValueTask<IReadOnlyList<OutboxPosition>> AppendAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (var entry in entries)
        {
            Check(entry);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (entries.Count == 0)
        {
            return [];
        }

        var work = new ArrayAppend(entries);
        work.WithdrawOn(cancellationToken);
        await _door.PostAsync(work, cancellationToken).ConfigureAwait(false);
        return await work.Task.ConfigureAwait(false);
    }

    /// <summary>Reads what comes after a number, for sending. Does disk I/O on the caller's thread.</summary>
    /// <remarks>
    /// A batch is of one epoch; epochs that gave no number are passed over. Rows that are no longer there (dropped, damaged, or let go
    /// because headquarters had them) are named in <see cref="OutboxBatch.Gaps"/>, so rows and gaps together cover
    /// <c>First..Last</c> exactly; a batch may be only gaps. <see cref="OutboxBatch.After"/> is set on every batch that begins an epoch,
    /// also when it is read again. Damage found on the way is told to headquarters by a <c>buffer.gap</c> of its own.
    /// A number beyond <see cref="LastSeq"/> (the file was lost and made anew) reads from <see cref="CommittedSeq"/>.
    /// </remarks>
    /// <param name="afterSeq">The last number already read; <see cref="CommittedSeq"/> to begin.</param>
    /// <param name="maxEvents">The most events, at least 1.</param>
    /// <param name="maxBytes">The most bytes of bodies; a single larger event is read all the same.</param>
    /// <returns>The batch, or null where nothing more is durable yet.</returns>
    /// <exception cref="OutboxUnavailableException">The disk gives nothing just now; try again later.</exception>
    public OutboxBatch? Read(long afterSeq, int maxEvents, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterSeq);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 1);
        var view = _writer.View;
        var epochs = view.Epochs;
        var after = Math.Max(afterSeq > view.LastSeq ? CommittedSeq : afterSeq, epochs[0].First - 1);
        if (after >= view.LastSeq)
        {
            return null;
        }

        var index = epochs.IndexAt(after + 1);
        var range = new SeqRange(after + 1, epochs.LastOf(index, view.LastSeq));
        var suspects = new List<SeqRange>();
        OutboxSlice slice;
        try
        {
            slice = _reader.Read(range, maxEvents, maxBytes, suspects);
        }
        catch (SqliteFault fault)
        {
            if (fault.IsDamage)
            {
                _writer.SuspectFile();
            }

            throw new OutboxUnavailableException($"The outbox {_options.Path} cannot be read: {fault.Message}", fault);
        }

        suspects.RemoveAll(s => s.Last <= _writer.View.Trimmed);
        _writer.Suspect(suspects);
        var end = range.First == epochs[index].First ? epochs.EndBefore(index) : null;
        return new OutboxBatch(epochs[index].Name, range.First, slice.Last, slice.Rows, slice.Gaps, end);
    }

    /// <summary>Completes when something after <paramref name="afterSeq"/> is durable.</summary>
    public Task WaitForMoreAsync(long afterSeq, CancellationToken cancellationToken) => _more.WaitAsync(
        () =>
        {
            var last = LastSeq;
            return last > afterSeq || (last < afterSeq && last > CommittedSeq);
        },
        cancellationToken);

    /// <summary>Takes in what headquarters has committed. Does no I/O: rows leave with the next commit, or within seconds.</summary>
    /// <param name="epoch">The epoch it speaks of.</param>
    /// <param name="seq">The last committed number of it.</param>
    /// <returns>
    /// <see cref="CursorOutcome.Behind"/> where it is older than one taken in before; that alone changes nothing.
    /// <see cref="CursorOutcome.Ahead"/> where this file is an older copy; a <c>buffer.gap</c> then tells headquarters, once an epoch.
    /// </returns>
    public CursorOutcome ApplyCursor(string epoch, long seq)
    {
        var outcome = _writer.Cursor.Apply(_writer.View, epoch, seq);
        if (outcome is CursorOutcome.Advanced or CursorOutcome.Ahead)
        {
            _door.NudgeLater();
        }

        return outcome;
    }

    /// <summary>Headquarters asks for everything after a point again (a cursor with <c>replay</c>).</summary>
    /// <remarks>
    /// Rows after the point that are still here are kept until they are committed again. Those that have left become a ledger event
    /// <c>buffer.gap</c> with reason <c>trimmed</c>, one an epoch, once; <see cref="Read"/> names them as gaps. A gap before the point whose
    /// own <c>buffer.gap</c> is among them is told again.
    /// </remarks>
    /// <param name="epoch">The epoch of the point; null where headquarters has nothing of this gateway.</param>
    /// <param name="seq">Its number.</param>
    /// <param name="cancellationToken">Withdraws the request while it waits.</param>
    /// <returns>After which number to read on, or null where this file does not have the point: give it to <see cref="ApplyCursor"/>.</returns>
    /// <exception cref="OutboxUnavailableException">The disk refuses; ask again.</exception>
    public async ValueTask<long?> RewindAsync(string? epoch, long seq, CancellationToken cancellationToken)
    {
        var work = new RewindWork(epoch, seq);
        work.WithdrawOn(cancellationToken);
        await _door.PostAsync(work, cancellationToken).ConfigureAwait(false);
        return await work.Task.ConfigureAwait(false);
    }

    /// <summary>Completes when the writer has come round once more, also where the disk refuses: a sign of life for which nothing is written.</summary>
    /// <exception cref="OperationCanceledException">It has not come round before the token.</exception>
    /// <exception cref="ObjectDisposedException">The outbox is closed.</exception>
    public async ValueTask WaitForTurnAsync(CancellationToken cancellationToken)
    {
        var work = new TurnWork();
        work.WithdrawOn(cancellationToken);
        await _door.PostAsync(work, cancellationToken).ConfigureAwait(false);
        await work.Task.ConfigureAwait(false);
    }

    /// <summary>The outbox at a glance. Does no I/O.</summary>
    public OutboxSnapshot Snapshot()
    {
        var view = _writer.View;
        var tally = view.Tally;
        var committed = CommittedSeq;
        // Acknowledged rows stay a moment longer; they do not count as waiting.
        var leaving = Math.Clamp(committed - tally.Trimmed, 0, tally.Rows);
        var depth = committed >= tally.LastSeq ? 0 : tally.Rows - leaving;
        return new OutboxSnapshot(
            view.Epochs.Current.Name,
            tally.LastSeq,
            committed,
            depth,
            tally.Bytes,
            _options.CapacityBytes,
            depth == 0 ? null : new DateTimeOffset(tally.OldestTicks, TimeSpan.Zero),
            tally.Dropped,
            _writer.Health.Refused);
    }

    /// <summary>Every epoch of the file that gave a number, and the current one: the oldest first. An empty one ends before it begins.</summary>
    public IReadOnlyList<(string Epoch, long First, long Last)> Epochs()
    {
        var view = _writer.View;
        return view.Epochs.Ranges(view.LastSeq);
    }

    /// <summary>Closes the door, writes what still waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _door.Close();
        _door.Dispose();
        await LazyInitializer.EnsureInitialized(ref _closed, _writer.JoinAsync).ConfigureAwait(false);
    }

    private static void Check(OutboxEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Body.Length is < 2 or > EventBody.MaxLength)
        {
            throw new ArgumentException($"An event's body is {entry.Body.Length} bytes; expected 2 to {EventBody.MaxLength}.", nameof(entry));
        }
    }

    private async ValueTask<OutboxPosition> WaitAtDoorAsync(SingleAppend work, CancellationToken cancellationToken)
    {
        await _door.PostAsync(work, cancellationToken).ConfigureAwait(false);
        return await work.Task.ConfigureAwait(false);
    }
}
