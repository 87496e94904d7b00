using System.Collections.Concurrent;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>Says which job is whose turn: one at a time a printer, and no job at two printers. Thread-safe.</summary>
internal sealed class JobTurns(JobStore store, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Guid, bool> _held = new();
    private readonly List<PrinterStation> _stations = [];

    /// <summary>The printers, in the order of the configuration.</summary>
    public IReadOnlyList<PrinterStation> Stations
    {
        get
        {
            lock (_gate)
            {
                return [.. _stations];
            }
        }
    }

    /// <summary>The printer of an id, or null.</summary>
    public PrinterStation? Find(string? id) => Stations.FirstOrDefault(station => station.Id == id);

    /// <summary>A printer came.</summary>
    public void Add(PrinterStation station)
    {
        lock (_gate)
        {
            _stations.Add(station);
        }
    }

    /// <summary>A printer went.</summary>
    public void Remove(PrinterStation station)
    {
        lock (_gate)
        {
            _stations.Remove(station);
        }
    }

    /// <summary>Takes a job of which something has left for this printer, so that it must first be asked what became of it.</summary>
    public PrintJob? TakeUnderWay(PrinterStation station) =>
        Take(store.Live().FirstOrDefault(job => job.State is JobState.Sending or JobState.Sent && job.Printer == station.Id));

    /// <summary>Takes the job that is this printer's next: first the rest of one begun, then by priority, then by order. Null where there is none now.</summary>
    public PrintJob? TakeNext(PrinterStation station)
    {
        var now = clock.GetUtcNow();
        if (!station.IsUsable && now < station.RetryAt)
        {
            return null;
        }

        lock (_gate)
        {
            return Take(Waiting(station, now).MinBy(job => (job.Printer is null ? 1 : 0, -job.Request.Priority, job.Ordinal)));
        }
    }

    /// <summary>Whether jobs wait that this printer may be asked to print, now or later.</summary>
    public bool HasWork(PrinterStation station) =>
        store.Live().Any(job => job.State is JobState.Sending or JobState.Sent ? job.Printer == station.Id : job.State == JobState.Accepted && MayTake(station, job));

    /// <summary>Jobs that wait for this printer.</summary>
    public int CountWaiting(PrinterStation station) => store.Live().Count(job => job.State == JobState.Accepted && MayTake(station, job));

    /// <summary>Gives a job back, whatever has become of it.</summary>
    public void Release(PrintJob job) => _held.TryRemove(job.Id, out _);

    /// <summary>Whether somebody works on a job.</summary>
    public bool IsHeld(Guid job) => _held.ContainsKey(job);

    private static bool MayTake(PrinterStation station, PrintJob job) =>
        job.Printer is { } begun ? begun == station.Id
        : job.Request.Printer is { } named ? named == station.Id
        : job.Request.Role is { } role && IsOf(station, role);

    private static bool IsOf(PrinterStation station, string role) => string.Equals(station.Role, role, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<PrintJob> Waiting(PrinterStation station, DateTimeOffset now) => store.Live().Where(job =>
        job.State == JobState.Accepted && job.ExpiresAt > now && !IsHeld(job.Id) && MayTake(station, job)
        && (job.Printer is not null || job.Request.Role is not { } role || IsTurnOf(station, role)));

    /// <summary>A job of a role goes to its first printer that can; where none can, to whichever may be tried again first.</summary>
    private bool IsTurnOf(PrinterStation station, string role)
    {
        var others = _stations.Where(other => other != station && IsOf(other, role) && other.IsUsable);
        return station.IsUsable ? others.All(other => other.Order > station.Order) : !others.Any();
    }

    private PrintJob? Take(PrintJob? job)
    {
        if (job is not null)
        {
            _held[job.Id] = true;
        }

        return job;
    }
}
