using EdgeGateway.Core.Members;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Tracking;

namespace EdgeGateway.Vision.Recognition;

/// <summary>Gives a track a name when its vote is won, and takes it away when the track may have passed to somebody else.</summary>
internal sealed class TrackIdentity(
    string camera, FaceJudge judge, FaceTracker tracker, ZonePresence presence, IGallery gallery, FaceWatchOptions options, TimeProvider clock)
{
    /// <summary>So many faces settle a doubt.</summary>
    private const int Settles = 2;

    /// <summary>A doubt that no good face settles for so long ends the name.</summary>
    private static readonly TimeSpan s_longestDoubt = TimeSpan.FromSeconds(5);

    /// <summary>Whether somebody is to be judged as soon as a face is good enough.</summary>
    public bool WantsFace(IReadOnlyList<FaceTrack> tracks)
    {
        for (var i = 0; i < tracks.Count; i++)
        {
            if (tracks[i].Visitor.FirstInZone is not null && judge.Wants(tracks[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends a doubt: by what the faces said, or because none may be looked at.</summary>
    public void Settle(FaceTrack track, bool mayJudge, DateTimeOffset time, RecognitionRules rules, Action<Presence> told)
    {
        var visitor = track.Visitor;
        if (visitor.DoubtedSince is not { } since)
        {
            if (visitor.Subject is not null && mayJudge && time - visitor.LastFace >= options.VerifyEvery)
            {
                visitor.Doubt(time, hasReason: false);
            }

            return;
        }

        if (visitor.SaidYes >= Settles && visitor.SaidYes > visitor.SaidNo)
        {
            visitor.DoubtedSince = null;
        }
        else if (visitor.SaidNo >= Settles || (visitor.HasReason && (!mayJudge || time - since > s_longestDoubt)))
        {
            Renew(track, rules, told);
        }
    }

    /// <summary>Tells of a vote that is won.</summary>
    public void Decide(FaceTrack track, FaceJudgement judgement, RecognitionRules rules, Action<Presence> told)
    {
        var visitor = track.Visitor;
        if (visitor.Subject is not null)
        {
            Settle(track, mayJudge: true, judgement.FrameTime, rules, told);
            return;
        }

        var alone = options.WithoutVote && judgement.Zone == MatchZone.Match ? new VoteResult(judgement.Subject!, judgement.IsStaff, judgement.Similarity) : default(VoteResult?);
        if ((alone ?? judge.Winner(visitor, rules.Thresholds)) is not { } winner || IsTaken(winner.Subject, track, judgement.FrameTime, rules, told))
        {
            return;
        }

        visitor.Restart();
        (visitor.Subject, visitor.IsStaff) = (winner.Subject, winner.IsStaff);
        presence.Begin(track, rules.Zone, told);
        told(new PresenceRecognised(
            camera,
            rules.Zone,
            track.Id,
            clock.GetUtcNow(),
            winner.Subject,
            winner.IsStaff,
            winner.Similarity,
            Confidence.Of(winner.Similarity, rules.Thresholds, gallery.Count),
            judgement.FrameTime));
    }

    /// <summary>Whether somebody else who is there has the name. Who has it and is not seen gives it up; who is seen is looked at again.</summary>
    private bool IsTaken(string subject, FaceTrack track, DateTimeOffset time, RecognitionRules rules, Action<Presence> told)
    {
        for (var i = tracker.Tracks.Count - 1; i >= 0; i--)
        {
            var other = tracker.Tracks[i];
            if (other == track || other.Visitor.Subject != subject)
            {
                continue;
            }

            if (other.IsSeen)
            {
                if (other.Visitor.DoubtedSince is null)
                {
                    other.Visitor.Doubt(time);
                }

                return true;
            }

            track.Visitor.CountedBefore |= presence.End(other, rules, told);
            tracker.Remove(other);
        }

        return false;
    }

    /// <summary>From now on the track is somebody who is not known: under a new number, and not counted twice.</summary>
    private void Renew(FaceTrack track, RecognitionRules rules, Action<Presence> told)
    {
        var counted = presence.End(track, rules, told);
        track.Id = tracker.NextId();
        track.Visitor.CountedBefore = counted;
    }
}
