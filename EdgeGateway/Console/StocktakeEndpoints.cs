using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Stocktake;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>What the stocktake page asks for. An answer that is no refusal comes after the count is on the disk.</summary>
public sealed class StocktakeEndpoints
{
    private readonly Stocktake _stocktake;
    private readonly Func<IReadOnlyList<string>> _scanners;
    private readonly EventStreams _streams;
    private readonly TimeProvider _clock;

    /// <param name="stocktake">The sessions.</param>
    /// <param name="scanners">The ids of the scanners that a session may take.</param>
    /// <param name="maxPages">How many pages may be live at once.</param>
    /// <param name="clock">The pace of the live pages.</param>
    /// <param name="stopping">Ends the live pages when the service stops.</param>
    public StocktakeEndpoints(Stocktake stocktake, Func<IReadOnlyList<string>> scanners, int maxPages, TimeProvider clock, CancellationToken stopping)
    {
        (_stocktake, _scanners, _clock) = (stocktake, scanners, clock);
        _streams = new EventStreams(maxPages, stopping);
        const string Session = "/v1/stocktake/sessions/{id}";
        Routes =
        [
            new("GET", "/v1/stocktake", r => r.AnswerWithAsync(State(), StocktakeJson.Default.StocktakeState)),
            new("GET", "/v1/stocktake/live", r => _streams.WriteAsync(r.Context, FollowAsync)),
            new("GET", Session, FindAsync),
            new("POST", "/v1/stocktake/sessions", StartAsync),
            new("POST", $"{Session}/scans", CountAsync),
            new("POST", $"{Session}/undo", r => AnswerAsync(r, _stocktake.Undo(r["id"]))),
            new("POST", $"{Session}/lines/{{sku}}", SetAsync),
            new("POST", $"{Session}/close", async r => await AnswerAsync(r, await _stocktake.CloseAsync(r["id"], CancellationToken.None))),
            new("POST", $"{Session}/discard", r => AnswerAsync(r, _stocktake.Discard(r["id"]))),
        ];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    private StocktakeState State()
    {
        var sessions = _stocktake.Sessions();
        return new StocktakeState(
            sessions, [.. _scanners().Select(id => new StocktakeScanner(id, sessions.FirstOrDefault(s => s.State == "open" && s.Scanner == id)?.Id))]);
    }

    private Task FindAsync(ConsoleRequest request) => _stocktake.Find(request["id"]) is { } session
        ? request.AnswerWithAsync(session, StocktakeJson.Default.SessionView)
        : request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("id", $"there is no session \"{request["id"]}\""));

    private Task StartAsync(ConsoleRequest request)
    {
        if (!request.TryRead(StocktakeJson.Default.StartBody, out var body, out var error))
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }

        var scanner = string.IsNullOrEmpty(body.Scanner) ? null : body.Scanner;
        return scanner is not null && !_scanners().Contains(scanner)
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("scanner", $"\"{scanner}\" is no scanner of this gateway; expected one of {string.Join(", ", _scanners())}"))
            : AnswerAsync(request, _stocktake.Start(body.Location, body.Counter, scanner));
    }

    private Task CountAsync(ConsoleRequest request) =>
        !request.TryRead(StocktakeJson.Default.CountBody, out var body, out var error) || !TryId(body.Id, out var id, out error)
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, error)
            : string.IsNullOrWhiteSpace(body.Code)
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("code", "is missing; expected what was scanned or typed"))
            : AnswerAsync(request, _stocktake.Count(request["id"], body.Code.Trim(' ', '\t', '\r', '\n'), body.Quantity, id));

    private Task SetAsync(ConsoleRequest request) =>
        !request.TryRead(StocktakeJson.Default.LineBody, out var body, out var error) || !TryId(body.Id, out var id, out error)
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, error)
            : body.Quantity is not { } quantity
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("quantity", "is missing; expected how many there are"))
            : AnswerAsync(request, _stocktake.Set(request["id"], request["sku"], quantity, body.Unit, id));

    /// <summary>Server-sent events: <c>stocktake</c> at once and when something changed, at most four a second; <c>beat</c> in between.</summary>
    private async Task FollowAsync(EventWriter writer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = _stocktake.Version;
            await writer.SendAsync("stocktake", JsonSerializer.SerializeToUtf8Bytes(State(), StocktakeJson.Default.StocktakeState), cancellationToken);
            await Task.Delay(StatusFeed.Pace, _clock, cancellationToken);
            var change = _stocktake.WaitForChangeAsync(version, cancellationToken);
            while (await BeatAsync(change, cancellationToken))
            {
                await writer.SendAsync("beat", Encoding.ASCII.GetBytes(EventBody.FormatTime(_clock.GetUtcNow())), cancellationToken);
            }

            await change;
        }
    }

    /// <summary>Waits for a change or the time of a beat.</summary>
    /// <returns>Whether it was the beat.</returns>
    private async Task<bool> BeatAsync(Task change, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = Task.Delay(EventStreams.Beat, _clock, over.Token);
        await Task.WhenAny(change, pause);
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return !change.IsCompleted;
    }

    private static bool TryId(string? text, out Guid? id, [NotNullWhen(false)] out ConsoleError? error)
    {
        (id, error) = (null, null);
        if (text is not null && !Guid.TryParseExact(text, "D", out _))
        {
            error = new ConsoleError("id", "expected a UUID that stays the same when the request is sent again");
            return false;
        }

        id = text is null ? null : Guid.ParseExact(text, "D");
        return true;
    }

    private static Task AnswerAsync(ConsoleRequest request, StocktakeAnswer answer) => request.AnswerWithAsync(
        new SessionAnswer(answer.Session, answer.Refusal is { } refusal ? [new ConsoleError(refusal.Path, refusal.Message)] : []),
        StocktakeJson.Default.SessionAnswer,
        answer.Refusal?.Kind switch
        {
            null => StatusCodes.Status200OK,
            RefusalKind.Invalid => StatusCodes.Status400BadRequest,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status503ServiceUnavailable,
        });
}
