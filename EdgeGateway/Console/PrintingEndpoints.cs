using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Printing.Jobs;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>What the printing page and the <c>print</c> verb ask for. A job that is answered without errors is on the disk.</summary>
public sealed class PrintingEndpoints
{
    /// <summary>The longest that a request waits for a job's outcome, in seconds.</summary>
    public const int MaxWait = 30;

    private static readonly TimeSpan s_drawerLimit = TimeSpan.FromSeconds(10);

    private readonly PrintDesk _desk;
    private readonly Func<string, string, JsonElement> _sample;
    private readonly EventStreams _streams;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _stopping;

    /// <param name="desk">Where jobs are.</param>
    /// <param name="sample">Data to try a template with, by its name and language; throws where it knows none.</param>
    /// <param name="maxPages">How many pages may be live at once.</param>
    /// <param name="clock">The pace of the live pages.</param>
    /// <param name="stopping">Ends the live pages when the service stops.</param>
    public PrintingEndpoints(PrintDesk desk, Func<string, string, JsonElement> sample, int maxPages, TimeProvider clock, CancellationToken stopping)
    {
        (_desk, _sample, _clock, _stopping) = (desk, sample, clock, stopping);
        _streams = new EventStreams(maxPages, stopping);
        const string Job = "/v1/printing/jobs/{id}";
        Routes =
        [
            new("GET", "/v1/printing", r => r.AnswerWithAsync(State(), PrintingJson.Default.PrintingState)),
            new("GET", "/v1/printing/live", r => _streams.WriteAsync(r.Context, FollowAsync)),
            new("GET", "/v1/printing/samples/{template}/{culture}", SampleAsync),
            new("GET", Job, FindAsync),
            new("GET", $"{Job}/preview", r => TryId(r["id"], out var id, out var error) ? PictureAsync(r, _desk.Preview(id)) : r.RefuseAsync(StatusCodes.Status400BadRequest, error)),
            new("POST", "/v1/printing/jobs", SubmitAsync),
            new("POST", $"{Job}/answer", AnswerAsync),
            new("POST", "/v1/printing/preview", PreviewAsync),
            new("POST", "/v1/printing/drawer", DrawerAsync),
        ];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    private PrintingState State()
    {
        var jobs = _desk.Jobs();
        return new PrintingState(_desk.Printers(), jobs, jobs.Count(job => job.State == "unknown"), _desk.Templates, _desk.Options.Culture, _desk.Notice);
    }

    private Task SampleAsync(ConsoleRequest request)
    {
        try
        {
            return ConsoleAnswer.SendAsync(request.Response, Encoding.UTF8.GetBytes(_sample(request["template"], request["culture"]).GetRawText()));
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException)
        {
            return request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("template", $"there is no sample for \"{request["template"]}\" in {request["culture"]}"));
        }
    }

