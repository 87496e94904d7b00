using System.Security.Cryptography;
using System.Text;

namespace Cloud.Crm.Campaigns;

/// <summary>Which gateway comes in which stage: by the hash of its name, so that it is always the same ones who come first and each stage takes in the one before.</summary>
internal static class CampaignStages
{
    /// <summary>Puts gateways into stages.</summary>
    /// <param name="plan">The stages.</param>
    /// <param name="gateways">Every gateway with its store.</param>
    /// <returns>Each with its stage, from 0, and its place in the whole row.</returns>
    internal static IReadOnlyList<(string Gateway, int Stage, int Place)> Of(CampaignPlan plan, IReadOnlyCollection<(string Gateway, string Store)> gateways)
    {
        var row = gateways.Order(Comparer<(string Gateway, string Store)>.Create((a, b) => string.CompareOrdinal(Key(a.Gateway), Key(b.Gateway)))).ToList();
        var first = plan.CanaryStores.Count > 0 ? row.Where(g => plan.CanaryStores.Contains(g.Store)).ToList() : row.Take(plan.CanaryCount).ToList();
        var ordered = first.Concat(row.Except(first)).ToList();
        var begin = plan.HasCanaries ? 1 : 0;
        return [.. ordered.Select((gateway, place) => (gateway.Gateway, place < first.Count ? 0 : begin + StageOf(plan, place, ordered.Count), place))];
    }

    /// <summary>How many stages there are.</summary>
    internal static int Count(CampaignPlan plan) => plan.Percentages.Count + (plan.HasCanaries ? 1 : 0);

    private static int StageOf(CampaignPlan plan, int place, int total)
    {
        for (var i = 0; i < plan.Percentages.Count; i++)
        {
            if ((long)place * 100 < (long)plan.Percentages[i] * total)
            {
                return i;
            }
        }

        return plan.Percentages.Count - 1;
    }

    private static string Key(string gateway) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(gateway)));
}
