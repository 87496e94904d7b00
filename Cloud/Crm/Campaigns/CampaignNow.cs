namespace Cloud.Crm.Campaigns;

/// <summary>A campaign at one moment, as far as it is decided on.</summary>
/// <param name="Plan">How it goes on.</param>
/// <param name="Serial">The bundle's serial.</param>
/// <param name="State">How it stands.</param>
/// <param name="Stage">The stage it is in, from 0.</param>
/// <param name="HealthySince">Since when the stage is well; null where it is not.</param>
/// <param name="Forgiven">Failures that a person has let pass.</param>
/// <param name="Members">The gateways of the stages up to this one.</param>
/// <param name="At">The moment, UTC.</param>
internal sealed record CampaignNow(
    CampaignPlan Plan, long Serial, CampaignState State, int Stage, DateTime? HealthySince, int Forgiven, IReadOnlyList<CampaignMember> Members, DateTime At);

/// <summary>A gateway of a campaign.</summary>
/// <param name="Gateway">Its number.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Place">Its place in the row.</param>
/// <param name="State">How it stands.</param>
/// <param name="Failures">How often it could not fetch.</param>
/// <param name="ToldAt">When it was told last.</param>
/// <param name="ChangedAt">When it came to stand so.</param>
/// <param name="Facts">What headquarters knows of it.</param>
internal sealed record CampaignMember(int Gateway, int Stage, int Place, MemberState State, int Failures, DateTime? ToldAt, DateTime ChangedAt, MemberFacts Facts);

/// <summary>What headquarters knows of a gateway, beside the campaign.</summary>
/// <param name="IsOnline">Whether it is connected.</param>
/// <param name="Since">Since when it is or is not.</param>
/// <param name="IsRevoked">Whether all its certificates were taken back.</param>
/// <param name="Zone">Its store's time zone.</param>
/// <param name="Highest">The serial of the latest version that stayed.</param>
/// <param name="Staged">The serial of what waits there; 0 for none.</param>
/// <param name="Trial">The serial of what is on trial; 0 for none.</param>
/// <param name="Failed">The serial of what was not taken last; 0 for none.</param>
/// <param name="Reason">Why not.</param>
/// <param name="ReportedAt">When it said so; null where it never has.</param>
internal sealed record MemberFacts(
    bool IsOnline, DateTime? Since, bool IsRevoked, TimeZoneInfo Zone, long Highest, long Staged, long Trial, long Failed, string Reason, DateTime? ReportedAt);

/// <summary>What is decided.</summary>
/// <param name="State">How the campaign stands from now on.</param>
/// <param name="Reason">Why, where it stopped itself.</param>
/// <param name="Stage">Its stage from now on.</param>
/// <param name="HealthySince">Since when that is well.</param>
/// <param name="Changes">Gateways that stand otherwise now.</param>
/// <param name="Tell">Gateways to be told now, with how long they may take.</param>
internal sealed record CampaignStep(
    CampaignState State, string? Reason, int Stage, DateTime? HealthySince, IReadOnlyList<MemberChange> Changes, IReadOnlyList<(CampaignMember Member, TimeSpan Within)> Tell);

/// <summary>A gateway stands otherwise.</summary>
internal sealed record MemberChange(CampaignMember Member, MemberState State, string Reason);
