using Cloud.Contracts;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Ingest;

/// <summary>Reads where the gateways of a shard stand.</summary>
internal static class CursorQuery
{
    internal static async Task<List<(RegisteredGateway Gateway, CursorDocument Cursor)>> ReadAsync(
        HeadquartersDatabase database, int shard, bool replay, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            "SELECT id, shard, store, gateway, epoch, committed_seq FROM gateway WHERE shard = @shard ORDER BY id", ("shard", shard))
            .ListAsync(
                r => (new RegisteredGateway(r.GetInt32(0), r.GetInt32(1), r.GetString(2), r.GetString(3)),
                      new CursorDocument(r.Text(4), r.GetInt64(5), replay && !r.IsDBNull(4))),
                cancellationToken);
    }
}
