using System.Text;

namespace EdgeGateway.Core.Alerts;

/// <summary>Makes what staff see of an alert, at the moment they look.</summary>
internal sealed class AlertCards(AlertStore store, AlertSources sources, NoteSeal seal)
{
    /// <summary>Notes of one member that are shown.</summary>
    private const int ShownNotes = 20;

    /// <summary>Goods that are shown.</summary>
    private const int ShownGoods = 12;

    /// <summary>An alert as it is seen now.</summary>
    public AlertView Of(Alert alert)
    {
        var profile = alert.State == AlertState.Forgotten ? null : sources.Profile(alert.Member);
        return new AlertView(
            alert.Id,
            alert.Visit,
            alert.Member,
            profile?.Name,
            profile?.Level,
            alert.How,
            alert.Confidence,
            alert.Zone,
            alert.At,
            TextOf(alert.State),
            alert.Since,
            alert.State is AlertState.Claimed or AlertState.Done ? alert.ClaimedBy : null,
            alert.OfferedTo,
            alert.OfferedAt,
            profile?.LastVisit,
            [.. (profile?.Usual ?? []).Take(ShownGoods).Select(goods => new AlertGoods(goods.Sku, goods.Name, sources.OnShelf(goods.Sku)))],
            [.. (profile?.Notes ?? []).Select(note => new AlertNote(note, null, null)), .. Notes(alert)],
            profile?.AssignedTo,
            sources.HasFaceConsent(alert.Member) ? "face" : "none",
            alert.SnoozedUntil,
            alert.Reason);
    }

    /// <summary>Encrypts what somebody wrote.</summary>
    public byte[] Seal(string text) => seal.Seal(Encoding.UTF8.GetBytes(text));

    private static string TextOf(AlertState state) => state switch
    {
        AlertState.New => AlertStates.New,
        AlertState.Claimed => AlertStates.Claimed,
        AlertState.Snoozed => AlertStates.Snoozed,
        AlertState.Done => AlertStates.Done,
        AlertState.Unclaimed => AlertStates.Unclaimed,
        _ => AlertStates.Dismissed,
    };

    private IEnumerable<AlertNote> Notes(Alert alert)
    {
        if (alert.State == AlertState.Forgotten)
        {
            yield break;
        }

        foreach (var note in store.NotesOf(alert.Member, ShownNotes))
        {
            if (seal.Open(note.Box) is { } text)
            {
                yield return new AlertNote(Encoding.UTF8.GetString(text), note.Who, note.At);
            }
        }
    }
}
