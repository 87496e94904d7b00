using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Visits;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>What the camera page asks for. All of it is the owner's: pictures, who decided what, and figures of staff. Whatever is done is answered with how it stands then.</summary>
public sealed class CameraEndpoints
{
    private readonly ICameraDesk _desk;

    /// <param name="desk">Where it is done.</param>
    public CameraEndpoints(ICameraDesk desk)
    {
        _desk = desk;
        const string Camera = "/v1/camera/{id}";
        Routes =
        [
            Owner("GET", "/v1/camera", r => ShowAsync(r)),
            Owner("GET", "/v1/camera/notices/{language}", NoticesAsync),
            Owner("GET", $"{Camera}/picture", PictureAsync),
            Owner("POST", $"{Camera}/rules", ChooseAsync),
            Owner("POST", $"{Camera}/arm", r => AnswerAsync(r, desk.Arm(r["id"]))),
            Owner("POST", $"{Camera}/measure", MeasureAsync),
            Owner("DELETE", $"{Camera}/measure", r => AnswerAsync(r, desk.ForgetMeasured(r["id"]))),
            Owner("POST", $"{Camera}/thresholds", ApplyAsync),
        ];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    private static ConsoleRoute Owner(string method, string pattern, Func<ConsoleRequest, Task> answer) => new(method, pattern, answer) { Access = RouteAccess.Owner };

    private static Task NoticesAsync(ConsoleRequest request) => DoorNotice.In(request["language"]) is { Count: > 0 } notices
        ? request.AnswerWithAsync(new NoticesAnswer(DoorNotice.Version, notices), CameraJson.Default.NoticesAnswer)
        : request.RefuseAsync(
            StatusCodes.Status404NotFound, new ConsoleError("language", $"there is no notice in \"{request["language"]}\"; expected {string.Join(", ", DoorNotice.Languages)}"));

    private async Task PictureAsync(ConsoleRequest request)
    {
        var (png, refusal) = await _desk.PictureAsync(request["id"], request.Aborted);
        if (refusal is not null)
        {
            await DeskAnswer.RefuseAsync(request, refusal);
            return;
        }

        try
        {
            var response = request.Response;
            response.ContentType = "image/png";
            response.Headers.CacheControl = "no-store";
            response.ContentLength = png!.Length;
            await response.Body.WriteAsync(png);
        }
        finally
        {
            Array.Clear(png!);
        }
    }

    private Task ChooseAsync(ConsoleRequest request)
    {
        if (!request.TryRead(CameraJson.Default.RulesBody, out var body, out var error))
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }

        if (body.Polygon?.Any(corner => corner is not { Count: 2 }) == true)
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError("polygon", "expected corners of two numbers each: [[0.1, 0.2], …]"));
        }

        return AnswerAsync(request, _desk.Choose(request["id"], new WantedRules(
            body.Mode, body.Zone, body.Polygon is { } corners ? [.. corners.Select(corner => new ZoneCorner(corner[0], corner[1]))] : null,
            body.CountAnonymously, body.NoticeVersion, body.Confirmed, body.Who)));
    }

    private async Task MeasureAsync(ConsoleRequest request)
    {
        if (!request.TryRead(CameraJson.Default.MeasureBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        await AnswerAsync(request, await _desk.MeasureAsync(request["id"], body.Staff, request.Aborted));
    }

    private Task ApplyAsync(ConsoleRequest request)
    {
        if (!request.TryRead(CameraJson.Default.ThresholdsBody, out var body, out var error))
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }

        var wanted = body.Match is null && body.Possible is null && body.Margin is null ? null : new WantedThresholds(body.Match, body.Possible, body.Margin);
        return AnswerAsync(request, _desk.Apply(request["id"], wanted, body.Who));
    }

    private Task AnswerAsync(ConsoleRequest request, DeskRefusal? refusal) => refusal is null ? ShowAsync(request) : DeskAnswer.RefuseAsync(request, refusal);

    private Task ShowAsync(ConsoleRequest request) => request.AnswerWithAsync(_desk.View(), CameraJson.Default.CamerasView);
}
