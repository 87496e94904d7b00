using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Tracking;

namespace EdgeGateway.Vision.Recognition;

/// <summary>Tells who comes into the zone and leaves it.</summary>
internal sealed class ZonePresence(string camera, FaceWatchOptions options)
{
    /// <summary>Seen less often, something may be no face at all.</summary>
    private const int LeastLooks = 2;

    /// <summary>Takes where a track that was seen now is.</summary>
    /// <param name="track">The track.</param>
    /// <param name="inside">Whether it is in the zone.</param>
    /// <param name="time">When.</param>
    /// <param name="zone">The zone's name.</param>
    /// <param name="told">Takes what there is to tell.</param>
    public void See(FaceTrack track, bool inside, DateTimeOffset time, string zone, Action<Presence> told)
    {
        if (!inside)
        {
            return;
        }

        var visitor = track.Visitor;
        visitor.FirstInZone ??= time;
        visitor.LastInZone = time;
        visitor.LooksInZone++;
        if (visitor.LooksInZone >= LeastLooks)
        {
            Begin(track, zone, told);
        }
    }

    /// <summary>Tells of a track's beginning, where that is not told yet.</summary>
    public void Begin(FaceTrack track, string zone, Action<Presence> told)
    {
        if (track.Visitor is { Began: false, FirstInZone: { } first })
        {
            track.Visitor.Began = true;
            told(new PresenceBegan(camera, zone, track.Id, first));
        }
    }

    /// <summary>Whether a track has left the zone for good.</summary>
    public bool HasLeft(FaceTrack track, DateTimeOffset time) =>
        track.Visitor.FirstInZone is not null && track.IsSeen && time - track.Visitor.LastInZone > options.LeftAfter;

    /// <summary>Ends a track's presence; whoever comes next under it is somebody new.</summary>
    /// <param name="track">The track.</param>
    /// <param name="rules">The rules it was followed by.</param>
    /// <param name="told">Takes what there is to tell.</param>
    /// <returns>Whether it has been counted now or before.</returns>
    public bool End(FaceTrack track, RecognitionRules rules, Action<Presence> told)
    {
        var visitor = track.Visitor;
        var person = visitor.FirstInZone is { } first
            && visitor.LooksInZone >= options.CountsFromLooks
            && visitor.LastInZone - first >= options.CountsFrom;
        if (visitor.Began)
        {
            told(new PresenceEnded(camera, rules.Zone, track.Id, visitor.LastInZone, rules.CountAnonymously && person && !visitor.CountedBefore));
        }

        var counted = person || visitor.CountedBefore;
        (visitor.Began, visitor.FirstInZone, visitor.LooksInZone, visitor.CountedBefore) = (false, null, 0, false);
        visitor.Forget();
        return counted;
    }
}
