using System.Globalization;
using System.Runtime.InteropServices;
using EdgeGateway.Core.Enrolment;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>What the members page and the staff's phones ask for to take consents, enrol and withdraw. The audit log is the owner's; the rest is the staff's too.</summary>
public sealed class MemberEndpoints
{
    /// <summary>How many lines of the audit log are given at most.</summary>
    public const int MostAudit = 1000;

    private readonly IEnrolment _desk;
    private readonly Func<HttpContext, string?> _staffOf;

    /// <param name="desk">Where it is done.</param>
    /// <param name="staffOf">Who holds the paired phone that a request comes from; null where it comes from none.</param>
    public MemberEndpoints(IEnrolment desk, Func<HttpContext, string?> staffOf)
    {
        (_desk, _staffOf) = (desk, staffOf);
        const string Member = "/v1/members/{member}";
        Routes =
        [
            Staff("GET", "/v1/members", r => r.AnswerWithAsync(_desk.View(Who(r)), MemberJson.Default.MembersView)),
            Staff("GET", "/v1/members/texts/{language}", TextsAsync),
            new("GET", "/v1/members/audit", AuditAsync) { Access = RouteAccess.Owner },
            Staff("POST", "/v1/members/consents", GiveAsync),
            Staff("POST", $"{Member}/photos", PhotoAsync) with { BodyType = "image/jpeg", MaxBodyLength = ChangeGate.LargestBody },
            Staff("POST", $"{Member}/photos/camera", CameraPhotoAsync),
            Staff("DELETE", $"{Member}/photos", r => _desk.StartOver(r["member"]) is { } refusal ? DeskAnswer.RefuseAsync(r, refusal) : ShowAsync(r)),
            Staff("POST", $"{Member}/enrol", EnrolAsync),
            Staff("POST", $"{Member}/withdraw", WithdrawAsync),
        ];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    private static ConsoleRoute Staff(string method, string pattern, Func<ConsoleRequest, Task> answer) => new(method, pattern, answer) { Access = RouteAccess.Staff };

    /// <summary>Who asks: the holder of a paired phone, whatever the body says; else who the body names.</summary>
    private string? Who(ConsoleRequest request, string? said) => _staffOf(request.Context) ?? (string.IsNullOrWhiteSpace(said) ? null : said.Trim());

    private string Who(ConsoleRequest request) => _staffOf(request.Context) ?? "console";

    private Task ShowAsync(ConsoleRequest request) => request.AnswerWithAsync(_desk.View(Who(request)), MemberJson.Default.MembersView);

    private Task TextsAsync(ConsoleRequest request) => _desk.Texts(request["language"]) is { Count: > 0 } texts
        ? request.AnswerWithAsync(new TextsAnswer(texts), MemberJson.Default.TextsAnswer)
        : request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("language", $"there is no text in \"{request["language"]}\"; expected en, zh-CN or zh-TW"));

    private Task AuditAsync(ConsoleRequest request)
    {
        var text = request.Context.Request.Query["most"].ToString();
        var most = 200;
        return text.Length > 0 && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostAudit)
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("most", $"came \"{text}\"; expected 1 to {MostAudit}"))
            : request.AnswerWithAsync(new AuditAnswer(_desk.Audit(most, Who(request))), MemberJson.Default.AuditAnswer);
    }

    private async Task GiveAsync(ConsoleRequest request)
    {
        if (!request.TryRead(MemberJson.Default.ConsentBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        Guid? id = null;
        if (body.Id is { } text)
        {
            if (!Guid.TryParseExact(text, "D", out var given))
            {
                await request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("id", "expected a UUID that stays the same when the request is sent again"));
                return;
            }

            id = given;
        }

        var wanted = new GivenConsent(
            body.Subject, body.IsStaff ?? false, body.TextVersion, body.Language, body.How, Who(request, body.Who), body.AgeConfirmed, body.Agreed, body.OtherStores, id);

        // The page's going away does not cancel: a consent that was given is on record.
        await (await _desk.GiveAsync(wanted, CancellationToken.None) is { } refusal ? DeskAnswer.RefuseAsync(request, refusal) : ShowAsync(request));
    }

    private async Task PhotoAsync(ConsoleRequest request)
    {
        // The body's own array, so that the photo can be overwritten where it arrived.
        var body = MemoryMarshal.AsMemory(request.Body);
        try
        {
            await AnswerAsync(request, await _desk.PhotoAsync(request["member"], body, request.Aborted));
        }
        finally
        {
            body.Span.Clear();
        }
    }

    private async Task CameraPhotoAsync(ConsoleRequest request)
    {
        if (!request.TryRead(MemberJson.Default.CameraPhotoBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        await AnswerAsync(request, await _desk.PhotoFromAsync(request["member"], body.Camera, request.Aborted));
    }

    private static Task AnswerAsync(ConsoleRequest request, PhotoAnswer answer) => answer.Refusal is { } refusal
        ? DeskAnswer.RefuseAsync(request, refusal)
        : request.AnswerWithAsync(answer.Photo!, MemberJson.Default.PhotoView);

    private async Task EnrolAsync(ConsoleRequest request)
    {
        if (!request.TryRead(MemberJson.Default.EnrolBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        var answer = await _desk.EnrolAsync(request["member"], body.Name, Who(request, body.Who), body.DespiteLookAlike ?? false, CancellationToken.None);
        await (answer.Refusal is { } refusal
            ? DeskAnswer.RefuseAsync(request, refusal)
            : request.AnswerWithAsync(new EnrolledAnswer(answer.Photos, answer.LookAlike), MemberJson.Default.EnrolledAnswer));
    }

    private async Task WithdrawAsync(ConsoleRequest request)
    {
        if (!request.TryRead(MemberJson.Default.WithdrawBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        // Nor does it cancel a withdrawal.
        var answer = await _desk.WithdrawAsync(request["member"], Who(request, body.Who), body.Print ?? false, CancellationToken.None);
        await (answer.Refusal is { } refusal
            ? DeskAnswer.RefuseAsync(request, refusal)
            : request.AnswerWithAsync(answer.Receipt!, MemberJson.Default.ReceiptView));
    }
}
