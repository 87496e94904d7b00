using EdgeGateway.Core.Enrolment;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>Answers a desk's refusals.</summary>
internal static class DeskAnswer
{
    /// <summary>Answers why a request was not followed.</summary>
    public static Task RefuseAsync(ConsoleRequest request, DeskRefusal refusal) => request.AnswerWithAsync(
        new DeskErrors(refusal.Mistakes),
        CameraJson.Default.DeskErrors,
        refusal.Kind switch
        {
            DeskRefusalKind.Invalid => StatusCodes.Status400BadRequest,
            DeskRefusalKind.NotFound => StatusCodes.Status404NotFound,
            DeskRefusalKind.Conflict => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status503ServiceUnavailable,
        });
}
