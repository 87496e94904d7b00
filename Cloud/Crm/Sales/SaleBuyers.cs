using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Sales;

/// <summary>Who buyers are, out of how tills named them. A row that was merged stays its own: what belongs to a person is found over all rows, and undoing the merge loses nothing.</summary>
internal sealed class SaleBuyers(HeadquartersDatabase database)
{
    /// <summary>The customers of claims as they are kept; claims of nobody known are not in it.</summary>
    internal async Task<Dictionary<string, string>> FindAsync(DbTransaction transaction, IEnumerable<string?> claims, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var wanted = claims.OfType<string>().Distinct(StringComparer.Ordinal).ToLookup(claim => claim[..claim.IndexOf('/', StringComparison.Ordinal)], StringComparer.Ordinal);
        string[] ids = [.. wanted[SaleClaim.Member].Select(claim => claim[(SaleClaim.Member.Length + 1)..])];
        if (ids.Length > 0)
        {
            foreach (var id in await transaction.Command($"SELECT id FROM member WHERE {database.In("id", "ids")} AND NOT gone", ("ids", database.Set(ids)))
                .ListAsync(r => r.GetString(0), cancellationToken))
            {
                found[$"{SaleClaim.Member}/{id}"] = id;
            }
        }

        foreach (var (kind, column) in new[] { (SaleClaim.Phone, "phone_index"), (SaleClaim.Card, "card_index") })
        {
            byte[][] indexes = [.. wanted[kind].Select(claim => Convert.FromHexString(claim.AsSpan(kind.Length + 1)))];
            if (indexes.Length == 0)
            {
                continue;
            }

            foreach (var (id, index) in await transaction.Command(
                $"SELECT id, {column} FROM member WHERE {database.InBytes(column, "indexes")} AND NOT gone", ("indexes", database.SetOfBytes(indexes)))
                .ListAsync(r => (r.GetString(0), (byte[])r[1]), cancellationToken))
            {
                found[$"{kind}/{Convert.ToHexString(index)}"] = id;
            }
        }

        return found;
    }
}
