using System.Globalization;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>Print jobs of a store: durable before they are answered; each ends as printed, not printed, or with a person asked, by the printer's own word.</summary>
/// <remarks>
/// Thread-safe. Each change is a commit in a small file of its own. A job is on the disk as being sent before its first byte leaves, so
/// whatever stops the gateway, a sheet that may be on paper is never sent again without the printer's word that it is not, or a person's
/// wish; then it carries the mark of a duplicate. The event of an outcome is committed with the outcome, and handed to the outbox under an id made
/// of both, so that it is told exactly once.
/// </remarks>
public sealed class PrintDesk : IDisposable
{
    private readonly DeskParts _parts;
    private readonly JobStore _store;
    private readonly JobTurns _turns;
    private readonly SheetWork _work;
    private readonly JobDelivery _delivery;
    private readonly PrinterLoops _loops;
    private readonly DeskViews _views;
    private readonly JobAging _aging;
    private int _order;

    private PrintDesk(DeskParts parts, JobDelivery delivery)
    {
        (_parts, _store, _turns, _delivery) = (parts, parts.Store, parts.Turns, delivery);
        _work = new SheetWork(parts);
        _loops = new PrinterLoops(parts, _work);
        _views = new DeskViews(parts);
        _aging = new JobAging(parts);
    }

    /// <summary>Counts changes of what is shown, from 0.</summary>
    public long Version => _store.Version;

    /// <summary>The names of the templates.</summary>
    public IReadOnlyList<string> Templates => _parts.Documents.Templates;

    /// <summary>What people must know of the jobs' file, or null.</summary>
    public string? Notice => _store.Notice;

    /// <summary>How the store prints.</summary>
    public PrintingOptions Options => _parts.Options;

    /// <summary>Is told what printers say of themselves while they are talked to; null for nobody.</summary>
    public Action<PrinterReading>? Report
    {
        get => _parts.Report;
        set => _parts.Report = value;
    }

    /// <summary>Opens the jobs of a data folder. A file that is damaged is put aside and said so.</summary>
    /// <param name="path">The file, made where it is missing.</param>
    /// <param name="renderer">Makes documents.</param>
    /// <param name="options">How the store prints.</param>
    /// <param name="keep">Stamps events and appends them to the outbox, all or none; completes after the commit, and knows repeats by their origin ids.</param>
    /// <param name="clock">Time.</param>
    /// <param name="jitter">Random numbers from 0 up to 1.</param>
    /// <param name="metrics">What is counted; null for nothing.</param>
    /// <param name="logger">Told of what needs a person.</param>
    /// <exception cref="IOException">The file cannot be made; the message is one line for people.</exception>
    public static PrintDesk Open(
        string path,
        IDocumentRenderer renderer,
        PrintingOptions options,
        Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep,
        TimeProvider clock,
        Func<double> jitter,
        PrintMetrics? metrics,
        ILogger<PrintDesk> logger)
    {
        var store = JobStore.Open(path, clock, logger);
        var parts = new DeskParts(store, new JobTurns(store, clock), new JobDocuments(renderer), options, clock, jitter, metrics, logger);
        return new PrintDesk(parts, new JobDelivery(store, keep, clock));
    }

    /// <summary>The job's id of somebody's own id that is no UUID: always the same.</summary>
    public static Guid IdOf(string foreignId) => JobEvents.Derive($"print-job/{foreignId}");

    /// <summary>A printer came; it works as soon as the desk runs.</summary>
    /// <param name="printer">The printer.</param>
    /// <param name="name">Its name for people, or null.</param>
    /// <param name="role">What it is for, or null; printers of one role stand in for each other, the first added goes first.</param>
    public void Add(IPrinter printer, string? name, string? role) => _loops.Add(Place(printer, name, role));

    /// <summary>A printer goes: what it has under way is broken off, and a person is asked about it.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        if (_turns.Find(id) is not { } station)
        {
            return;
        }

