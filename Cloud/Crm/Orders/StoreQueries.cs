using Cloud.Crm.Storage;

namespace Cloud.Crm.Orders;

/// <summary>Which stores there are.</summary>
internal sealed class StoreQueries(HeadquartersDatabase database)
{
    internal async Task<bool> ExistsAsync(string store, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.Command("SELECT 1 FROM store WHERE store = @store", ("store", store)).ListAsync(r => 1, cancellationToken)).Count > 0;
    }
}
