namespace Cloud.Crm.Campaigns;

/// <summary>How a campaign goes on; kept as JSON with it.</summary>
/// <param name="CanaryStores">The stores whose gateways are the first; empty where <paramref name="CanaryCount"/> says how many.</param>
/// <param name="CanaryCount">How many gateways are the first, where no store is named; 0 for no canaries.</param>
/// <param name="Percentages">The stages after the canaries, of all gateways of the campaign: growing, 1 to 100, the last 100.</param>
/// <param name="HealthyMinutes">How long a stage must have been well before the next one begins, 0 to 10,080.</param>
/// <param name="WindowFrom">When gateways may begin, by their stores' own clocks; the same as <paramref name="WindowUntil"/> for any time.</param>
/// <param name="WindowUntil">When it has to be in place; earlier than <paramref name="WindowFrom"/> for one over midnight.</param>
/// <param name="AtOnce">How many are told, fetching or on trial at a time, 1 to 500.</param>
/// <param name="BackMinutes">How long after it was told a gateway may need, 10 to 1,440.</param>
/// <param name="MostFailures">How many may fail; one more stops the campaign.</param>
/// <param name="MostFailurePercent">How many of those that have ended may have failed, in percent; more stops the campaign. A canary that fails stops it in any case.</param>
internal sealed record CampaignPlan(
    IReadOnlyList<string> CanaryStores,
    int CanaryCount,
    IReadOnlyList<int> Percentages,
    int HealthyMinutes,
    TimeOnly WindowFrom,
    TimeOnly WindowUntil,
    int AtOnce,
    int BackMinutes,
    int MostFailures,
    int MostFailurePercent)
{
    /// <summary>Whether the first stage is of canaries.</summary>
    internal bool HasCanaries => CanaryStores.Count > 0 || CanaryCount > 0;
}

/// <summary>How a campaign stands.</summary>
internal enum CampaignState
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>A person has paused it: nobody else is told; those who were go on.</summary>
    Paused,

    /// <summary>It has stopped itself; a person may let it go on.</summary>
    Halted,

    /// <summary>A person has stopped it for good.</summary>
    Stopped,

    /// <summary>Every gateway of it has ended.</summary>
    Finished,
}

/// <summary>How a gateway of a campaign stands.</summary>
internal enum MemberState
{
    /// <summary>It was not told yet, or is to be told again.</summary>
    Waiting,

    /// <summary>It was told.</summary>
    Told,

    /// <summary>It fetches the bundle.</summary>
    Fetching,

    /// <summary>The bundle is in place there, checked.</summary>
    Staged,

    /// <summary>It tries the version.</summary>
    Trial,

    /// <summary>The version runs and stays.</summary>
    Done,

    /// <summary>It tried the version, or looked at it, and has the one before.</summary>
    RolledBack,

    /// <summary>It did not take the bundle.</summary>
    Refused,

    /// <summary>It was told and has not been heard of in time, or its certificates were taken back.</summary>
    Gone,
}

/// <summary>States as tables and pages write them.</summary>
internal static class CampaignWords
{
    internal static string Word(this CampaignState state) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    internal static string Word(this MemberState state) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    internal static CampaignState ReadCampaign(string word) => Enum.GetValues<CampaignState>().First(state => state.Word() == word);

    internal static MemberState ReadMember(string word) => Enum.GetValues<MemberState>().First(state => state.Word() == word);

    /// <summary>Whether a gateway was told and has not ended.</summary>
    internal static bool IsUnderWay(this MemberState state) => state is MemberState.Told or MemberState.Fetching or MemberState.Staged or MemberState.Trial;

    /// <summary>Whether it ended without the version.</summary>
    internal static bool IsFailure(this MemberState state) => state is MemberState.RolledBack or MemberState.Refused or MemberState.Gone;
}
