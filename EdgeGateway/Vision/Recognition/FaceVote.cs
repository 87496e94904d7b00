using EdgeGateway.Core.Members;

namespace EdgeGateway.Vision.Recognition;

/// <summary>The vote over the faces of one track. Of an unknown face only its weight is kept.</summary>
internal sealed class FaceVote
{
    /// <summary>A face that matches somebody else is worse than one that matches nobody.</summary>
    private const float Conflict = 2;

    private readonly List<Ballot> _ballots = [];
    private float _unknown;

    /// <summary>Faces that were judged.</summary>
    public int Faces { get; private set; }

    /// <summary>The height of the highest of them, in pixels.</summary>
    public float BestHeight { get; private set; }

    /// <summary>Takes one face.</summary>
    /// <param name="match">Who is nearest.</param>
    /// <param name="zone">How near.</param>
    /// <param name="isClear">Whether by the margin nearer than anybody else.</param>
    /// <param name="weight">Above 0.</param>
    /// <param name="height">In pixels.</param>
    public void Add(in GalleryMatch match, MatchZone zone, bool isClear, float weight, float height)
    {
        Faces++;
        BestHeight = Math.Max(BestHeight, height);
        if (zone == MatchZone.Unknown || match.Subject is not { } subject)
        {
            _unknown += weight;
            return;
        }

        _ballots.Add(new Ballot(subject, match.IsStaff, match.Similarity, weight, zone == MatchZone.Match, isClear));
    }

    /// <summary>Whether somebody has it: enough frames that name the same person clearly, near enough in the mean, and enough of all the weight. A tie names nobody.</summary>
    /// <param name="options">How many frames, and how much of the weight.</param>
    /// <param name="leastMean">What the frames' mean similarity must be.</param>
    public VoteResult? Result(FaceWatchOptions options, float leastMean)
    {
        VoteResult? found = null;
        foreach (var candidate in _ballots)
        {
            if (Weigh(candidate, options) is { } mean && mean >= leastMean)
            {
                // More than half of the weight: there cannot be two.
                found = new VoteResult(candidate.Subject, candidate.IsStaff, mean);
            }
        }

        return found;
    }

    /// <summary>Forgets every face.</summary>
    public void Restart()
    {
        _ballots.Clear();
        (_unknown, Faces, BestHeight) = (0, 0, 0);
    }

    /// <summary>The mean similarity of a candidate's clear frames; null where they are too few or weigh too little.</summary>
    private float? Weigh(Ballot candidate, FaceWatchOptions options)
    {
        float agreeing = 0, clear = 0, near = 0, all = _unknown * options.UnknownWeight;
        var (frames, matches) = (0, 0);
        foreach (var ballot in _ballots)
        {
            if (ballot.Subject != candidate.Subject)
            {
                all += ballot.Weight * (ballot.IsMatch ? Conflict : 1);
                continue;
            }

            all += ballot.Weight;
            agreeing += ballot.IsClear ? ballot.Weight : ballot.Weight / 2;
            if (ballot.IsClear)
            {
                frames++;
                matches += ballot.IsMatch ? 1 : 0;
                clear += ballot.Weight;
                near += ballot.Weight * ballot.Similarity;
            }
        }

        return frames >= options.LeastAgreeing && matches >= options.LeastMatching && agreeing >= options.LeastShare * all ? near / clear : null;
    }

    private readonly record struct Ballot(string Subject, bool IsStaff, float Similarity, float Weight, bool IsMatch, bool IsClear);
}

/// <summary>Who won.</summary>
/// <param name="Subject">The member's or staff member's id.</param>
/// <param name="IsStaff">Whether that is staff.</param>
/// <param name="Similarity">The mean of the frames that named this person clearly, by weight.</param>
internal readonly record struct VoteResult(string Subject, bool IsStaff, float Similarity);
