using EdgeGateway.Core.Members;

namespace EdgeGateway.Vision.Recognition;

/// <summary>The vote over the faces of one track. Of an unknown face only its weight is kept.</summary>
internal sealed class FaceVote
{
    private readonly List<Ballot> _ballots = [];
    private float _unknown;

    /// <summary>Faces that were judged.</summary>
    public int Faces { get; private set; }

    /// <summary>The height of the highest of them, in pixels.</summary>
    public float BestHeight { get; private set; }

    /// <summary>Takes one face.</summary>
    /// <param name="match">Who is nearest.</param>
    /// <param name="zone">How near.</param>
    /// <param name="weight">Above 0.</param>
    /// <param name="height">In pixels.</param>
    public void Add(in GalleryMatch match, MatchZone zone, float weight, float height)
    {
        Faces++;
        BestHeight = Math.Max(BestHeight, height);
        if (zone == MatchZone.Unknown || match.Subject is not { } subject)
        {
            _unknown += weight;
            return;
        }

        _ballots.Add(new Ballot(subject, match.IsStaff, match.Similarity, weight, zone == MatchZone.Match));
    }

    /// <summary>Whether somebody has it: enough frames that match the same person, and enough of all the weight. A tie names nobody.</summary>
    public VoteResult? Result(FaceWatchOptions options)
    {
        VoteResult? found = null;
        foreach (var candidate in _ballots)
        {
            if (found is { } other && other.Subject == candidate.Subject)
            {
                continue;
            }

            float agreeing = 0, matching = 0, near = 0, all = _unknown * options.UnknownWeight;
            var frames = 0;
            foreach (var ballot in _ballots)
            {
                all += ballot.Weight;
                if (ballot.Subject != candidate.Subject)
                {
                    continue;
                }

                agreeing += ballot.IsMatch ? ballot.Weight : ballot.Weight / 2;
                if (ballot.IsMatch)
                {
                    frames++;
                    matching += ballot.Weight;
                    near += ballot.Weight * ballot.Similarity;
                }
            }

            // More than half of the weight: there cannot be two.
            if (frames >= options.LeastAgreeing && agreeing >= options.LeastShare * all)
            {
                found = new VoteResult(candidate.Subject, candidate.IsStaff, near / matching);
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

    private readonly record struct Ballot(string Subject, bool IsStaff, float Similarity, float Weight, bool IsMatch);
}

/// <summary>Who won.</summary>
/// <param name="Subject">The member's or staff member's id.</param>
/// <param name="IsStaff">Whether that is staff.</param>
/// <param name="Similarity">The mean of the matching frames, by weight.</param>
internal readonly record struct VoteResult(string Subject, bool IsStaff, float Similarity);
