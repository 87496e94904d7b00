namespace EdgeGateway.Vision.Recognition;

/// <summary>What is known of the person on a track: since when in the zone, and who the vote named. Of somebody unknown there is nothing but times and counts.</summary>
internal sealed class Visitor
{
    /// <summary>The vote that runs.</summary>
    public FaceVote Vote { get; } = new();

    /// <summary>Whether the zone's presence has been told.</summary>
    public bool Began { get; set; }

    /// <summary>When first in the zone; null where never yet.</summary>
    public DateTimeOffset? FirstInZone { get; set; }

    /// <summary>When last in it.</summary>
    public DateTimeOffset LastInZone { get; set; }

    /// <summary>In how many looks.</summary>
    public int LooksInZone { get; set; }

    /// <summary>Whether the same person has been counted under another number.</summary>
    public bool CountedBefore { get; set; }

    /// <summary>Who it is, once the vote has said so.</summary>
    public string? Subject { get; set; }

    /// <summary>Whether that is staff.</summary>
    public bool IsStaff { get; set; }

    /// <summary>Since when it is open whether it still is that person; null where it is not.</summary>
    public DateTimeOffset? DoubtedSince { get; set; }

    /// <summary>Whether there is a reason for the doubt; without one it is but looked again from time to time, and the name stays until faces deny it.</summary>
    public bool HasReason { get; private set; }

    /// <summary>Faces since then that said so.</summary>
    public int SaidYes { get; set; }

    /// <summary>Faces that did not.</summary>
    public int SaidNo { get; set; }

    /// <summary>Faces turned into numbers altogether.</summary>
    public int Faces { get; set; }

    /// <summary>When the last one was.</summary>
    public DateTimeOffset LastFace { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Liveness of the faces of this vote.</summary>
    public List<float> Liveness { get; } = [];

    /// <summary>Begins the vote anew.</summary>
    public void Restart()
    {
        Vote.Restart();
        Liveness.Clear();
    }

    /// <summary>From now on it is open whether it still is the same person: nobody was named yet, so the vote begins anew; or it must be looked again.</summary>
    /// <param name="time">Since when.</param>
    /// <param name="hasReason">False where it is but looked again from time to time.</param>
    public void Doubt(DateTimeOffset time, bool hasReason = true)
    {
        if (Subject is null)
        {
            Restart();
            return;
        }

        (DoubtedSince, HasReason, SaidYes, SaidNo) = (time, hasReason, 0, 0);
    }

    /// <summary>Becomes somebody who is not known yet; how many faces were looked at is kept, so that the limit holds.</summary>
    public void Forget()
    {
        Restart();
        (Subject, IsStaff, DoubtedSince, SaidYes, SaidNo) = (null, false, null, 0, 0);
    }

    /// <summary>The median of the liveness, 1 where nobody asked.</summary>
    public float MedianLiveness()
    {
        if (Liveness.Count == 0)
        {
            return 1;
        }

        Span<float> sorted = stackalloc float[Liveness.Count];
        Liveness.CopyTo(sorted);
        sorted.Sort();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
