using Cloud.Crm.Visits;

namespace Cloud.Crm.Effects;

/// <summary>What the effects of a group of events do to the tables, area by area.</summary>
internal static class EffectStatements
{
    /// <summary>The statements, in the order in which they must run.</summary>
    /// <param name="rows">Effects, each gateway's in the order of its events.</param>
    /// <param name="at">When this is written.</param>
    internal static IEnumerable<EffectStatement> Of(IReadOnlyList<EffectRow> rows, DateTime at) =>
        [.. VisitStatements.Of(rows), .. Sales.SaleEffect.Statements(rows, at), .. Health.HealthEffect.Statements(rows), .. Campaigns.UpdateEffect.Statements(rows)];
}
