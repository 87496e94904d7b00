using System.Text.Json;
using Cloud.Crm.Stock;
using Cloud.Crm.Visits;

namespace Cloud.Crm.Effects;

/// <summary>What one event means to an area of headquarters, read out of its data while the batch is read; each area has its own kinds.</summary>
internal abstract record EventEffect
{
    /// <summary>Reads what an event means; null where it means nothing but itself.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="device">The device that said it, or null.</param>
    /// <param name="data">Its data.</param>
    internal static EventEffect? Of(string type, string? device, JsonElement data) =>
        VisitEffect.Of(type, device, data) ?? Sales.SaleEffect.Read(type, device, data) ?? (EventEffect?)Health.HealthEffect.Of(type, device, data)
        ?? (EventEffect?)Campaigns.UpdateEffect.Of(type, device, data) ?? StockEffect.Of(type, device, data);
}
