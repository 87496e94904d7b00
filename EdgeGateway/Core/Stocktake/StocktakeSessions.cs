using System.Globalization;
using EdgeGateway.Core.Outbox.Sqlite;
using EdgeGateway.Core.Scanning;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Stocktake;

/// <summary>All sessions, on the disk and in memory: the disk first. Everything but the waiting is done under <see cref="Gate"/>.</summary>
internal sealed class StocktakeSessions : IDisposable
{
    /// <summary>Sessions that have ended and are still shown.</summary>
    public const int KeptEnded = 20;

    /// <summary>Lines that a view of many sessions shows of each.</summary>
    public const int ShownLines = 100;

    private readonly StocktakeFile _file;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly List<CountingSession> _sessions = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;

    private StocktakeSessions(StocktakeFile file, TimeProvider clock, ILogger logger)
    {
        (_file, _clock, _logger) = (file, clock, logger);
        _sessions.AddRange(file.ReadAll().Select(one => new CountingSession(one.Session, one.Operations)));
    }

    /// <summary>Held by whoever looks or changes.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Counts changes of what is shown, from 0.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The sessions, oldest first.</summary>
    public IReadOnlyList<CountingSession> All => _sessions;

    /// <summary>Opens the file, making it where it is missing; one that is damaged is put aside.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static StocktakeSessions Open(string path, TimeProvider clock, ILogger logger)
    {
        try
        {
            return new StocktakeSessions(StocktakeFile.Open(path), clock, logger);
        }
        catch (SqliteFault fault) when (fault.IsDamage)
        {
            var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{clock.GetUtcNow():yyyyMMdd-HHmmss}");
            foreach (var suffix in ((string[])["", "-wal", "-shm"]).Where(suffix => File.Exists(path + suffix)))
            {
                File.Move(path + suffix, aside + suffix);
            }

            LogMessages.StocktakeDamaged(logger, path, aside, fault.Message);
            return new StocktakeSessions(StocktakeFile.Open(path), clock, logger);
        }
        catch (SqliteFault fault)
        {
            throw new IOException($"the stocktake file {path} cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>The session of an id, or null.</summary>
    public CountingSession? Get(string id) => Guid.TryParseExact(id, "D", out var guid) ? _sessions.Find(s => s.Session.Id == guid) : null;

    /// <summary>The open session that counts a scanner's scans, or null.</summary>
    public CountingSession? BoundTo(string scanner) => _sessions.Find(s => s.Session.State == SessionState.Open && s.Session.Scanner == scanner);

    /// <summary>Begins a session, and forgets the oldest that have ended.</summary>
    public StocktakeAnswer Begin(string location, string counter, string? scanner) => Change(null, () =>
    {
        foreach (var ended in _sessions.Where(s => s.Session.State is SessionState.Closed or SessionState.Discarded).SkipLast(KeptEnded).ToArray())
        {
            _file.Forget(ended.Session);
            _sessions.Remove(ended);
        }

        var now = _clock.GetUtcNow();
        var ordinal = (_sessions.Count == 0 ? 0 : _sessions[^1].Session.Ordinal) + 1;
        var session = new CountingSession(
            new StocktakeSession(ordinal, Guid.CreateVersion7(now), location, counter, scanner, SessionState.Open, now, null), []);
        _file.Add(session.Session);
        _sessions.Add(session);
        return session;
    });

    /// <summary>Counts or sets.</summary>
    public StocktakeAnswer Do(CountingSession session, bool isSet, CountedGoods goods, string code, Guid? id) => Change(session, () =>
    {
        var now = _clock.GetUtcNow();
        var operation = new StocktakeOperation(
            session.NextNumber, id ?? Guid.CreateVersion7(now), isSet, goods.Sku, goods.Unit, goods.Amount, Short(code), now, false);
        _file.Add(session.Session, operation);
        session.Do(operation);
        return session;
    });

    /// <summary>Takes an operation back.</summary>
    public StocktakeAnswer Undo(CountingSession session, StocktakeOperation operation) => Change(session, () =>
    {
        _file.Undo(session.Session, operation);
        session.Undo(operation, _clock.GetUtcNow());
        return session;
    });

    /// <summary>Changes how far a session is; its end is the first such change.</summary>
    public StocktakeAnswer MoveTo(CountingSession session, SessionState state) => Change(session, () =>
    {
        var moved = session.Session with { State = state, EndedAt = session.Session.EndedAt ?? _clock.GetUtcNow() };
        _file.Update(moved);
        session.Session = moved;
        return session;
    });

    /// <summary>Shows that a code was not counted.</summary>
    public StocktakeAnswer RefuseCode(CountingSession session, string code, ScanFault fault)
    {
        session.Refuse(Short(code), fault, _clock.GetUtcNow());
        Bump();
        return Refuse(session, RefusalKind.Invalid, "code", fault.Message);
    }

    /// <summary>Says why nothing was done.</summary>
    public static StocktakeAnswer Refuse(CountingSession? session, RefusalKind kind, string path, string message) =>
        new(session?.View(ShownLines), new StocktakeRefusal(kind, path, message));

    /// <summary>Waits until the version is above <paramref name="seen"/>.</summary>
    public async Task WaitForChangeAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (Gate)
            {
                if (_version > seen)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            _file.Dispose();
        }
    }

    /// <summary>Changes the file first and then what is in memory; where the disk refuses, neither.</summary>
    private StocktakeAnswer Change(CountingSession? session, Func<CountingSession> change)
    {
        try
        {
            var changed = change();
            Bump();
            return new StocktakeAnswer(changed.View(ShownLines), null);
        }
        catch (SqliteFault fault)
        {
            LogMessages.StocktakeRefused(_logger, fault.Message);
            return Refuse(session, RefusalKind.Unavailable, "", $"the disk does not take it, nothing was counted: {fault.Message}");
        }
    }

    private void Bump()
    {
        Interlocked.Increment(ref _version);
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static string Short(string code) => code[..Math.Min(code.Length, 256)];
}