    /// <summary>A job; with <c>?wait=20</c> after so many seconds, or as soon as it is printed, is not printed, or a person is asked.</summary>
    private async Task FindAsync(ConsoleRequest request)
    {
        if (!TryId(request["id"], out var id, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        var text = request.Context.Request.Query["wait"].ToString();
        var wait = 0;
        if (text.Length > 0 && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out wait) || wait > MaxWait))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("wait", $"came \"{text}\"; expected 0 to {MaxWait} seconds"));
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, _stopping);
        try
        {
            if (wait > 0)
            {
                await _desk.WaitForOutcomeAsync(id, limit.Token).WaitAsync(TimeSpan.FromSeconds(wait), _clock, limit.Token);
            }
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // As it is now, then.
        }

        await limit.CancelAsync();
        await (_desk.Find(id) is { } job
            ? request.AnswerWithAsync(job, PrintingJson.Default.JobView)
            : request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("id", $"there is no job {id:D}")));
    }

    private Task SubmitAsync(ConsoleRequest request)
    {
        if (!TryRead(request, out var wanted, out var body, out var error))
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }

        return AnswerAsync(request, _desk.Submit(wanted, new PrintAsker(body.Source ?? "console", string.IsNullOrWhiteSpace(body.Who) ? null : body.Who.Trim())));
    }

    private Task AnswerAsync(ConsoleRequest request)
    {
        if (!TryId(request["id"], out var id, out var error) || !request.TryRead(PrintingJson.Default.AnswerBody, out var body, out error))
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }

        return JobText.ReadAnswer(body.Answer) is { } answer
            ? AnswerAsync(request, _desk.Answer(id, answer, body.Who, body.Attempts))
            : request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("answer", $"came \"{body.Answer}\"; expected reprint, printed or cancel"));
    }

    private Task PreviewAsync(ConsoleRequest request) => TryRead(request, out var wanted, out _, out var error)
        ? PictureAsync(request, _desk.Preview(wanted))
        : request.RefuseAsync(StatusCodes.Status400BadRequest, error);

    private async Task DrawerAsync(ConsoleRequest request)
    {
        if (!request.TryRead(PrintingJson.Default.DrawerBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        // The page's going away does not cancel: a drawer that is opened is open.
        using var limit = new CancellationTokenSource(s_drawerLimit, _clock);
        PrintRefusal? refusal;
        try
        {
            refusal = await _desk.OpenDrawerAsync(body.Printer, body.Pin ?? 2, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            refusal = new PrintRefusal(PrintRefusalKind.Unavailable, "printer", "it gave no sign in time; look at the drawer before you try again");
        }

        await AnswerAsync(request, new PrintAnswer(null, refusal));
    }

    private static Task PictureAsync(ConsoleRequest request, (string? Svg, PrintRefusal? Refusal) picture)
    {
        if (picture.Refusal is { } refusal)
        {
            return request.RefuseAsync(StatusOf(refusal), Errors(refusal));
        }

        var bytes = Encoding.UTF8.GetBytes(picture.Svg!);
        var response = request.Response;
        response.ContentType = "image/svg+xml";
        response.Headers.CacheControl = "no-store";

        // Opened by itself it is a document of this origin: nothing in it may do anything. Pictures of bar codes carry data URLs.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    /// <summary>Server-sent events: <c>printing</c> at once and when something changed, at most four a second; <c>beat</c> in between.</summary>
    private async Task FollowAsync(EventWriter writer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = _desk.Version;
            await writer.SendAsync("printing", JsonSerializer.SerializeToUtf8Bytes(State(), PrintingJson.Default.PrintingState), cancellationToken);
            await Task.Delay(StatusFeed.Pace, _clock, cancellationToken);
            var change = _desk.WaitForChangeAsync(version, cancellationToken);
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

    private static bool TryRead(
        ConsoleRequest request, [NotNullWhen(true)] out WantedJob? wanted, [NotNullWhen(true)] out JobBody? body, [NotNullWhen(false)] out ConsoleError? error)
    {
        wanted = null;
        if (!request.TryRead(PrintingJson.Default.JobBody, out body, out error))
        {
            return false;
        }

        Guid? id = null;
        if (body.Id is { } text)
        {
            if (!TryId(text, out var given, out error))
            {
                return false;
            }

            id = given;
        }

        if (body.Source is not (null or "console" or "cli"))
        {
            error = new ConsoleError("source", $"came \"{body.Source}\"; expected console or cli");
            return false;
        }

        if (body.Who is { Length: > 64 } || body.Who?.Any(char.IsControl) == true)
        {
            error = new ConsoleError("who", "expected at most 64 characters without control characters");
            return false;
        }

        wanted = new WantedJob(id, body.Template, body.Data, body.Culture, body.Copies, body.Printer, body.Role, body.Priority, body.ExpiresAt);
        return true;
    }

    private static bool TryId(string text, out Guid id, [NotNullWhen(false)] out ConsoleError? error)
    {
        error = Guid.TryParseExact(text, "D", out id) ? null : new ConsoleError("id", "expected a UUID that stays the same when the request is sent again");
        return error is null;
    }

    private static Task AnswerAsync(ConsoleRequest request, PrintAnswer answer) => request.AnswerWithAsync(
        new JobAnswerBody(answer.Job, answer.Refusal is { } refusal ? Errors(refusal) : []),
        PrintingJson.Default.JobAnswerBody,
        answer.Refusal is { } why ? StatusOf(why) : StatusCodes.Status200OK);

    private static ConsoleError[] Errors(PrintRefusal refusal) => [.. refusal.Mistakes.Select(one => new ConsoleError(one.Path, one.Message))];

    private static int StatusOf(PrintRefusal refusal) => refusal.Kind switch
    {
        PrintRefusalKind.Invalid or PrintRefusalKind.Expired => StatusCodes.Status400BadRequest,
        PrintRefusalKind.NotFound => StatusCodes.Status404NotFound,
        PrintRefusalKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
