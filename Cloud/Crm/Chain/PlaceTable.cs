using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;
using Cloud.Crm.Visits;

namespace Cloud.Crm.Chain;

/// <summary>Where stores stand, in the chain and in the world.</summary>
internal sealed class PlaceTable(HeadquartersDatabase database, AuditTable audit)
{
    private const string Columns = "store, name, region, address, time_zone, latitude_e6, longitude_e6";
    private const int MaxAddress = 300;
    private const int MaxLatitude = 90_000_000;
    private const int MaxLongitude = 180_000_000;

    /// <summary>Every store that is seen.</summary>
    internal async Task<IReadOnlyList<PlaceView>> ListAsync(IReadOnlySet<string>? seen, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var places = await connection.Command($"SELECT {Columns} FROM store ORDER BY store").ListAsync(Read, cancellationToken);
        return [.. places.Where(p => seen?.Contains(p.Store) != false)];
    }

    /// <summary>One store, or null.</summary>
    internal async Task<PlaceView?> FindAsync(string store, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.Command($"SELECT {Columns} FROM store WHERE store = @store", ("store", store)).ListAsync(Read, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Says where a store stands.</summary>
    /// <returns>What is wrong, or null. A store that is not there is a mistake too.</returns>
    internal Task<string?> SetAsync(Caller caller, string store, PlaceBody place, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var before = (await transaction.Command($"SELECT {Columns} FROM store WHERE store = @store {StockSql.ForUpdate(transaction)}", ("store", store)).ListAsync(Read, cancellationToken)).SingleOrDefault();
            if (before is not null && caller.Stores is not null && before.Region != place.Region)
            {
                return "which region a store is in decides who sees it: only those who see every store may change it";
            }

            if (place.Region is not null
                && (await transaction.Command("SELECT 1 FROM region WHERE region = @region", ("region", place.Region)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return $"there is no region '{place.Region}'";
            }

            if (before is not null && before.TimeZone != place.TimeZone)
            {
                await VisitZones.MoveAsync(transaction, store, before.TimeZone, place.TimeZone!, cancellationToken);
            }

            await transaction.Command(
                """
                UPDATE store SET name = @name, region = @region, address = @address, time_zone = @zone, latitude_e6 = @latitude, longitude_e6 = @longitude WHERE store = @store
                """,
                ("store", store), ("name", place.Name!.Trim()), ("region", place.Region), ("address", place.Address), ("zone", place.TimeZone), ("latitude", place.LatitudeE6),
                ("longitude", place.LongitudeE6)).RunAsync(cancellationToken);
            await audit.AddAsync(
                transaction, caller, "store.changed", "store", store, store, AuditDetail.Of(("name", place.Name), ("region", place.Region), ("timeZone", place.TimeZone)), cancellationToken);
            return null;
        },
        cancellationToken);

    /// <summary>What is wrong with a place by itself, or null.</summary>
    internal static string? Mistake(PlaceBody place) => AccountRules.Join(
        AccountRules.NameMistake(place.Name),
        place.Address is { } address && (address.Length > MaxAddress || address.Any(char.IsControl)) ? $"address: expected at most {MaxAddress} characters without control characters" : null,
        place.TimeZone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? null : $"timeZone is '{place.TimeZone}'; expected an IANA name such as Asia/Shanghai",
        place.LatitudeE6 is < -MaxLatitude or > MaxLatitude ? $"latitudeE6 is {place.LatitudeE6}; expected millionths of a degree, at most {MaxLatitude}" : null,
        place.LongitudeE6 is < -MaxLongitude or > MaxLongitude ? $"longitudeE6 is {place.LongitudeE6}; expected millionths of a degree, at most {MaxLongitude}" : null,
        place.LatitudeE6 is null != place.LongitudeE6 is null ? "latitudeE6 and longitudeE6 go together" : null);

    private static PlaceView Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.Text(2), r.Text(3), r.GetString(4), r.IsDBNull(5) ? null : r.GetInt32(5), r.IsDBNull(6) ? null : r.GetInt32(6));
}
