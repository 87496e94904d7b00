using Cloud.Crm.Effects;

namespace Cloud.Crm.Clocks;

/// <summary>An event whose time has become known after its effects were written: what it did moves from one moment to the other, and nothing else of it changes.</summary>
/// <param name="Old">With the moment its effects were written at.</param>
/// <param name="New">With the moment it happened.</param>
internal readonly record struct MovedEvent(EffectRow Old, EffectRow New)
{
    /// <summary>What it is called as evidence.</summary>
    internal string Evidence => Stock.StockIngest.EvidenceOf(Old);
}
