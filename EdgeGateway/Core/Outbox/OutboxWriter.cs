using System.Collections.Concurrent;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox.Sqlite;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Outbox;

/// <summary>The one that writes: takes what waits, makes one transaction of it, and answers only after its commit.</summary>
/// <remarks>
/// It has a thread of its own. An append that comes while nobody else writes or waits is committed on its caller's thread instead,
/// which saves two thread switches, as much as a tenth of a quick disk's time; so one holder of the turn writes, not one thread.
/// Once company comes the thread takes over, for only what waits together can share a commit.
/// </remarks>
internal sealed class OutboxWriter
{
    private readonly OutboxLock _held;
    private readonly OutboxOptions _options;
    private readonly EventStamp _stamp;
    private readonly ILogger _logger;
    private readonly OutboxReader _reader;
    private readonly OutboxDoor _door;
    private readonly MoreSignal _more;
    private readonly Thread? _thread;
    private Task _turns = Task.CompletedTask;
    private readonly Lock _turn = new();
    private readonly List<OutboxWork> _group = [];
    private readonly ConcurrentQueue<SeqRange> _suspects = new();
    private readonly List<SeqRange> _examined = [];
    private IReadOnlyList<OutboxPosition> _aheadTold = [];
    private OutboxFile? _file;
    private OutboxTransaction _transaction;
    private OutboxView _view;
    private int _walPages;
    private volatile bool _alone;
    private bool _ended;
    private bool _reopen;
    private bool _salvage;

    public OutboxWriter(
        OutboxFile file,
        OutboxLock held,
        OutboxOptions options,
        EventStamp stamp,
        ILogger logger,
        OutboxReader reader,
        OutboxDoor door,
        MoreSignal more,
        bool ownThread = true)
    {
        (_file, _held, _options, _stamp, _logger) = (file, held, options, stamp, logger);
        (_reader, _door, _more) = (reader, door, more);
        Cursor = new OutboxCursor(file.Tally.Trimmed);
        Health = new OutboxHealth(options.Path, logger);
        _transaction = new OutboxTransaction(file, Cursor, stamp, options, logger);
        _view = new OutboxView(file.Epochs, file.Tally);
        _thread = ownThread ? new Thread(Run) { Name = "outbox-writer", IsBackground = true } : null;
    }

    /// <summary>What headquarters has.</summary>
    public OutboxCursor Cursor { get; }

    /// <summary>Whether appends are taken.</summary>
    public OutboxHealth Health { get; }

    /// <summary>What is durable.</summary>
    public OutboxView View => Volatile.Read(ref _view);

    /// <summary>Begins to write.</summary>
    public void Start()
    {
        _thread?.Start();
        _turns = _thread is null ? RunOnPoolAsync() : _turns;
    }

    /// <summary>Waits until all that was inside is written and the file is closed. The door must have been closed.</summary>
    public Task JoinAsync() => _thread is null ? _turns : Task.Run(_thread.Join);

    /// <summary>Has runs looked at that a read found missing or damaged.</summary>
    public void Suspect(List<SeqRange> runs)
    {
        if (runs.Count > 0)
        {
            runs.ForEach(_suspects.Enqueue);
            _door.Nudge();
        }
    }

    /// <summary>Has the file salvaged: SQLite itself can no longer read it.</summary>
    public void SuspectFile()
    {
        Volatile.Write(ref _salvage, true);
        _door.Nudge();
    }

    /// <summary>Commits an append on this thread. False where others write or wait, or there is more to do than that: then hand it over.</summary>
    public bool TryAppendHere(SingleAppend work)
    {
        if (!_alone || _options.CommitWindow > TimeSpan.Zero || !_turn.TryEnter())
        {
            return false;
        }

        try
        {
            // Looked at inside the turn: what the thread takes it takes inside it too, so nothing is overtaken.
            if (_ended || NeedsOpening || !_door.IsEmpty || !work.TryTake())
            {
                return false;
            }

            _group.Add(work);
            if (Process(nudged: false) && (_walPages >= OutboxFile.CheckpointPages || _transaction.TrimWorth))
            {
                _door.Nudge();
            }

            _group.Clear();
            return true;
        }
        finally
        {
            _turn.Exit();
        }
    }

    private bool NeedsOpening => _reopen || Volatile.Read(ref _salvage) || _file is null;

    private void Run()
    {
        while (_door.WaitForWork())
        {
            TakeTurn();
        }

        End();
    }

    /// <summary>As <see cref="Run"/>, for the simulation, which has one thread for everything.</summary>
    private async Task RunOnPoolAsync()
    {
        while (await _door.WaitForWorkAsync().ConfigureAwait(false))
        {
            // Never inside a caller that has just handed work over: it may hold the turn.
            await Task.Yield();
            TakeTurn();
        }

        End();
    }

    private void TakeTurn()
    {
        lock (_turn)
        {
            _door.Collect(_group);
            _alone = _group.Count <= 1;
            var nudged = _group.Exists(w => w is NudgeWork);
            if (nudged)
            {
                _door.NudgeTaken();
            }

            if (_group.Count > 0 && Process(nudged))
            {
                Tidy(nudged);
            }

            _group.Clear();
        }
    }

