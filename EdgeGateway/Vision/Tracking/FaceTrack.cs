using System.Numerics;
using EdgeGateway.Vision.Faces;

namespace EdgeGateway.Vision.Tracking;

/// <summary>One person followed from frame to frame by where the face is and how it moves; nothing of how it looks.</summary>
internal sealed class FaceTrack
{
    /// <summary>How fast a supposed movement dies where nothing is seen, a second.</summary>
    private const float Damping = 0.3f;

    private Vector2 _velocity;

    /// <summary>Begins with its first face.</summary>
    public FaceTrack(long id, in DetectedFace face, DateTimeOffset time)
    {
        Id = id;
        Face = face;
        LastSeen = time;
        Looks = 1;
    }

    /// <summary>Its number; a new one where it cannot be said any more that it is the same person.</summary>
    public long Id { get; set; }

    /// <summary>The face as last seen.</summary>
    public DetectedFace Face { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset LastSeen { get; private set; }

    /// <summary>In how many looks it was seen.</summary>
    public int Looks { get; private set; }

    /// <summary>Whether it was seen in the newest look.</summary>
    public bool IsSeen { get; set; }

    /// <summary>In how many looks since then it was not.</summary>
    public int Missed { get; set; }

    /// <summary>Whether in the newest look somebody else was so near that the two may have been mistaken for each other.</summary>
    public bool IsContested { get; set; }

    /// <summary>What is known of the person.</summary>
    public Recognition.Visitor Visitor { get; } = new();

    /// <summary>Where the face is supposed to be, going on as it went.</summary>
    public DetectedFace Predicted(DateTimeOffset time)
    {
        var seconds = Math.Clamp((float)(time - LastSeen).TotalSeconds, 0, 5);
        // The integral of a speed that dies away: it stops within a third of a second's way.
        var way = _velocity * (Looks > 1 ? (1 - MathF.Pow(Damping, seconds)) / -MathF.Log(Damping) : 0);
        return Face with { Left = Face.Left + way.X, Top = Face.Top + way.Y };
    }

    /// <summary>Goes on with a face.</summary>
    public void Follow(in DetectedFace face, DateTimeOffset time)
    {
        var seconds = (float)(time - LastSeen).TotalSeconds;
        if (seconds > 0)
        {
            var speed = (face.Center - Face.Center) / seconds;
            _velocity = Looks == 1 ? speed : Vector2.Lerp(_velocity, speed, 0.6f);
        }

        (Face, LastSeen, IsSeen, Missed) = (face, time, true, 0);
        Looks++;
    }
}
