using System.Numerics;
using EdgeGateway.Vision.Faces;

namespace EdgeGateway.Vision.Tracking;

/// <summary>Joins the faces of frame after frame to tracks, by overlap and movement. Allocates nothing while there is neither a face nor a track.</summary>
/// <remarks>
/// Of how a face looks nothing is remembered: who comes out of a crossing of two is asked of the gallery again (<see cref="FaceTrack.IsContested"/> says when).
/// </remarks>
internal sealed class FaceTracker(float leastScore)
{
    /// <summary>How many there may be at once.</summary>
    public const int MostTracks = 64;

    /// <summary>How far from where it is supposed a face may lie, in face widths: once its movement is known, and before.</summary>
    private const float Reach = 1.6f;
    private const float FirstReach = 2.6f;

    /// <summary>How many times as large or small a face may become between two looks.</summary>
    private const float MostGrowth = 1.7f;

    /// <summary>Two so near, in face widths, may be mistaken for each other.</summary>
    private const float Near = 0.8f;

    /// <summary>Who comes back after so many looks may be somebody else; so may who is this far, in face widths, from where the face was supposed.</summary>
    private const int LongMissed = 4;
    private const float Jump = 1.2f;

    private readonly List<FaceTrack> _tracks = [];
    private long _last;

    /// <summary>Everybody followed.</summary>
    public IReadOnlyList<FaceTrack> Tracks => _tracks;

    /// <summary>A number that no track has had.</summary>
    public long NextId() => ++_last;

    /// <summary>Takes the faces of one look, best first.</summary>
    public void Follow(ReadOnlySpan<DetectedFace> faces, DateTimeOffset time)
    {
        foreach (var track in _tracks)
        {
            (track.IsSeen, track.IsContested) = (false, false);
            track.Missed++;
        }

        if (faces.IsEmpty)
        {
            return;
        }

        Span<bool> taken = stackalloc bool[faces.Length];
        if (_tracks.Count > 0)
        {
            Join(faces, taken, time);
        }

        for (var i = 0; i < faces.Length && _tracks.Count < MostTracks; i++)
        {
            if (!taken[i] && !IsDouble(faces[i]) && faces[i].Score >= leastScore)
            {
                _tracks.Add(new FaceTrack(NextId(), faces[i], time) { IsSeen = true });
            }
        }
    }

    /// <summary>Forgets a track.</summary>
    public void Remove(FaceTrack track) => _tracks.Remove(track);

    private void Join(ReadOnlySpan<DetectedFace> faces, Span<bool> taken, DateTimeOffset time)
    {
        var worth = new float[_tracks.Count, faces.Length];
        var away = new float[_tracks.Count, faces.Length];
        var supposed = new DetectedFace[_tracks.Count];
        for (var t = 0; t < _tracks.Count; t++)
        {
            supposed[t] = _tracks[t].Predicted(time);
            for (var f = 0; f < faces.Length; f++)
            {
                away[t, f] = Away(supposed[t], faces[f]);
                worth[t, f] = Worth(_tracks[t], supposed[t], faces[f], away[t, f], time);
            }
        }

        var given = Assignment.Solve(worth);
        for (var t = 0; t < given.Length; t++)
        {
            if (given[t] >= 0)
            {
                taken[given[t]] = true;
                // Out of sight for a while, or not where it was supposed: the next in the queue may have stepped up.
                var strange = _tracks[t].Missed >= LongMissed || (_tracks[t].Looks > 2 && away[t, given[t]] > Jump);
                _tracks[t].Follow(faces[given[t]], time);
                _tracks[t].IsContested = strange;
            }
        }

        Contest(given, away, supposed);
    }

    /// <summary>Marks whoever could as well have been somebody else.</summary>
    private void Contest(int[] given, float[,] away, DetectedFace[] supposed)
    {
        for (var t = 0; t < given.Length; t++)
        {
            for (var other = 0; other < given.Length; other++)
            {
                if (other == t)
                {
                    continue;
                }

                // The other's face could have been this one's, or this one has just been hidden behind the other.
                var contested = given[t] >= 0
                    ? given[other] >= 0 && away[t, given[other]] < Math.Max(Near, 1.5f * away[t, given[t]]) && IsOfSize(supposed[t], supposed[other])
                    : _tracks[t].Missed == 1 && given[other] >= 0 && away[t, given[other]] < 1;
                if (contested)
                {
                    _tracks[t].IsContested = _tracks[other].IsContested = true;
                }
            }
        }
    }

    /// <summary>A second box on a face that has a track: the detector's, or somebody who comes out from behind.</summary>
    private bool IsDouble(in DetectedFace face)
    {
        foreach (var track in _tracks)
        {
            if (track.IsSeen && track.Face.Overlap(face) > 0.4f)
            {
                track.IsContested = true;
                return true;
            }
        }

        return false;
    }

    private static float Worth(FaceTrack track, in DetectedFace supposed, in DetectedFace face, float away, DateTimeOffset time)
    {
        var lost = Math.Min(1.5f, (float)(time - track.LastSeen).TotalSeconds);
        var reach = (track.Looks > 1 ? Reach : FirstReach) + lost;
        return away > reach || !IsOfSize(supposed, face) ? 0 : 0.01f + supposed.Overlap(face) + (1 - (away / reach));
    }

    private static bool IsOfSize(in DetectedFace one, in DetectedFace other)
    {
        var growth = one.Height / other.Height;
        return growth is < MostGrowth and > 1 / MostGrowth;
    }

    private static float Away(in DetectedFace supposed, in DetectedFace face) =>
        Vector2.Distance(supposed.Center, face.Center) / Math.Max(1, (supposed.Width + face.Width) / 2);
}
