using System.Globalization;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox.Sqlite;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Alerts;

/// <summary>The disk does not take a change of an alert; the message says why. Nothing was changed.</summary>
internal sealed class AlertStoreException(string message, Exception inner) : IOException(message, inner);

/// <summary>The open alerts, on the disk and in memory: the disk first. Thread-safe; nobody else's code runs under its lock.</summary>
/// <remarks>An arrival is shown even where the disk refuses it, and written as soon as it does not: staff come before files.</remarks>
internal sealed class AlertStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AlertFile _file;
    private readonly Dictionary<Guid, Alert> _open = [];
    private readonly HashSet<Guid> _unkept = [];
    private readonly HashSet<string> _unforgotten = new(StringComparer.Ordinal);
    private readonly AlertWriter _writer;
    private readonly VersionSignal _version;
    private readonly ILogger _logger;
    private bool _failing;
    private bool _disposed;

    private AlertStore(AlertFile file, IReadOnlyList<string> targets, TimeProvider clock, ILogger logger)
    {
        (_file, _logger) = (file, logger);
        _writer = new AlertWriter(file, targets, clock);
        _version = new VersionSignal(clock);
        file.Deliveries.KeepOnly(targets);
        foreach (var alert in file.ReadOpen())
        {
            _open[alert.Id] = alert;
        }
    }

    /// <summary>Counts changes, from 0.</summary>
    public long Version => _version.Value;

    /// <summary>Whether the disk refused the last change.</summary>
    public bool IsRefused
    {
        get
        {
            lock (_gate)
            {
                return _failing;
            }
        }
    }

    /// <summary>Opens the file, making it where it is missing; one that is damaged is put aside.</summary>
    /// <param name="path">The file.</param>
    /// <param name="targets">The names of the webhooks.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Told of what needs a person.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static AlertStore Open(string path, IReadOnlyList<string> targets, TimeProvider clock, ILogger logger)
    {
        try
        {
            return new AlertStore(AlertFile.Open(path), targets, clock, logger);
        }
        catch (SqliteFault fault) when (fault.IsDamage)
        {
            var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{clock.GetUtcNow():yyyyMMdd-HHmmss}");
            foreach (var suffix in ((string[])["", "-wal", "-shm"]).Where(suffix => File.Exists(path + suffix)))
            {
                File.Move(path + suffix, aside + suffix);
            }

            LogMessages.AlertsDamaged(logger, path, aside, fault.Message);
            return new AlertStore(AlertFile.Open(path), targets, clock, logger);
        }
        catch (SqliteFault fault)
        {
            throw new IOException($"the file of alerts {path} cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>The open alerts, the newest first.</summary>
    public IReadOnlyList<Alert> Alerts()
    {
        lock (_gate)
        {
            return [.. _open.Values.OrderByDescending(alert => alert.At).ThenBy(alert => alert.Id)];
        }
    }

    /// <summary>The alert of an id as it is now, also one that has ended; null where there is none.</summary>
    public Alert? Find(Guid id)
    {
        lock (_gate)
        {
            return _open.GetValueOrDefault(id) ?? Guarded(() => _file.Find(id), isChange: false);
        }
    }

    /// <summary>The last notes about a member; none where the disk does not answer.</summary>
    public IReadOnlyList<SealedNote> NotesOf(string member, int most)
    {
        lock (_gate)
        {
            try
            {
                return _disposed ? [] : _file.Notes.OfMember(member, most);
            }
            catch (SqliteFault)
            {
                return [];
            }
        }
    }

    /// <summary>Adds an alert, with its messages and its count in the report, unless its visit has made one already.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Arrive(Alert alert)
    {
        lock (_gate)
        {
            try
            {
                if (_open.ContainsKey(alert.Id) || Guarded(() => _file.Find(alert.Id), isChange: false) is not null)
                {
                    return false;
                }

                Guarded(() => Together(() => _writer.Arrival(alert)));
            }
            catch (AlertStoreException)
            {
                _unkept.Add(alert.Id);
            }

            _open[alert.Id] = alert;
            Bump();
            return true;
        }
    }

    /// <summary>Changes an alert. The change and its event are on the disk when this returns.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="step">The change; null as answer leaves it as it is.</param>
    /// <returns>The alert then; null where there is none, or the step answered null.</returns>
    /// <exception cref="AlertStoreException">The disk refuses; nothing was changed.</exception>
    public Alert? Change(Guid id, Func<Alert, Alert?> step)
    {
        lock (_gate)
        {
            if ((_open.GetValueOrDefault(id) ?? Guarded(() => _file.Find(id), isChange: false)) is not { } before || step(before) is not { } after)
            {
                return null;
            }

            Guarded(() => Together(() =>
            {
                KeepUnkept();
                _writer.Change(before, after);
            }));
            _unkept.Clear();
            Place(after);
            Bump();
            return after;
        }
    }

    /// <summary>Changes all open alerts that time has come for, as one.</summary>
    /// <param name="step">The change of one; null leaves it as it is.</param>
    /// <returns>Each that changed, before and after.</returns>
    public IReadOnlyList<(Alert Before, Alert After)> Pass(Func<Alert, Alert?> step)
    {
        lock (_gate)
        {
            List<(Alert Before, Alert After)> changes = [.. _open.Values.Select(alert => (alert, step(alert)!)).Where(pair => pair.Item2 is not null)];
            try
            {
                if (changes.Count + _unkept.Count > 0)
                {
                    Guarded(() => Together(() =>
                    {
                        KeepUnkept();
                        changes.ForEach(change => _writer.Change(change.Before, change.After));
                    }));
                    _unkept.Clear();
                }
            }
            catch (AlertStoreException)
            {
                // Who is asked next does not wait for the disk; what ends an alert does, for its event.
                changes.RemoveAll(change => change.After.State != AlertState.New);
            }

            changes.ForEach(change => Place(change.After));
            if (changes.Count > 0)
            {
                Bump();
            }

            return changes;
        }
    }

    /// <summary>Adds a note to an alert.</summary>
    /// <returns>False where the alert has as many as it may.</returns>
    /// <exception cref="AlertStoreException">The disk refuses; nothing was changed.</exception>
    public bool Note(Guid alert, SealedNote note, int most)
    {
        lock (_gate)
        {
            var added = Guarded(() =>
            {
                var fits = _file.Notes.Count(alert) < most;
                if (fits)
                {
                    _file.Notes.Add(alert, note);
                }

                return fits;
            });
            if (added)
            {
                Bump();
            }

            return added;
        }
    }

    /// <summary>Forgets whose alerts a member's face made, also in what was deleted before.</summary>
    /// <exception cref="AlertStoreException">The disk refuses: they are no longer shown, and <see cref="ForgetUnforgotten"/> tries again.</exception>
    public void Forget(string member)
    {
        lock (_gate)
        {
            foreach (var alert in _open.Values.Where(alert => alert.Member == member && alert.How == Visits.RecognisedBy.Face).ToArray())
            {
                _open.Remove(alert.Id);
                _unkept.Remove(alert.Id);
            }

            _unforgotten.Add(member);
            Bump();
            ForgetUnforgotten();
        }
    }

    /// <summary>Tries again to forget where the disk refused.</summary>
    public void ForgetUnforgotten()
    {
        lock (_gate)
        {
            if (_unforgotten.Count == 0)
            {
                return;
            }

            Guarded(() =>
            {
                Together(() =>
                {
                    foreach (var member in _unforgotten)
                    {
                        _file.Forget(member);
                    }
                });
                return _file.Purge();
            });
            _unforgotten.Clear();
        }
    }

    /// <summary>Events not yet told, the oldest first, and the number to give to <see cref="Told"/>.</summary>
    public (IReadOnlyList<EventDraft> Events, long Last) Untold(int most) => Work(file => file.Untold(most), isChange: false);

    /// <summary>The outbox has every event up to this number.</summary>
    public void Told(long last) => Work(file =>
    {
        file.Told(last);
        return true;
    });

    /// <summary>The report from a week on.</summary>
    public IReadOnlyList<MatchCount> Report(DateOnly from) => Work(file => file.ReadReport(from), isChange: false);

    /// <summary>Deletes what is old.</summary>
    public void Age(DateTimeOffset before, DateOnly week) => Work(file =>
    {
        file.Age(before, week);
        return true;
    });

    /// <summary>Works on the messages to webhooks.</summary>
    /// <exception cref="AlertStoreException">The disk refuses; nothing was changed.</exception>
    public void Deliver(Action<DeliveryTable> work) => Work(file =>
    {
        work(file.Deliveries);
        return true;
    });

    /// <summary>Looks at the messages to webhooks.</summary>
    /// <exception cref="AlertStoreException">The disk does not answer.</exception>
    public T Deliveries<T>(Func<DeliveryTable, T> look) => Work(file => look(file.Deliveries), isChange: false);

    /// <summary>Something beside the alerts is shown differently now.</summary>
    public void Bump() => _version.Bump();

    /// <summary>Waits until the version is above <paramref name="seen"/>, or a time is over.</summary>
    /// <param name="seen">The version that is known.</param>
    /// <param name="longest">The time; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public Task WaitForChangeAsync(long seen, TimeSpan longest, CancellationToken cancellationToken) => _version.WaitAsync(seen, longest, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _disposed = true;
                _file.Dispose();
            }
        }
    }

    private T Work<T>(Func<AlertFile, T> work, bool isChange = true)
    {
        lock (_gate)
        {
            return Guarded(() => work(_file), isChange);
        }
    }

    private void Place(Alert alert)
    {
        if (alert.IsOpen)
        {
            _open[alert.Id] = alert;
        }
        else
        {
            _open.Remove(alert.Id);
        }
    }

    private void KeepUnkept()
    {
        foreach (var id in _unkept)
        {
            if (_open.TryGetValue(id, out var alert))
            {
                _writer.Arrival(alert);
            }
        }
    }

    private bool Together(Action changes)
    {
        _file.Together(changes);
        return true;
    }

    /// <param name="work">What to do.</param>
    /// <param name="isChange">Whether its success says that the disk takes changes.</param>
    private T Guarded<T>(Func<T> work, bool isChange = true)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            var done = work();
            _failing &= !isChange;
            return done;
        }
        catch (SqliteFault fault)
        {
            if (!_failing)
            {
                _failing = true;
                LogMessages.AlertsRefused(_logger, fault.Message);
            }

            throw new AlertStoreException($"the file of alerts cannot be written: {fault.Message}", fault);
        }
    }
}
