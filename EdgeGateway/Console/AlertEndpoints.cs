using System.Globalization;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Alerts.Webhooks;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>What the owner asks of the staff's alerts: whether webhooks take them, and how often the recognition was wrong.</summary>
public sealed class AlertEndpoints
{
    private const int UsualWeeks = 8;
    private const int MostWeeks = 53;

    private readonly AlertDesk _desk;
    private readonly Func<IReadOnlyList<WebhookView>> _webhooks;

    /// <param name="desk">The alerts.</param>
    /// <param name="webhooks">How each webhook stands.</param>
    public AlertEndpoints(AlertDesk desk, Func<IReadOnlyList<WebhookView>> webhooks)
    {
        (_desk, _webhooks) = (desk, webhooks);
        Routes = [new("GET", "/v1/alerts", ShowAsync) { Access = RouteAccess.Owner }];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    private Task ShowAsync(ConsoleRequest request)
    {
        var weeks = UsualWeeks;
        if (request.Context.Request.Query["weeks"] is [{ } asked, ..]
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out weeks) || weeks is < 1 or > MostWeeks))
        {
            return request.RefuseAsync(
                StatusCodes.Status400BadRequest, new ConsoleError("weeks", string.Create(CultureInfo.InvariantCulture, $"expected a whole number from 1 to {MostWeeks}")));
        }

        try
        {
            return request.AnswerWithAsync(
                new AlertState(_desk.OpenCount, _webhooks(), [.. _desk.Report(weeks).Select(MatchCountBody.Of)]), AlertJson.Default.AlertState);
        }
        catch (IOException unavailable)
        {
            return request.RefuseAsync(StatusCodes.Status503ServiceUnavailable, new ConsoleError("", unavailable.Message));
        }
    }
}
