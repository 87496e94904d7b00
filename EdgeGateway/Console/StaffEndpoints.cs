using System.Globalization;
using System.Net;
using System.Runtime.Versioning;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Staff;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>What a staff phone asks for: to be paired, its shift, the alerts and what it answers to them.</summary>
[SupportedOSPlatform("linux")]
public sealed class StaffEndpoints
{
    private const string Alert = "/v1/staff/alerts/{id}";

    private readonly StaffBook _book;
    private readonly PairingDesk _pairings;
    private readonly StaffSessions _sessions;
    private readonly StaffDoor _door;
    private readonly AlertDesk _alerts;
    private readonly Func<string, string, CancellationToken, Task<StaffReceipt?>> _withdrawAsync;
    private readonly StaffActions _actions = new(1024);
    private readonly EventStreams _streams;
    private readonly StaffLive _live;
    private readonly TimeProvider _clock;

    /// <param name="book">The staff.</param>
    /// <param name="pairings">The codes.</param>
    /// <param name="door">How phones come in.</param>
    /// <param name="alerts">The alerts.</param>
    /// <param name="withdrawAsync">Destroys what is kept of a member's face, at the wish told to a member of staff; null where there is nothing to withdraw.</param>
    /// <param name="maxPages">How many phones may be live at once.</param>
    /// <param name="clock">The pace of the beats.</param>
    /// <param name="stopping">Ends the live pages when the service stops.</param>
    public StaffEndpoints(
        StaffBook book,
        PairingDesk pairings,
        StaffDoor door,
        AlertDesk alerts,
        Func<string, string, CancellationToken, Task<StaffReceipt?>> withdrawAsync,
        int maxPages,
        TimeProvider clock,
        CancellationToken stopping)
    {
        (_book, _pairings, _door, _alerts, _withdrawAsync, _clock) = (book, pairings, door, alerts, withdrawAsync, clock);
        _sessions = new StaffSessions(book);
        _streams = new EventStreams(maxPages, stopping);
        _live = new StaffLive(alerts, book, clock);
        Routes =
        [
            new("GET", "/v1/staff/me", TellAsync),
            new("POST", "/v1/staff/pair", PairAsync) { Access = RouteAccess.Anybody },
            new("POST", "/v1/staff/unpair", UnpairAsync) { Access = RouteAccess.Staff },
            new("POST", "/v1/staff/shift", SetShiftAsync) { Access = RouteAccess.Staff },
            new("GET", "/v1/staff/alerts", r => r.AnswerWithAsync(View(_sessions.PhoneOf(r.Context)?.Staff), StaffJson.Default.StaffView)) { Access = RouteAccess.Staff },
            new("GET", "/v1/staff/live", FollowAsync) { Access = RouteAccess.Staff },
            new("POST", $"{Alert}/claim", r => ActAsync(r, _alerts.ClaimAsync)) { Access = RouteAccess.Staff },
            new("POST", $"{Alert}/done", r => ActAsync(r, _alerts.DoneAsync)) { Access = RouteAccess.Staff },
            new("POST", $"{Alert}/snooze", SnoozeAsync) { Access = RouteAccess.Staff },
            new("POST", $"{Alert}/dismiss", DismissAsync) { Access = RouteAccess.Staff },
            new("POST", $"{Alert}/notes", NoteAsync) { Access = RouteAccess.Staff },
            new("POST", "/v1/staff/members/{member}/withdraw", WithdrawAsync) { Access = RouteAccess.Staff },
        ];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    /// <summary>Who holds the paired phone that a request comes from; for <see cref="ConsoleEndpoint.StaffOf"/>.</summary>
    public string? StaffOf(HttpContext context) => _sessions.StaffOf(context);

    private Task TellAsync(ConsoleRequest request)
    {
        var phone = _sessions.PhoneOf(request.Context);
        if (phone is not null)
        {
            StaffSessions.KeepOn(request.Context);
        }

        var self = new StaffSelf(
            phone is not null, StaffSessions.MayCarry(request.Context), _door.Store, phone is null ? null : _book.Find(phone.Staff), phone?.Device, _door.Origins(), _door.Authority is not null);
        return request.AnswerWithAsync(self, StaffJson.Default.StaffSelf);
    }

    private Task PairAsync(ConsoleRequest request) => StaffRollEndpoints.KeepingAsync(request, () =>
    {
        var context = request.Context;
        if (!StaffSessions.MayCarry(context))
        {
            return request.RefuseAsync(StatusCodes.Status403Forbidden, new ConsoleError("", "a phone is paired over HTTPS alone; open the link of the QR code, which begins with https"));
        }

        if (!request.TryRead(StaffJson.Default.PairBody, out var body, out var error))
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }

        var before = _sessions.PhoneOf(context);
        var outcome = _pairings.Pair(body.Code, body.Device, PeerOf(context));
        if (outcome.Phone is not { } phone)
        {
            if (outcome.IsTooOften)
            {
                context.Response.Headers.RetryAfter = "60";
            }

            return request.RefuseAsync(
                outcome.IsTooOften ? StatusCodes.Status429TooManyRequests : StatusCodes.Status400BadRequest,
                new ConsoleError("code", outcome.IsTooOften ? "too many wrong codes came from here; wait a minute" : "is no code that is good now; ask for a new one"));
        }

        if (before is not null)
        {
            _book.Revoke(before.Id);
        }

        StaffSessions.Keep(context, outcome.Secret!);
        return request.AnswerWithAsync(new StaffSelf(true, true, _door.Store, _book.Find(phone.Staff), phone.Device, _door.Origins(), _door.Authority is not null), StaffJson.Default.StaffSelf);
    });

