using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Vision.Recognition;

/// <summary>How faces are followed, chosen and voted on. The figures behind the defaults are in docs/recognition.md.</summary>
public sealed class FaceWatchOptions
{
    /// <summary>How much the mean brightness of a square of the picture must change for the scene to have moved, in levels of 255.</summary>
    /// <value>The default is 2.</value>
    [Range(0.5, 50)]
    public float MotionLevels { get; set; } = 2;

    /// <summary>A scene where nothing moves is looked at this often, so that who stands still is kept.</summary>
    /// <value>The default is 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:05")]
    public TimeSpan StillLookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A track that nothing was seen of for this long is over.</summary>
    /// <value>The default is 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:00:30")]
    public TimeSpan LostAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Who was outside the polygon for this long has left it; shorter is the box's trembling at the edge.</summary>
    /// <value>The default is 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan LeftAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The detector's score from which a new track may begin, 0 to 1; a track goes on with less.</summary>
    /// <value>The default is 0.6.</value>
    [Range(0.1, 1)]
    public float LeastScore { get; set; } = 0.6f;

    /// <summary>In how many looks somebody must have been seen in the zone to be counted.</summary>
    /// <value>The default is 3.</value>
    [Range(1, 100)]
    public int CountsFromLooks { get; set; } = 3;

    /// <summary>How long somebody must have been in the zone to be counted.</summary>
    /// <value>The default is 0.4 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan CountsFrom { get; set; } = TimeSpan.FromSeconds(0.4);

    /// <summary>Faces less high than this, in pixels, are not judged.</summary>
    /// <value>The default is 48.</value>
    [Range(24, 1000)]
    public float LeastHeight { get; set; } = 48;

    /// <summary>How far the nose may lie beside the middle of the eyes, in distances between the eyes.</summary>
    /// <value>The default is 0.3, about 25 degrees.</value>
    [Range(0.05, 1)]
    public float MostYaw { get; set; } = 0.3f;

    /// <summary>How far below the line of the eyes the nose lies at least, in distances between the eyes; less looks up.</summary>
    /// <value>The default is 0.3.</value>
    [Range(0, 1)]
    public float LeastNoseDrop { get; set; } = 0.3f;

    /// <summary>How far below the line of the eyes the nose lies at most, in distances between the eyes; more looks down or aside.</summary>
    /// <value>The default is 0.95.</value>
    [Range(0.5, 2)]
    public float MostNoseDrop { get; set; } = 0.95f;

    /// <summary>How sharp a face must be: the variance of its Laplacian over the variance of its brightness, at 48 pixels a face.</summary>
    /// <value>The default is 0.06; sharp faces have 0.15 to 0.6.</value>
    [Range(0, 10)]
    public float LeastSharpness { get; set; } = 0.06f;

    /// <summary>How bright a face must be in the mean, in levels of 255.</summary>
    /// <value>The default is 30.</value>
    [Range(0, 200)]
    public float LeastBrightness { get; set; } = 30;

    /// <summary>The least standard deviation of a face's brightness, in levels of 255; less is fog or a covered lens.</summary>
    /// <value>The default is 8.</value>
    [Range(0, 100)]
    public float LeastContrast { get; set; } = 8;

    /// <summary>How many faces of one frame are turned into numbers, so that a crowd holds up nothing.</summary>
    /// <value>The default is 3.</value>
    [Range(1, 64)]
    public int MostFacesAFrame { get; set; } = 3;

    /// <summary>How many faces of a track one vote takes.</summary>
    /// <value>The default is 12.</value>
    [Range(1, 100)]
    public int MostFacesAVote { get; set; } = 12;

    /// <summary>How many faces of a track are turned into numbers altogether, however often its vote began anew.</summary>
    /// <value>The default is 48.</value>
    [Range(1, 10_000)]
    public int MostFacesATrack { get; set; } = 48;

    /// <summary>A vote that named nobody is held again once the face is so many times as high as its best was.</summary>
    /// <value>The default is 1.25.</value>
    [Range(1, 10)]
    public float AgainFromGrowth { get; set; } = 1.25f;

    /// <summary>How many of those frames must be matches by themselves.</summary>
    /// <value>The default is 2.</value>
    [Range(1, 20)]
    public int LeastMatching { get; set; } = 2;

    /// <summary>In how many frames a face must clearly be nearest to the same person, and at least possible.</summary>
    /// <value>The default is 3.</value>
    [Range(1, 20)]
    public int LeastAgreeing { get; set; } = 3;

    /// <summary>How much of the vote's weight must be for the winner, 0 to 1; more than a half, so that two can never both have it.</summary>
    /// <value>The default is 0.6.</value>
    [Range(0.51, 1)]
    public float LeastShare { get; set; } = 0.6f;

    /// <summary>The weight of a face that is unknown against one that names somebody.</summary>
    /// <value>The default is 0.5: a bad frame of a member is more often unknown than another member.</value>
    [Range(0, 1)]
    public float UnknownWeight { get; set; } = 0.5f;

    /// <summary>Faces higher than this, in pixels, weigh no more.</summary>
    /// <value>The default is 160.</value>
    [Range(48, 2000)]
    public float FullWeightHeight { get; set; } = 160;

    /// <summary>How long after its last comparison a face with a name is compared again, so that a name stays with its person also where nothing was noticed.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan VerifyEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The least median of the track's liveness, 0 to 1, where the pack tells it; 0 does not ask.</summary>
    /// <value>The default is 0.6.</value>
    [Range(0, 1)]
    public float LeastLiveness { get; set; } = 0.6f;

    /// <summary>Whether every good face is judged alone: no vote, no limit, and one match is enough. For measuring.</summary>
    /// <value>The default is false.</value>
    public bool WithoutVote { get; set; }

    /// <summary>Everything that is wrong, a sentence each; none where they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        var problems = results.ConvertAll(result => result.ErrorMessage ?? "A value is out of range.");
        if (LostAfter <= StillLookEvery)
        {
            problems.Add($"LostAfter came {LostAfter} with StillLookEvery {StillLookEvery}; expected it to be longer, or who stands still is lost.");
        }

        if (LeastAgreeing > MostFacesAVote)
        {
            problems.Add($"LeastAgreeing came {LeastAgreeing} with MostFacesAVote {MostFacesAVote}; expected no more than that.");
        }

        if (LeastMatching > LeastAgreeing)
        {
            problems.Add($"LeastMatching came {LeastMatching} with LeastAgreeing {LeastAgreeing}; expected no more than that.");
        }

        if (MostFacesATrack < MostFacesAVote)
        {
            problems.Add($"MostFacesATrack came {MostFacesATrack} with MostFacesAVote {MostFacesAVote}; expected at least as many.");
        }

        return problems;
    }
}
