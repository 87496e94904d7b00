using System.Globalization;
using EdgeGateway.Core.Shelves.Calibration;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>What the shelf page asks for to calibrate a plate and to learn what a piece weighs. Whatever is done is answered with how it stands then.</summary>
public sealed class CalibrationEndpoints
{
    private readonly CalibrationDesk _desk;

    /// <param name="desk">Where it is done.</param>
    public CalibrationEndpoints(CalibrationDesk desk)
    {
        _desk = desk;
        const string Plate = "/v1/shelves/plates/{plate}/calibration";
        const string Sku = "/v1/shelves/plates/{plate}/items/{sku}";
        Routes =
        [
            new("GET", Plate, ShowAsync),
            new("POST", Plate, BeginAsync),
            new("DELETE", Plate, r => AnswerAsync(r, desk.Cancel(r["plate"]))),
            new("POST", $"{Plate}/points", CaptureAsync),
            new("DELETE", $"{Plate}/points", r => AnswerAsync(r, desk.TakeBack(r["plate"]))),
            new("POST", $"{Plate}/finish", r => AnswerAsync(r, desk.Finish(r["plate"]))),
            new("POST", $"{Sku}/weigh", WeighAsync),
            new("POST", $"{Sku}/weigh/finish", r => AnswerAsync(r, desk.FinishWeighing(r["plate"], r["sku"]))),
            new("DELETE", $"{Sku}/weight", r => AnswerAsync(r, desk.Forget(r["sku"]))),
        ];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    private Task ShowAsync(ConsoleRequest request) => _desk.View(request["plate"]) is { } view
        ? request.AnswerWithAsync(view, CalibrationJson.Default.CalibrationView)
        : request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("plate", $"there is no plate \"{request["plate"]}\"; GET /v1/shelves lists them"));

    private Task BeginAsync(ConsoleRequest request) => request.TryRead(CalibrationJson.Default.CalibrateBody, out var body, out var error)
        ? AnswerAsync(request, _desk.Begin(request["plate"], body.Who))
        : request.RefuseAsync(StatusCodes.Status400BadRequest, error);

    private Task CaptureAsync(ConsoleRequest request) =>
        !request.TryRead(CalibrationJson.Default.KnownWeightBody, out var body, out var error)
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, error)
            : body.Grams is { Length: <= 32 } text && decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var grams)
            ? AnswerAsync(request, _desk.Capture(request["plate"], grams))
            : request.RefuseAsync(
                StatusCodes.Status400BadRequest,
                new ConsoleError("grams", $"{(body.Grams is null ? "is missing" : "is no number")}; expected the known weight in grams, a decimal number in quotes such as \"1000\", or \"0\" for the empty plate"));

    private Task WeighAsync(ConsoleRequest request)
    {
        if (!request.TryRead(CalibrationJson.Default.WeighPiecesBody, out var body, out var error))
        {
            return request.RefuseAsync(StatusCodes.Status400BadRequest, error);
        }

        var errors = new List<ConsoleError>();
        if (body.Pieces is null)
        {
            errors.Add(new ConsoleError("pieces", "is missing; expected 0 to begin, then how many pieces were put on since the last capture"));
        }

        if (body.Pieces is null or 0 && string.IsNullOrWhiteSpace(body.Who))
        {
            errors.Add(new ConsoleError("who", "is missing; expected who does it, 1 to 64 characters"));
        }

        return errors.Count > 0
            ? request.RefuseAsync(StatusCodes.Status400BadRequest, errors)
            : AnswerAsync(request, _desk.Weigh(request["plate"], request["sku"], body.Pieces!.Value, body.Who));
    }

    private Task AnswerAsync(ConsoleRequest request, CalibrationRefusal? refusal) => refusal is null
        ? ShowAsync(request)
        : request.AnswerWithAsync(
            new CalibrationErrors([new CalibrationError(refusal.Path, refusal.Message, refusal.Reason, refusal.Values)]),
            CalibrationJson.Default.CalibrationErrors,
            refusal.Kind switch
            {
                CalibrationRefusalKind.Invalid => StatusCodes.Status400BadRequest,
                CalibrationRefusalKind.NotFound => StatusCodes.Status404NotFound,
                CalibrationRefusalKind.Conflict => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status503ServiceUnavailable,
            });
}
