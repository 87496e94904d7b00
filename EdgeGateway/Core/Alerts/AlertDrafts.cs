using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Printing.Jobs;

namespace EdgeGateway.Core.Alerts;

/// <summary>Makes the events of answers. Their ids are made of the alert and the answer's number, so that each is kept once however often it is handed over.</summary>
/// <remarks>Ids, a reason and a number of seconds; what staff wrote is never in an event.</remarks>
internal static class AlertDrafts
{
    /// <summary>The alert's id of a visit: always the same.</summary>
    public static Guid IdOf(Guid visit) => JobEvents.Derive($"alert/{visit:D}");

    /// <summary>The event of a change, or null where headquarters is not told of it.</summary>
    public static EventDraft? Of(Alert before, Alert after) => after switch
    {
        _ when after.Claims > before.Claims => Draft(EventTypes.VipClaimed, after, after.ClaimedBy, null, $"vip-claimed/{after.Id:D}/{after.Claims}"),
        { State: AlertState.Dismissed or AlertState.Unclaimed } when before.IsOpen =>
            Draft(EventTypes.VipDismissed, after, after.AnsweredBy, after.Reason, $"vip-dismissed/{after.Id:D}"),
        _ => null,
    };

    private static EventDraft Draft(string type, Alert alert, string? staff, string? reason, string origin) => new(type, null, alert.Since, DraftJson.Write(json =>
    {
        json.WriteString("member", alert.Member);
        json.WriteString("staff", staff ?? "");
        json.WriteString("visit", alert.Visit);
        json.WriteString("alert", alert.Id);
        json.WriteNumber("seconds", Math.Max(0, (long)(alert.Since - alert.At).TotalSeconds));
        if (reason is not null)
        {
            json.WriteString("reason", reason);
        }
    }), JobEvents.Derive(origin));
}
