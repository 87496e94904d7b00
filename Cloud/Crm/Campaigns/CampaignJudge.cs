using System.Globalization;

namespace Cloud.Crm.Campaigns;

/// <summary>Decides how a campaign goes on from what is known at one moment. Pure.</summary>
internal static class CampaignJudge
{
    /// <summary>How long a gateway that could not fetch is left alone.</summary>
    internal static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    /// <summary>How often a gateway may fail to fetch before it counts as one that refused.</summary>
    internal const int MostFetchFailures = 3;

    /// <summary>Decides.</summary>
    /// <param name="now">What is known.</param>
    /// <param name="stages">How many stages there are.</param>
    /// <param name="later">How many gateways of later stages have not ended.</param>
    internal static CampaignStep Decide(CampaignNow now, int stages, int later)
    {
        var changes = now.Members.Select(member => Change(now, member)).OfType<MemberChange>().ToList();
        var changed = changes.ToDictionary(change => change.Member.Gateway);
        var members = now.Members.Select(member => changed.TryGetValue(member.Gateway, out var change) ? member with { State = change.State, ChangedAt = now.At } : member).ToList();
        if (now.State != CampaignState.Running)
        {
            return new CampaignStep(now.State, null, now.Stage, now.HealthySince, changes, []);
        }

        if (TooMany(now, members) is { } reason)
        {
            return new CampaignStep(CampaignState.Halted, reason, now.Stage, null, changes, []);
        }

        if (later == 0 && now.Stage == stages - 1 && members.TrueForAll(member => member.State is not MemberState.Waiting && !member.State.IsUnderWay()))
        {
            return new CampaignStep(CampaignState.Finished, null, now.Stage, now.HealthySince, changes, []);
        }

        var healthySince = IsWell(now, members) ? now.HealthySince ?? now.At : (DateTime?)null;
        if (now.Stage < stages - 1 && healthySince is { } since && now.At - since >= TimeSpan.FromMinutes(now.Plan.HealthyMinutes))
        {
            // Its gateways are told with the next look.
            return new CampaignStep(CampaignState.Running, null, now.Stage + 1, null, changes, []);
        }

        return new CampaignStep(CampaignState.Running, null, now.Stage, healthySince, changes, Told(now, members));
    }

    private static MemberChange? Change(CampaignNow now, CampaignMember member)
    {
        var (facts, back) = (member.Facts, TimeSpan.FromMinutes(now.Plan.BackMinutes));
        var isNews = member.ToldAt is { } told && facts.ReportedAt > told;
        if (member.State == MemberState.Done)
        {
            return member.Stage == now.Stage && !facts.IsOnline && now.At - (facts.Since > member.ChangedAt ? facts.Since.Value : member.ChangedAt) > back
                ? To(MemberState.Gone, string.Create(CultureInfo.InvariantCulture, $"it had the version and has been offline for {back.TotalMinutes:0} minutes")) : null;
        }

        if (member.State.IsFailure())
        {
            return isNews && facts.Highest >= now.Serial ? To(MemberState.Done, "") : null;
        }

        if (facts.Highest >= now.Serial)
        {
            return To(MemberState.Done, member.ToldAt is null ? "it had this version, or a later one" : "");
        }

        if (facts.IsRevoked)
        {
            return To(MemberState.Gone, "its certificates were taken back");
        }

        if (!member.State.IsUnderWay())
        {
            return null;
        }

        if (member.State is MemberState.Staged or MemberState.Trial && isNews && facts.Failed == now.Serial && facts.Staged != now.Serial && facts.Trial != now.Serial)
        {
            return To(MemberState.RolledBack, facts.Reason);
        }

        if (member.State is not MemberState.Trial && isNews && facts.Trial == now.Serial)
        {
            return To(MemberState.Trial, "");
        }

        return now.At - member.ToldAt > back ? To(MemberState.Gone, string.Create(CultureInfo.InvariantCulture, $"it was told and has not come to an end within {back.TotalMinutes:0} minutes")) : null;

        MemberChange To(MemberState state, string reason) => new(member, state, reason);
    }

    /// <summary>Why the campaign stops itself; null where it does not.</summary>
    private static string? TooMany(CampaignNow now, List<CampaignMember> members)
    {
        var failed = members.Count(member => member.State.IsFailure()) - now.Forgiven;
        var ended = members.Count(member => member.State.IsFailure() || member.State == MemberState.Done) - now.Forgiven;
        return failed <= 0 ? null
            : now.Plan.HasCanaries && now.Stage == 0 ? Text($"{failed} of the canaries failed")
            : failed > now.Plan.MostFailures ? Text($"{failed} gateways failed; {now.Plan.MostFailures} may")
            : failed * 100 > now.Plan.MostFailurePercent * ended ? Text($"{failed} of {ended} gateways failed; {now.Plan.MostFailurePercent} % may")
            : null;

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the stage is over as far as it can be: who is away is told when it comes back, in whatever stage that is, but somebody must have done it.</summary>
    private static bool IsWell(CampaignNow now, List<CampaignMember> members)
    {
        var mine = members.Where(member => member.Stage == now.Stage).ToList();
        return !members.Exists(member => member.State.IsUnderWay() || (member.State == MemberState.Waiting && member.Facts.IsOnline))
            && mine.TrueForAll(member => member.State != MemberState.Done || member.Facts.IsOnline)
            && (mine.Count == 0 || mine.Exists(member => member.State == MemberState.Done));
    }

    private static List<(CampaignMember Member, TimeSpan Within)> Told(CampaignNow now, List<CampaignMember> members)
    {
        var tell = new List<(CampaignMember, TimeSpan)>();
        var free = now.Plan.AtOnce - members.Count(member => member.State.IsUnderWay());
        foreach (var member in members.Where(member => member.State == MemberState.Waiting && member.Facts.IsOnline).OrderBy(member => member.Place))
        {
            if (tell.Count >= free)
            {
                break;
            }

            if ((member.ToldAt is null || now.At - member.ChangedAt >= Rest) && MaintenanceWindow.LeftAt(now.Plan, member.Facts.Zone, now.At) is { } left)
            {
                tell.Add((member, left));
            }
        }

        return tell;
    }
}
