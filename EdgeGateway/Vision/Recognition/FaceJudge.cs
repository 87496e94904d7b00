using EdgeGateway.Core.Members;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;
using EdgeGateway.Vision.Tracking;

namespace EdgeGateway.Vision.Recognition;

/// <summary>Chooses the best faces of the tracks, turns them into numbers, compares them, and overwrites the numbers at once.</summary>
internal sealed class FaceJudge(FaceNets nets, IGallery gallery, FaceWatchOptions options) : IDisposable
{
    /// <summary>The first look's points are rough: what is a little too much turned may not be.</summary>
    private const float RoughPose = 1.4f;

    private readonly FaceGauge _gauge = new();

    /// <summary>Pinned, so that no copy stays behind when memory is tidied.</summary>
    private readonly float[] _embedding = GC.AllocateArray<float>(nets.Embedder.Numbers, pinned: true);

    /// <summary>The last face's numbers; all 0 whenever nobody is just being judged.</summary>
    internal ReadOnlySpan<float> Remains => _embedding;

    /// <summary>Whether a track's face should be judged, were it good enough.</summary>
    public bool Wants(FaceTrack track)
    {
        var visitor = track.Visitor;
        if (track.IsContested)
        {
            return false;
        }

        if (options.WithoutVote || visitor.DoubtedSince is not null)
        {
            return true;
        }

        return visitor.Subject is null
            && visitor.Faces < options.MostFacesATrack
            && (visitor.Vote.Faces < options.MostFacesAVote || track.Face.Height >= visitor.Vote.BestHeight * options.AgainFromGrowth);
    }

    /// <summary>How good a track's face is where it lies; null where it is not good enough.</summary>
    public FaceQuality? Quality(RgbPicture picture, FaceTrack track)
    {
        var quality = _gauge.Measure(picture, track.Face);
        return (quality with { Yaw = quality.Yaw / RoughPose, NoseDrop = Rough(quality.NoseDrop) }).Refusal(options) is null ? quality : null;
    }

    /// <summary>Compares a track's face with the gallery and adds it to the track's vote.</summary>
    /// <param name="picture">The frame.</param>
    /// <param name="track">The track; its face is good at first sight.</param>
    /// <param name="quality">How good.</param>
    /// <param name="thresholds">From which similarity on a face is somebody.</param>
    /// <param name="time">When the frame was taken.</param>
    /// <param name="judgement">What came out.</param>
    /// <returns>False where a second look showed that it is not good enough.</returns>
    public bool TryJudge(RgbPicture picture, FaceTrack track, FaceQuality quality, MatchThresholds thresholds, DateTimeOffset time, out FaceJudgement judgement)
    {
        judgement = default;
        var seen = track.Face;
        if (!nets.Detector.TryRefine(picture, seen, out var face))
        {
            return false;
        }

        var (yaw, drop) = FaceGauge.Pose(face.Points);
        if ((quality with { Yaw = yaw, NoseDrop = drop }).Refusal(options) is not null)
        {
            return false;
        }

        var visitor = track.Visitor;
        if (visitor.Vote.Faces >= options.MostFacesAVote && visitor.Subject is null)
        {
            visitor.Restart();
        }

        visitor.Faces++;
        visitor.LastFace = time;
        var match = Compare(picture, face);
        if (nets.Liveness is { } liveness && options.LeastLiveness > 0)
        {
            visitor.Liveness.Add(liveness.Score(picture, face));
        }

        var zone = ZoneJudge.Of(match, thresholds, gallery.Count);
        var named = zone == MatchZone.Unknown ? null : match.Subject;
        judgement = new FaceJudgement(time, track.Id, named, named is not null && match.IsStaff, match.Similarity, zone, seen.Left, seen.Top, seen.Width, seen.Height);
        if (visitor.Subject is { } subject)
        {
            var same = zone != MatchZone.Unknown && match.Subject == subject;
            (visitor.SaidYes, visitor.SaidNo) = (visitor.SaidYes + (same ? 1 : 0), visitor.SaidNo + (same ? 0 : 1));
            return true;
        }

        visitor.Vote.Add(match, zone, ZoneJudge.IsClear(match, thresholds), Weight(seen.Height, yaw), seen.Height);
        return true;
    }

    /// <summary>Who has won a track's vote; null where nobody has.</summary>
    public VoteResult? Winner(Visitor visitor, MatchThresholds thresholds) =>
        visitor.MedianLiveness() < options.LeastLiveness ? null : visitor.Vote.Result(options, ZoneJudge.MeanFrom(thresholds, gallery.Count));

    /// <inheritdoc cref="FaceGauge.Clear"/>
    public void Clear() => _gauge.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        _gauge.Dispose();
        Array.Clear(_embedding);
    }

    private GalleryMatch Compare(RgbPicture picture, in DetectedFace face)
    {
        try
        {
            nets.Embedder.Embed(picture, face, _embedding);
            return gallery.Best(_embedding);
        }
        finally
        {
            if (!PlantedFault.Is("face-not-overwritten"))
            {
                Array.Clear(_embedding);
            }
        }
    }

    private float Weight(float height, float yaw)
    {
        var side = Math.Min(height, options.FullWeightHeight) / options.FullWeightHeight;
        return side * side * (1 - (0.5f * Math.Min(1, Math.Abs(yaw) / options.MostYaw)));
    }

    private static float Rough(float drop)
    {
        const float straight = 0.57f;
        return straight + ((drop - straight) / RoughPose);
    }
}