    private Task UnpairAsync(ConsoleRequest request) => StaffRollEndpoints.KeepingAsync(request, () =>
    {
        if (_sessions.PhoneOf(request.Context) is { } phone)
        {
            _book.Revoke(phone.Id);
            StaffSessions.Forget(request.Context);
        }

        return request.AnswerWithAsync(new StaffActed(AlertResult.Done, null, []), StaffJson.Default.StaffActed);
    });

    private Task SetShiftAsync(ConsoleRequest request) => StaffRollEndpoints.KeepingAsync(request, () =>
        !request.TryRead(StaffJson.Default.ShiftBody, out var body, out var error) ? request.RefuseAsync(StatusCodes.Status400BadRequest, error)
        : body.On is not { } on ? request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("on", "is missing; expected true or false"))
        : _sessions.StaffOf(request.Context) is not { } staff ? RefuseWithoutPhoneAsync(request)
        : _book.TrySetShift(staff, on) is { } mistake ? request.RefuseAsync(StatusCodes.Status409Conflict, new ConsoleError("", mistake))
        : request.AnswerWithAsync(View(staff), StaffJson.Default.StaffView));

    private Task FollowAsync(ConsoleRequest request)
    {
        var isPhone = _sessions.StaffOf(request.Context) is not null;
        return _streams.WriteAsync(request.Context, (writer, cancellationToken) => _live.FollowAsync(
            () => !isPhone ? View(null) : _sessions.StaffOf(request.Context) is { } staff ? View(staff) : null, writer, cancellationToken));
    }

    private StaffView View(string? staff)
    {
        var people = _book.People;
        return new StaffView(
            _clock.GetUtcNow(), people.FirstOrDefault(p => p.Id == staff), people.ToDictionary(p => p.Id, p => p.Name), _book.OnShift, _alerts.Open);
    }

    private Task ActAsync(ConsoleRequest request, Func<Guid, string, CancellationToken, Task<AlertOutcome>> actAsync) =>
        !request.TryRead(StaffJson.Default.ActBody, out var body, out var error)
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, error)
            : DoAsync(request, body.Id, actAsync);

    private Task SnoozeAsync(ConsoleRequest request) =>
        !request.TryRead(StaffJson.Default.SnoozeBody, out var body, out var error) ? request.RefuseAsync(StatusCodes.Status400BadRequest, error)
        : body.Minutes is not (>= 1 and <= 24 * 60) ? request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("minutes", string.Create(CultureInfo.InvariantCulture, $"came {body.Minutes}; expected 1 or more")))
        : DoAsync(request, body.Id, (alert, staff, ct) => _alerts.SnoozeAsync(alert, staff, TimeSpan.FromMinutes(body.Minutes.Value), ct));

    private Task DismissAsync(ConsoleRequest request) =>
        !request.TryRead(StaffJson.Default.DismissBody, out var body, out var error)
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, error)
            : DoAsync(request, body.Id, (alert, staff, ct) => _alerts.DismissAsync(alert, staff, body.Reason ?? DismissReasons.NotThisPerson, ct));

    private Task NoteAsync(ConsoleRequest request) =>
        !request.TryRead(StaffJson.Default.NoteBody, out var body, out var error)
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, error)
            : DoAsync(request, body.Id, (alert, staff, ct) => _alerts.NoteAsync(alert, staff, body.Text ?? "", ct));

    private async Task DoAsync(ConsoleRequest request, string? action, Func<Guid, string, CancellationToken, Task<AlertOutcome>> doAsync)
    {
        if (_sessions.StaffOf(request.Context) is not { } staff)
        {
            await RefuseWithoutPhoneAsync(request);
            return;
        }

        if (!Guid.TryParseExact(request["id"], "D", out var alert))
        {
            await request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("id", $"there is no alert \"{request["id"]}\""));
            return;
        }

        Guid? once = null;
        if (action is not null)
        {
            if (!Guid.TryParseExact(action, "D", out var parsed))
            {
                await request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("id", "expected a UUID that stays the same when the request is sent again"));
                return;
            }

            once = parsed;
        }

        // Once begun it is finished, though the phone may go out of reach.
        var answer = await _actions.OnceAsync(staff, once, () => doAsync(alert, staff, CancellationToken.None));
        await request.AnswerWithAsync(
            new StaffActed(answer.Result, answer.Alert?.ClaimedBy, answer.IsDone ? [] : [new ConsoleError("", answer.Message ?? "it was not done")]),
            StaffJson.Default.StaffActed,
            answer.Result switch
            {
                AlertResult.Done => StatusCodes.Status200OK,
                AlertResult.NotFound => StatusCodes.Status404NotFound,
                AlertResult.Taken or AlertResult.Ended => StatusCodes.Status409Conflict,
                AlertResult.Invalid => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status503ServiceUnavailable,
            });
    }

    private async Task WithdrawAsync(ConsoleRequest request)
    {
        if (!request.TryRead(StaffJson.Default.EmptyBody, out _, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }
        else if (_sessions.StaffOf(request.Context) is not { } staff)
        {
            await RefuseWithoutPhoneAsync(request);
        }
        else if (await _withdrawAsync(request["member"], staff, CancellationToken.None) is { } receipt)
        {
            await request.AnswerWithAsync(receipt, StaffJson.Default.StaffReceipt);
        }
        else
        {
            await request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("member", "nothing of this member's face is kept here; there is nothing to withdraw"));
        }
    }

    private static string PeerOf(HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return (peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer).ToString();
    }

    private static Task RefuseWithoutPhoneAsync(ConsoleRequest request) => request.RefuseAsync(
        StatusCodes.Status403Forbidden, new ConsoleError("", "is answered by a paired phone, so that it is known who did it; pair this one"));
}
