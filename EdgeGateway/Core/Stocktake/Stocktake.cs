using System.Globalization;
using System.Threading.Channels;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Scanning;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Stocktake;

/// <summary>Counting sessions: durable before they are answered, independent of the network, told to headquarters once when they are closed.</summary>
/// <remarks>
/// Thread-safe. Each change is a commit in a small file of its own, so a count outlives whatever happens to the gateway. A close first fixes
/// the lines in that file, then hands one event a line to the outbox under ids made of the session and the line, then marks the session
/// closed; wherever that stops, doing it again adds nothing.
/// </remarks>
public sealed class Stocktake : IDisposable
{
    private const int MostOpen = 50;
    private const long MostAmount = 1_000_000_000_000;
    private const int MostQuantity = 1_000_000;
    private const int MostOperations = 200_000;
    private const int WaitingScans = 256;

    private readonly StocktakeSessions _sessions;
    private readonly StocktakeDelivery _delivery;
    private readonly ScanDecoder _decoder;
    private readonly StocktakeOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>Scans of bound scanners on their way; full: the scan is not counted, and the session says so.</summary>
    private readonly Channel<(ScanReading Reading, Scan Scan)> _scans =
        Channel.CreateBounded<(ScanReading, Scan)>(new BoundedChannelOptions(WaitingScans) { SingleReader = true });

    private Stocktake(StocktakeSessions sessions, StocktakeDelivery delivery, ScanDecoder decoder, StocktakeOptions options, TimeProvider clock) =>
        (_sessions, _delivery, _decoder, _options, _clock) = (sessions, delivery, decoder, options, clock);

    /// <summary>Counts changes of what is shown, from 0.</summary>
    public long Version => _sessions.Version;

    /// <summary>Opens the sessions of a data folder. A file that is damaged is put aside and said so; a count is not worth a gateway.</summary>
    /// <param name="path">The file, made where it is missing.</param>
    /// <param name="decoder">Understands codes.</param>
    /// <param name="options">How goods are counted.</param>
    /// <param name="keep">Stamps events and appends them to the outbox, all or none; completes after the commit, and knows repeats by their origin ids.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Told of damage and of a disk that refuses.</param>
    /// <exception cref="IOException">The file cannot be made; the message is one line for people.</exception>
    public static Stocktake Open(
        string path, ScanDecoder decoder, StocktakeOptions options, Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep, TimeProvider clock, ILogger<Stocktake> logger)
    {
        var sessions = StocktakeSessions.Open(path, clock, logger);
        return new Stocktake(sessions, new StocktakeDelivery(sessions, keep, clock), decoder, options, clock);
    }

    /// <summary>Every session, the newest first: those under way, and the last that ended. Of many lines only the last counted.</summary>
    public IReadOnlyList<SessionView> Sessions()
    {
        lock (_sessions.Gate)
        {
            return [.. _sessions.All.Reverse().Select(session => session.View(StocktakeSessions.ShownLines))];
        }
    }

    /// <summary>One session with all its lines, or null.</summary>
    public SessionView? Find(string id)
    {
        lock (_sessions.Gate)
        {
            return _sessions.Get(id)?.View(int.MaxValue);
        }
    }

    /// <summary>Begins a session.</summary>
    /// <param name="location">Where is counted: 1 to 64 characters.</param>
    /// <param name="counter">Who counts: 1 to 64 characters.</param>
    /// <param name="scanner">The scanner whose scans are to count here; null where codes come from the page.</param>
    public StocktakeAnswer Start(string? location, string? counter, string? scanner)
    {
        if ((Words("location", location) ?? Words("counter", counter)) is { } wrong)
        {
            return new StocktakeAnswer(null, wrong);
        }

        lock (_sessions.Gate)
        {
            return scanner is not null && _sessions.BoundTo(scanner) is { } other
                ? Refuse(null, RefusalKind.Conflict, "scanner", $"\"{scanner}\" counts for {other.Session.Counter} at {other.Session.Location}; close that session first, or choose another scanner")
                : _sessions.All.Count(s => s.Session.State == SessionState.Open) >= MostOpen
                ? Refuse(null, RefusalKind.Conflict, "", $"{MostOpen} sessions are open; close or discard some")
                : _sessions.Begin(location!.Trim(), counter!.Trim(), scanner);
        }
    }

