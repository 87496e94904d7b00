using Cloud.Contracts;

namespace Cloud.Crm.Campaigns;

/// <summary>What a campaign may be.</summary>
internal static class CampaignRules
{
    /// <summary>What is meant where nothing is said.</summary>
    internal static readonly CampaignPlan Usual = new([], 1, [10, 50, 100], 60, new TimeOnly(1, 0), new TimeOnly(5, 0), 10, 120, 3, 5);

    private const int MostName = 100;
    private const int MostNamed = 10_000;
    private const int MostStages = 10;
    private const int MostCanaries = 100;
    private const int MostHealthyMinutes = 7 * 24 * 60;
    private const int MostAtOnce = 500;
    private const int LeastBack = 15;
    private const int MostBack = 24 * 60;

    private static readonly TimeSpan s_shortestWindow = TimeSpan.FromMinutes(15);

    /// <summary>The plan that a body wants.</summary>
    /// <param name="body">The body.</param>
    /// <param name="mistake">What is wrong with it, every mistake; null where nothing is.</param>
    internal static CampaignPlan Read(CampaignBody body, out string? mistake)
    {
        var plan = new CampaignPlan(
            body.CanaryStores ?? [],
            body.CanaryCount ?? (body.CanaryStores is { Count: > 0 } ? 0 : Usual.CanaryCount),
            body.Percentages ?? Usual.Percentages,
            body.HealthyMinutes ?? Usual.HealthyMinutes,
            body.WindowFrom ?? Usual.WindowFrom,
            body.WindowUntil ?? Usual.WindowUntil,
            body.AtOnce ?? Usual.AtOnce,
            body.BackMinutes ?? Usual.BackMinutes,
            body.MostFailures ?? Usual.MostFailures,
            body.MostFailurePercent ?? Usual.MostFailurePercent);
        string?[] mistakes =
        [
            body.Name?.Trim() is { Length: >= 1 and <= MostName } name && !name.Any(char.IsControl) ? null : $"name: expected 1 to {MostName} characters",
            Names("stores", body.Stores),
            Names("gateways", body.Gateways),
            Names("canaryStores", body.CanaryStores),
            plan.CanaryStores.Count > 0 && plan.CanaryCount > 0 ? "canaryStores and canaryCount: expected one of them" : null,
            Range("canaryCount", plan.CanaryCount, 0, MostCanaries),
            plan.Percentages.Count is >= 1 and <= MostStages && plan.Percentages[^1] == 100 && plan.Percentages[0] >= 1 && plan.Percentages.Zip(plan.Percentages.Skip(1)).All(p => p.First < p.Second)
                ? null : $"percentages: expected 1 to {MostStages} numbers that grow from 1 or more to 100, such as 10, 50, 100",
            Range("healthyMinutes", plan.HealthyMinutes, 0, MostHealthyMinutes),
            plan.WindowFrom == plan.WindowUntil || plan.WindowUntil - plan.WindowFrom >= s_shortestWindow
                ? null : $"windowFrom and windowUntil: expected at least {s_shortestWindow.TotalMinutes:0} minutes between, or the same for any time",
            Range("atOnce", plan.AtOnce, 1, MostAtOnce),
            Range("backMinutes", plan.BackMinutes, LeastBack, MostBack),
            Range("mostFailures", plan.MostFailures, 0, MostNamed),
            Range("mostFailurePercent", plan.MostFailurePercent, 0, 100),
        ];
        mistake = mistakes.Any(m => m is not null) ? string.Join("; ", mistakes.Where(m => m is not null)) : null;
        return plan;
    }

    private static string? Range(string name, int value, int least, int most) => value >= least && value <= most ? null : $"{name} is {value}; expected {least} to {most}";

    private static string? Names(string name, IReadOnlyList<string>? names) =>
        names is null || (names.Count <= MostNamed && names.All(name => Identifier.IsValid(name)) && names.Distinct(StringComparer.Ordinal).Count() == names.Count)
            ? null : $"{name}: expected at most {MostNamed} names out of a-z 0-9 -, each once";
}