        await _loops.RemoveAsync(station).ConfigureAwait(false);
        _turns.Remove(station);
        await LoseStraysAsync("the printer was taken away", cancellationToken).ConfigureAwait(false);
        station.Dispose();
        _store.Bump();
    }

    /// <summary>Prints, tells what became of it, and forgets what is old, until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var telling = _delivery.RunAsync(cancellationToken);
        try
        {
            await LoseStraysAsync("the printer is no longer there", cancellationToken).ConfigureAwait(false);
            _loops.Start();
            await _aging.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }

        await _loops.StopAsync().ConfigureAwait(false);
        await telling.ConfigureAwait(false);
    }

    /// <summary>Takes a job in. When this answers without a refusal, it is on the disk and will come to an outcome.</summary>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="asker">Who asks.</param>
    /// <param name="isOwn">Whether the gateway itself asks: then nobody hears a refusal, so what is too late or has mistakes in its data is the outcome of a job.</param>
    public PrintAnswer Submit(WantedJob wanted, PrintAsker asker, bool isOwn = false)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var now = _parts.Clock.GetUtcNow();
        var mistakes = new List<(string Path, string Message)>();
        var stations = _turns.Stations;
        if (JobRules.Read(wanted, Templates, stations, Options, mistakes) is not { } request)
        {
            return new PrintAnswer(null, new PrintRefusal(PrintRefusalKind.Invalid, mistakes));
        }

        try
        {
            var id = wanted.Id ?? Guid.CreateVersion7(now);
            if (wanted.Id is not null && _store.Find(id) is { } known)
            {
                return Repeat(known, request);
            }

            if (!isOwn && wanted.ExpiresAt <= now)
            {
                return Refuse(null, PrintRefusalKind.Expired, "expiresAt", string.Create(CultureInfo.InvariantCulture, $"came {wanted.ExpiresAt:O}, which is over; nothing is printed"));
            }

            if (!isOwn && JobRules.FirstFor(request, stations) is { } first)
            {
                _ = _parts.Documents.Of(request, first.Printer.Profile);
            }

            return _store.Add(id, Options.Capacity, ordinal => new PrintJob(ordinal, id, request, asker, now, wanted.ExpiresAt ?? now + Options.ExpireAfter)) switch
            {
                null => Refuse(null, PrintRefusalKind.Unavailable, "", string.Create(
                    CultureInfo.InvariantCulture, $"{Options.Capacity} jobs wait already; see to the printers, or cancel some (printing.capacity)")),
                (var job, true) => new PrintAnswer(JobView.Of(job), null),
                (var job, false) => Repeat(job, request),
            };
        }
        catch (PrintDocumentException e)
        {
            return new PrintAnswer(null, new PrintRefusal(PrintRefusalKind.Invalid, [.. e.Message.Split('\n').Select(line => ("data", line))]));
        }
        catch (JobStoreException e)
        {
            return Refuse(null, PrintRefusalKind.Unavailable, "", e.Message);
        }
    }

    /// <summary>A person has looked, or has changed their mind.</summary>
    /// <param name="id">The job.</param>
    /// <param name="answer">What they say.</param>
    /// <param name="who">Who they are, 1 to 64 characters; null where they do not say.</param>
    /// <param name="attempts">How many attempts they know of; another number means that the job has moved on, and nothing is done. Null for any.</param>
    public PrintAnswer Answer(Guid id, JobAnswer answer, string? who, int? attempts)
    {
        if (who is { Length: > 64 } || who?.Any(c => char.IsControl(c) || char.IsSurrogate(c)) == true)
        {
            return Refuse(null, PrintRefusalKind.Invalid, "who", "expected 1 to 64 characters without control characters");
        }

        try
        {
            PrintJob? seen = null;
            var after = _store.Change(id, job =>
            {
                seen = job;
                var isFree = job.State != JobState.Accepted || !_turns.IsHeld(id);
                return isFree && JobSteps.Allows(job, answer) && (attempts is null || attempts == job.Attempts)
                    ? JobSteps.Answer(job, answer, string.IsNullOrWhiteSpace(who) ? null : who.Trim(), _parts.Clock.GetUtcNow())
                    : null;
            });
            return after is not null ? new PrintAnswer(JobView.Of(after), null)
                : seen is null ? Refuse(null, PrintRefusalKind.NotFound, "id", $"there is no job {id:D}")
                : Refuse(seen, PrintRefusalKind.Conflict, "answer", attempts is { } known && known != seen.Attempts
                    ? "it has been printed again since; look at it as it is now"
                    : $"\"{JobText.Of(answer)}\" does not go with a job that is {JobText.Of(seen.State)}");
        }
        catch (JobStoreException e)
        {
            return Refuse(null, PrintRefusalKind.Unavailable, "", e.Message);
        }
    }

    /// <summary>The job of an id, or null.</summary>
    public JobView? Find(Guid id)
    {
        try
        {
            return _store.Find(id) is { } job ? JobView.Of(job) : null;
        }
        catch (JobStoreException)
        {
            return null;
        }
    }

    /// <summary>Waits until a job is printed, is not printed, or a person is asked.</summary>
    /// <returns>The job then; null where there is none.</returns>
    public async Task<JobView?> WaitForOutcomeAsync(Guid id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = _store.Version;
            var job = Find(id);
            if (job is null || job.IsSettled)
            {
                return job;
            }

            await _store.WaitForChangeAsync(version, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Every printer, in the order of the configuration.</summary>
    public IReadOnlyList<PrinterView> Printers() => _views.Printers();

    /// <summary>Jobs: those a person is asked about, those that wait or are under way, and the last that have ended, the newest first in each.</summary>
    public IReadOnlyList<JobView> Jobs() => _views.Jobs();

    /// <summary>The document of a request as an SVG picture, as the printer will print it.</summary>
    public (string? Svg, PrintRefusal? Refusal) Preview(WantedJob wanted) => _views.Preview(wanted);

    /// <summary>The document of a job as an SVG picture.</summary>
    public (string? Svg, PrintRefusal? Refusal) Preview(Guid id) => _views.Preview(id);

    /// <summary>Opens the cash drawer at a printer, now or not at all: it is no job, so that no drawer opens by itself later.</summary>
    /// <returns>Null where the command has left, else why it has not.</returns>
    public Task<PrintRefusal?> OpenDrawerAsync(string? printer, int pin, CancellationToken cancellationToken) => _turns.Find(printer) is { } station
        ? DrawerKick.SendAsync(_work, station, pin, cancellationToken)
        : Task.FromResult<PrintRefusal?>(new PrintRefusal(PrintRefusalKind.NotFound, "printer", $"there is no printer \"{printer}\""));

    /// <summary>A printer said something of itself while nothing was printed.</summary>
    public void Hear(PrinterReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        // While it prints, and just after, the desk has heard it itself; and a watch that gave way to a job has heard nothing.
        if (reading.Status.Answered && _turns.Find(reading.DeviceId) is { Current: null } station && reading.Time > station.HeardAt)
        {
            station.Says(reading.Status, Options.UnknownStatus, _parts.Clock.GetUtcNow());
            _store.Bump();
        }
    }

    /// <summary>A printer was opened or lost by who watches it.</summary>
    public void Hear(string printer, Availability availability, string reason)
    {
        if (_turns.Find(printer) is not { Current: null } station || station.Printer.IsWeak)
        {
            return;
        }

        var now = _parts.Clock.GetUtcNow();
        if (availability == Availability.Online)
        {
            station.MayBeBack(now);
        }
        else if (availability == Availability.Offline)
        {
            _work.Missed(station, reason);
        }

        _store.Bump();
    }

    /// <summary>Waits until the version is above <paramref name="seen"/>.</summary>
    public Task WaitForChangeAsync(long seen, CancellationToken cancellationToken) => _store.WaitForChangeAsync(seen, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var station in _turns.Stations)
        {
            station.Dispose();
        }

        _loops.Dispose();
        _store.Dispose();
    }

    /// <summary>Adds a printer without starting its work; a test then takes its turns.</summary>
    internal PrinterStation Place(IPrinter printer, string? name, string? role)
    {
        ArgumentNullException.ThrowIfNull(printer);
        var station = new PrinterStation(printer, name, role, _order++, _parts.Clock.GetUtcNow());
        _turns.Add(station);
        return station;
    }

    /// <summary>Does one piece of a printer's work.</summary>
    /// <returns>False where there is none now.</returns>
    internal Task<bool> TurnAsync(PrinterStation station, CancellationToken cancellationToken) => _work.TurnAsync(station, cancellationToken);

    /// <summary>Tells all outcomes that are untold.</summary>
    internal Task<bool> DeliverAsync(CancellationToken cancellationToken) => _delivery.DeliverAsync(cancellationToken);

    /// <summary>Gives up what waited too long.</summary>
    internal void Expire() => _aging.Expire();

    /// <summary>Asks a person about jobs under way at printers that are not there.</summary>
    internal async Task LoseStraysAsync(string reason, CancellationToken cancellationToken)
    {
        foreach (var job in _store.Live().Where(job => job.State is JobState.Sending or JobState.Sent && _turns.Find(job.Printer) is null))
        {
            await _work.LoseAsync(job, reason, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private static PrintAnswer Repeat(PrintJob known, PrintJobRequest request) => known.Request == request
        ? new PrintAnswer(JobView.Of(known), null)
        : Refuse(known, PrintRefusalKind.Conflict, "id", "is the id of another job; give each job its own");

    private static PrintAnswer Refuse(PrintJob? job, PrintRefusalKind kind, string path, string message) =>
        new(job is null ? null : JobView.Of(job), new PrintRefusal(kind, path, message));
}
