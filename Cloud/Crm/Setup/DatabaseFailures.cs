using System.Data.Common;

namespace Cloud.Crm.Setup;

/// <summary>Answers 503 while the database does not answer, so that a page says so instead of breaking.</summary>
internal static class DatabaseFailures
{
    internal static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException && !context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = "5";
            await Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "the database does not answer");
        }
    }
}