    /// <summary>Counts a code.</summary>
    /// <param name="session">The session's id.</param>
    /// <param name="code">What was scanned or typed.</param>
    /// <param name="quantity">How often it counts, 1 to 1,000,000; null for once.</param>
    /// <param name="id">An id of this scan; a repeat of it counts nothing and answers as it stands. Null where none was given.</param>
    public StocktakeAnswer Count(string session, string code, long? quantity, Guid? id)
    {
        ArgumentNullException.ThrowIfNull(code);
        return quantity is < 1 or > MostQuantity
            ? Refuse(null, RefusalKind.Invalid, "quantity", string.Create(CultureInfo.InvariantCulture, $"came {quantity}; expected 1 to {MostQuantity}"))
            : Count(session, code, _decoder.DecodeLine(code, _clock.GetUtcNow().Year), quantity ?? 1, id);
    }

    /// <summary>Sets a line to what was counted by hand.</summary>
    /// <param name="session">The session's id.</param>
    /// <param name="sku">The goods of the line; a new one is made where there is none.</param>
    /// <param name="quantity">The count, 0 or more, in the line's unit.</param>
    /// <param name="unit"><c>piece</c> or <c>mg</c>; null for that of the line, or pieces.</param>
    /// <param name="id">As in <see cref="Count(string, string, long?, Guid?)"/>.</param>
    public StocktakeAnswer Set(string session, string sku, long quantity, string? unit, Guid? id)
    {
        ArgumentNullException.ThrowIfNull(sku);
        lock (_sessions.Gate)
        {
            if (!TryGetOpen(session, id, out var open, out var answer))
            {
                return answer;
            }

            unit ??= open.UnitOf(sku) ?? CountedGoods.Piece;
            return quantity is < 0 or > MostAmount
                ? Refuse(open, RefusalKind.Invalid, "quantity", string.Create(CultureInfo.InvariantCulture, $"came {quantity}; expected 0 to {MostAmount}"))
                : unit is not (CountedGoods.Piece or CountedGoods.Milligram) ? Refuse(open, RefusalKind.Invalid, "unit", $"came \"{unit}\"; expected piece or mg")
                : sku.Length is 0 or > CountedGoods.MaxSku || sku.Any(c => char.IsControl(c) || char.IsSurrogate(c))
                ? Refuse(open, RefusalKind.Invalid, "sku", $"expected 1 to {CountedGoods.MaxSku} characters")
                : Do(open, isSet: true, new CountedGoods(sku, unit, quantity), sku, id);
        }
    }

    /// <summary>Takes back what was counted or set last and not yet taken back.</summary>
    public StocktakeAnswer Undo(string session)
    {
        lock (_sessions.Gate)
        {
            return !TryGetOpen(session, null, out var open, out var answer) ? answer
                : open.LastDone is { } last ? _sessions.Undo(open, last)
                : Refuse(open, RefusalKind.Conflict, "", "there is nothing to take back");
        }
    }

    /// <summary>Throws a session away; nothing of it is told to anybody.</summary>
    public StocktakeAnswer Discard(string session)
    {
        lock (_sessions.Gate)
        {
            return TryGetOpen(session, null, out var open, out var answer) ? _sessions.MoveTo(open, SessionState.Discarded) : answer;
        }
    }

    /// <summary>Closes a session: fixes its lines and hands them to the outbox, each once. A closed one is answered as it is.</summary>
    /// <remarks>Where the outbox refuses, the session stays <c>closing</c> and is tried again by itself; its lines can no longer be changed.</remarks>
    public async Task<StocktakeAnswer> CloseAsync(string session, CancellationToken cancellationToken)
    {
        lock (_sessions.Gate)
        {
            if (_sessions.Get(session) is not { } found)
            {
                return NoSuch(session);
            }

            if (found.Session.State == SessionState.Open && _sessions.MoveTo(found, SessionState.Closing) is { Refusal: not null } failed)
            {
                return failed;
            }

            if (found.Session.State == SessionState.Discarded)
            {
                return Refuse(found, RefusalKind.Conflict, "", "the session was discarded");
            }
        }

        var why = await _delivery.DeliverAsync(cancellationToken).ConfigureAwait(false);
        lock (_sessions.Gate)
        {
            var now = _sessions.Get(session)?.View(StocktakeSessions.ShownLines);
            return new StocktakeAnswer(now, now?.State == "closing"
                ? new StocktakeRefusal(RefusalKind.Unavailable, "", $"the count is kept here and told as soon as the event store takes it: {why}") : null);
        }
    }

