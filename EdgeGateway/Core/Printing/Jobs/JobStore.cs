using System.Globalization;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Outbox.Sqlite;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>The disk does not take a change of a job; the message says why. Nothing was changed.</summary>
internal sealed class JobStoreException(string message, Exception inner) : Exception(message, inner);

/// <summary>All jobs that have not ended and the last that have, on the disk and in memory: the disk first. Thread-safe.</summary>
internal sealed class JobStore : IDisposable
{
    /// <summary>Jobs that have ended and are still shown.</summary>
    public const int KeptEnded = 60;

    /// <summary>Jobs a person is asked about; beyond it the oldest are no longer shown. Their event has been told.</summary>
    public const int MostAsked = 1000;

    private readonly Lock _gate = new();
    private readonly JobFile _file;
    private readonly SortedDictionary<long, PrintJob> _live = [];
    private readonly List<PrintJob> _ended = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;
    private long _last;
    private bool _failing;
    private readonly ILogger _logger;

    private JobStore(JobFile file, ILogger logger)
    {
        (_file, _logger) = (file, logger);
        foreach (var job in file.ReadLive())
        {
            _live[job.Ordinal] = job;
        }

        _ended.AddRange(file.ReadEnded(KeptEnded));
        _last = file.LastOrdinal();
    }

    /// <summary>Counts changes of what is shown, from 0.</summary>
    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    /// <summary>What became of a damaged file when this one was opened, in words; null where there was none.</summary>
    public string? Notice { get; private init; }

    /// <summary>Opens the file, making it where it is missing; one that is damaged is put aside.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static JobStore Open(string path, TimeProvider clock, ILogger logger)
    {
        try
        {
            return new JobStore(JobFile.Open(path), logger);
        }
        catch (SqliteFault fault) when (fault.IsDamage)
        {
            var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{clock.GetUtcNow():yyyyMMdd-HHmmss}");
            foreach (var suffix in ((string[])["", "-wal", "-shm"]).Where(suffix => File.Exists(path + suffix)))
            {
                File.Move(path + suffix, aside + suffix);
            }

            LogMessages.PrintJobsDamaged(logger, path, aside, fault.Message);
            return new JobStore(JobFile.Open(path), logger) { Notice = $"the file of print jobs was damaged and put aside as {aside}; jobs that waited in it are not printed, look at the last tickets" };
        }
        catch (SqliteFault fault)
        {
            throw new IOException($"the file of print jobs {path} cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>Jobs that have not ended, in the order of acceptance.</summary>
    public IReadOnlyList<PrintJob> Live()
    {
        lock (_gate)
        {
            return [.. _live.Values];
        }
    }

    /// <summary>The last that have ended, the oldest first.</summary>
    public IReadOnlyList<PrintJob> Ended()
    {
        lock (_gate)
        {
            return [.. _ended];
        }
    }

    /// <summary>The job of an id as it is now, also one of the history; null where there is none.</summary>
    public PrintJob? Find(Guid id)
    {
        lock (_gate)
        {
            return FindHere(id) ?? Guarded(() => _file.Find(id));
        }
    }

    /// <summary>Adds a job, unless its id is known or there is no room.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="capacity">How many may wait.</param>
    /// <param name="make">Makes it with its ordinal.</param>
    /// <returns>The job of the id, and whether it is new; null where there is no room.</returns>
    public (PrintJob Job, bool IsNew)? Add(Guid id, int capacity, Func<long, PrintJob> make)
    {
        lock (_gate)
        {
            if ((FindHere(id) ?? Guarded(() => _file.Find(id))) is { } known)
            {
                return (known, false);
            }

            if (_live.Values.Count(job => !job.IsSettled) >= capacity)
            {
                return null;
            }

            var job = make(_last + 1);
            Guarded(() =>
            {
                _file.Add(job);
                return job;
            });
            _last++;
            _live[job.Ordinal] = job;
            Bump();
            return (job, true);
        }
    }

    /// <summary>Changes a job. The change and the event of its outcome are on the disk when this returns.</summary>
    /// <param name="id">The job.</param>
    /// <param name="step">The change; null as answer leaves it as it is.</param>
    /// <returns>The job then; null where there is none, or the step answered null.</returns>
    /// <exception cref="JobStoreException">The disk refuses; nothing was changed.</exception>
    public PrintJob? Change(Guid id, Func<PrintJob, PrintJob?> step)
    {
        lock (_gate)
        {
            if ((FindHere(id) ?? Guarded(() => _file.Find(id))) is not { } before || step(before) is not { } after)
            {
                return null;
            }

            Guarded(() =>
            {
                if (after.State != JobState.Sending || !PlantedFault.Is("sending-not-noted"))
                {
                    _file.Update(after, JobEvents.Of(before, after));
                }

                return after;
            });
            Place(after);
            Bump();
            return after;
        }
    }

    /// <summary>Events not yet told, the oldest first, and the number to give to <see cref="Told"/>.</summary>
    public (IReadOnlyList<EventDraft> Events, long Last) Untold(int most)
    {
        lock (_gate)
        {
            return Guarded(() => _file.Untold(most));
        }
    }

    /// <summary>The outbox has every event up to this number.</summary>
    public void Told(long last)
    {
        lock (_gate)
        {
            Guarded(() =>
            {
                _file.Told(last);
                return last;
            });
        }
    }

    /// <summary>Forgets what was settled before a moment.</summary>
    public void Forget(DateTimeOffset before)
    {
        lock (_gate)
        {
            Guarded(() =>
            {
                _file.Forget(before);
                return before;
            });
            foreach (var job in _live.Values.Where(job => job.State == JobState.Unknown && job.Since < before).ToArray())
            {
                _live.Remove(job.Ordinal);
            }

            if (_ended.RemoveAll(job => job.Since < before) > 0)
            {
                Bump();
            }
        }
    }

    /// <summary>Something beside the jobs is shown differently now.</summary>
    public void Bump()
    {
        lock (_gate)
        {
            _version++;
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until the version is above <paramref name="seen"/>.</summary>
    public async Task WaitForChangeAsync(long seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
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
        lock (_gate)
        {
            _file.Dispose();
        }
    }

    private PrintJob? FindHere(Guid id) => _live.Values.FirstOrDefault(job => job.Id == id) ?? _ended.Find(job => job.Id == id);

    private void Place(PrintJob job)
    {
        _live.Remove(job.Ordinal);
        _ended.RemoveAll(one => one.Ordinal == job.Ordinal);
        if (!job.HasEnded)
        {
            _live[job.Ordinal] = job;
            if (job.State == JobState.Unknown && _live.Values.Count(one => one.State == JobState.Unknown) > MostAsked)
            {
                _live.Remove(_live.Values.First(one => one.State == JobState.Unknown).Ordinal);
            }

            return;
        }

        _ended.Add(job);
        if (_ended.Count > KeptEnded)
        {
            _ended.RemoveAt(0);
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            var done = work();
            _failing = false;
            return done;
        }
        catch (SqliteFault fault)
        {
            if (!_failing)
            {
                _failing = true;
                LogMessages.PrintJobsRefused(_logger, fault.Message);
            }

            throw new JobStoreException($"the file of print jobs cannot be written: {fault.Message}", fault);
        }
    }
}