    private void End()
    {
        lock (_turn)
        {
            _ended = true;
            Close();
        }
    }

    private bool Process(bool nudged)
    {
        try
        {
            EnsureOpen();
            Apply(nudged);
            PlantedFault.AckBeforeCommit(_group, _file!.Epochs);
            _file!.Commit();
        }
        catch (Exception exception)
        {
            // Whatever it is, this thread goes on: everything after it would wait for ever.
            Fail(exception);
            return false;
        }

        Publish();
        _walPages += _file.TakePagesWritten();
        return true;
    }

    private void Apply(bool nudged)
    {
        if (Health.IsUnavailable)
        {
            // What is asked now may write nothing: it would look as if the disk took writes again.
            _file!.Touch();
        }

        _transaction.Begin();
        TellGaps();
        _transaction.Trim(asked: nudged);
        foreach (var work in _group)
        {
            if (work is AppendWork append)
            {
                work.Refusal = _transaction.Append(append);
            }
            else if (work is RewindWork rewind)
            {
                _transaction.Rewind(rewind);
            }
        }
    }

    private void TellGaps()
    {
        while (_suspects.TryDequeue(out var suspect))
        {
            _examined.Add(suspect);
            _transaction.TellDamage(suspect);
        }

        _aheadTold = Cursor.TakeAhead();
        foreach (var ahead in _aheadTold)
        {
            _transaction.TellAhead(ahead);
        }
    }

    private void Publish()
    {
        _examined.Clear();
        _aheadTold = [];
        var view = new OutboxView(_file!.Epochs, _file.Tally);
        Volatile.Write(ref _view, view);
        Health.Recover();
        _more.Set();
        foreach (var work in _group)
        {
            work.Complete(view.Epochs);
            if (work.Refusal is { } refusal)
            {
                Health.Fill(refusal);
            }
            else if (work is AppendWork)
            {
                Health.Drain();
            }
        }
    }

    private void Fail(Exception exception)
    {
        _file?.Rollback();
        var fault = exception as SqliteFault;
        if (fault is not null)
        {
            Cursor.PutBackAhead(_aheadTold);
            _examined.ForEach(_suspects.Enqueue);
        }

        _aheadTold = [];
        _examined.Clear();
        if (fault is { IsDamage: true })
        {
            _salvage = true;
        }
        else if (fault is { IsPassing: false })
        {
            _reopen = true;
        }
        else if (fault is null && exception is not (IOException or OutboxOpenException))
        {
            _logger.OutboxWriterFault(exception);
        }

        Health.Fail(exception.Message);
        var unavailable = new OutboxUnavailableException(
            $"The outbox {_options.Path} cannot be written: {exception.Message} Nothing of this was accepted; try again.", exception);
        foreach (var work in _group)
        {
            work.Fail(unavailable, _file?.Epochs);
        }

        if (_salvage && _file is not null)
        {
            _door.Nudge();
        }
        else
        {
            _door.NudgeLater();
        }
    }

    private void EnsureOpen()
    {
        if (!NeedsOpening)
        {
            return;
        }

        // Readers wait meanwhile, so that none opens the file while it is being moved.
        _reader.WhileClosed(() =>
        {
            _file?.Dispose();
            _file = null;
            _file = OutboxOpening.Open(_options, _held, _stamp, _logger, Volatile.Read(ref _salvage));
        });
        _reopen = false;
        Volatile.Write(ref _salvage, false);
        _walPages = 0;
        Cursor.Restart(_file!.Tally.Trimmed, _file.Epochs.Current.First);
        _transaction = new OutboxTransaction(_file, Cursor, _stamp, _options, _logger);
    }

    private void Tidy(bool nudged)
    {
        try
        {
            Checkpoint();
            if (nudged && _file!.Tally.Rows == 0)
            {
                _file.Shrink(OutboxFile.ShrinkPages);
            }

            if (nudged && Health.IsFull && _transaction.HasRoom)
            {
                Health.Drain();
            }
        }
        catch (SqliteFault fault)
        {
            _salvage |= fault.IsDamage;
            _reopen |= !fault.IsPassing;
        }

        if (_transaction.TrimWorth)
        {
            _door.Nudge();
        }
        else if (_transaction.TrimPending)
        {
            _door.NudgeLater();
        }
    }

    private void Checkpoint()
    {
        if (_walPages < OutboxFile.CheckpointPages)
        {
            return;
        }

        var done = _file!.Checkpoint(truncate: false);
        if (!done && _walPages >= 4 * OutboxFile.CheckpointPages)
        {
            // Reads have been in the way every time; this once they wait.
            _reader.WhileClosed(() => done = _file.Checkpoint(truncate: true));
        }

        _walPages = done ? 0 : _walPages;
    }

    private void Close()
    {
        try
        {
            EnsureOpen();
            _transaction.Begin();
            TellGaps();
            _transaction.TrimAll();
            _file!.Commit();
            Publish();
        }
        catch (Exception exception)
        {
            _logger.OutboxCloseFailed(_options.Path, exception.Message);
        }

        _reader.Dispose();
        _file?.Dispose();
        _held.Dispose();
    }
}