    /// <summary>Whether an open session counts the scans of this scanner; then the scan is taken and counted soon. For <see cref="ScanDesk"/>.</summary>
    public bool Claim(ScanReading reading, Scan scan)
    {
        ArgumentNullException.ThrowIfNull(reading);
        lock (_sessions.Gate)
        {
            if (_sessions.BoundTo(reading.DeviceId) is not { } session)
            {
                return false;
            }

            if (!_scans.Writer.TryWrite((reading, scan)))
            {
                _sessions.RefuseCode(session, reading.Data, new ScanFault("busy", "too many scans at once; scan it again"));
            }

            return true;
        }
    }

    /// <summary>Counts the scans of bound scanners, and goes on with closes that were broken off, until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var closing = _delivery.RunAsync(cancellationToken);
        try
        {
            await foreach (var (reading, scan) in _scans.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                CountBound(reading, scan);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            while (_scans.Reader.TryRead(out var last))
            {
                CountBound(last.Reading, last.Scan);
            }
        }

        await closing.ConfigureAwait(false);
    }

    /// <summary>Waits until the version is above <paramref name="seen"/>.</summary>
    public Task WaitForChangeAsync(long seen, CancellationToken cancellationToken) => _sessions.WaitForChangeAsync(seen, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _sessions.Dispose();
        _delivery.Dispose();
    }

    private void CountBound(ScanReading reading, Scan scan)
    {
        lock (_sessions.Gate)
        {
            if (_sessions.BoundTo(reading.DeviceId) is { } session)
            {
                Count(session.Session.Id.ToString("D"), reading.Symbology + reading.Data, scan, 1, null);
            }
        }
    }

    private StocktakeAnswer Count(string session, string code, Scan scan, long quantity, Guid? id)
    {
        lock (_sessions.Gate)
        {
            if (!TryGetOpen(session, id, out var open, out var answer))
            {
                return answer;
            }

            if (CountedGoods.TryRead(scan, _options.WeighedBy, out var goods) is { } why)
            {
                return _sessions.RefuseCode(open, code, why);
            }

            var amount = goods!.Amount * (decimal)quantity;
            return amount + (open.CountOf(goods.Sku, goods.Unit) ?? 0) > MostAmount
                ? _sessions.RefuseCode(open, code, new ScanFault("limit", "the line would grow beyond any count"))
                : Do(open, isSet: false, goods with { Amount = (long)amount }, code, id);
        }
    }

    private StocktakeAnswer Do(CountingSession open, bool isSet, CountedGoods goods, string code, Guid? id) => open.NextNumber > MostOperations
        ? _sessions.RefuseCode(open, code, new ScanFault("limit", "the session is as long as one may be; close it and begin another"))
        : _sessions.Do(open, isSet, goods, code, id);

    /// <summary>The open session of an id, unless it knows the request already.</summary>
    private bool TryGetOpen(string id, Guid? request, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CountingSession? open, out StocktakeAnswer answer)
    {
        open = null;
        var session = _sessions.Get(id);
        answer = session is null ? NoSuch(id)
            : request is { } known && session.Knows(known) ? new StocktakeAnswer(session.View(StocktakeSessions.ShownLines), null)
            : Refuse(session, RefusalKind.Conflict, "", "the session is not open any more");
        if (session?.Session.State == SessionState.Open && answer.Refusal is not null)
        {
            open = session;
        }

        return open is not null;
    }

    private static StocktakeAnswer Refuse(CountingSession? session, RefusalKind kind, string path, string message) => StocktakeSessions.Refuse(session, kind, path, message);

    private static StocktakeAnswer NoSuch(string id) => Refuse(null, RefusalKind.NotFound, "id", $"there is no session \"{(id.Length > 40 ? id[..40] : id)}\"");

    private static StocktakeRefusal? Words(string path, string? text) =>
        text is null || text.Trim().Length is 0 or > 64 || text.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            ? new StocktakeRefusal(RefusalKind.Invalid, path, "expected 1 to 64 characters without control characters") : null;
}
