using System.Globalization;
using EdgeGateway.Core.Printing.Jobs;

namespace EdgeGateway.Core.Alerts;

/// <summary>Writes a change of an alert with all that goes with it, inside the caller's transaction.</summary>
internal sealed class AlertWriter(AlertFile file, IReadOnlyList<string> targets, TimeProvider clock)
{
    /// <summary>Messages that may wait for one webhook; with one more the oldest is given up.</summary>
    private const int MostDeliveries = 1000;

    /// <summary>Writes a new alert, its messages and its count in the report.</summary>
    public void Arrival(Alert alert)
    {
        file.Save(alert);
        file.Count(MatchCount.Of(alert, clock.LocalTimeZone), arrived: 1, mistaken: 0);
        Announce(alert, DeliveryKinds.Arrived);
        if (alert.IsForAll)
        {
            Announce(alert, DeliveryKinds.Waiting);
        }
    }

    /// <summary>Writes a changed alert, its event, and what follows from it.</summary>
    public void Change(Alert before, Alert after)
    {
        file.Save(after);
        if (AlertDrafts.Of(before, after) is { } draft)
        {
            file.Tell(draft);
        }

        if (after.Reason == DismissReasons.NotThisPerson && before.Reason != DismissReasons.NotThisPerson)
        {
            file.Count(MatchCount.Of(after, clock.LocalTimeZone), arrived: 0, mistaken: 1);
        }

        if (after is { IsForAll: true, State: AlertState.New } && !before.IsForAll)
        {
            Announce(after, DeliveryKinds.Waiting);
        }
    }

    private void Announce(Alert alert, string kind)
    {
        var now = clock.GetUtcNow();
        foreach (var target in targets)
        {
            if (file.Deliveries.Count(target, givenUp: false) >= MostDeliveries && file.Deliveries.Oldest(target) is { } oldest)
            {
                file.Deliveries.GiveUp(oldest, now, "too many wait");
            }

            // One of a kind for each alert; the round of one that came back from a snooze is another.
            var id = JobEvents.Derive(string.Create(CultureInfo.InvariantCulture, $"alert-delivery/{alert.Id:D}/{kind}/{alert.WaitsSince.UtcTicks}/{target}"));
            file.Deliveries.Add(id, target, alert.Id, kind, now);
        }
    }
}
