using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>What happened to purchases, for people: a code and its values, which pages put into words.</summary>
internal sealed class PurchaseNotes(HeadquartersDatabase database, TimeProvider clock)
{
    internal Task AddAsync(
        DbTransaction transaction, string store, string purchase, string who, string code, IReadOnlyList<(string Name, string Value)> values, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return transaction.Command(
            "INSERT INTO purchase_note (store, purchase, id, at, who, code, detail) VALUES (@store, @purchase, @id, @at, @who, @code, @detail)",
            ("store", store), ("purchase", purchase), ("id", Guid.CreateVersion7(now).ToString()), ("at", database.ToTime(now.UtcDateTime)), ("who", who), ("code", code),
            ("detail", JsonSerializer.Serialize(values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal), OrdersJson.Default.DictionaryStringString))).RunAsync(cancellationToken);
    }
}
