using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloud.Crm.Sales;

/// <summary>A sale or a return as a till posts it; the event's data has the same members, with underscores, and <c>sale</c> for the id.</summary>
/// <param name="Id">The till's own UUID of it: the same again is counted once.</param>
/// <param name="Store">The store; an event is its gateway's store's.</param>
/// <param name="Till">The till.</param>
/// <param name="TotalFen">The sum of the lines' amounts.</param>
/// <param name="Lines">1 to 200 lines.</param>
/// <param name="Kind">sale or return.</param>
/// <param name="At">When, RFC 3339; when it comes, where it is not said.</param>
/// <param name="Member">The buyer's id.</param>
/// <param name="Phone">Or phone number.</param>
/// <param name="Card">Or card number.</param>
/// <param name="Original">A return: the sale it is of.</param>
/// <param name="Restock">A return: where the goods go: shelf, receiving or scrap. The default is shelf.</param>
/// <param name="Vouchers">Vouchers that were given in.</param>
/// <param name="PointsBurnt">Points that were paid with.</param>
internal sealed record SaleBody(
    string? Id,
    string? Store,
    string? Till,
    long? TotalFen,
    IReadOnlyList<SaleBodyLine>? Lines,
    string? Kind = null,
    DateTimeOffset? At = null,
    string? Member = null,
    string? Phone = null,
    string? Card = null,
    string? Original = null,
    string? Restock = null,
    IReadOnlyList<string>? Vouchers = null,
    long? PointsBurnt = null)
{
    /// <summary>The event's id of the sale; not in what is posted to headquarters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sale { get; init; }
}

/// <summary>Goods of a sale.</summary>
/// <param name="Sku">The goods.</param>
/// <param name="Quantity">How many, above 0 also in a return.</param>
/// <param name="AmountFen">What was paid for them; in a return what is paid back, not negative.</param>
/// <param name="Unit">piece or gram; the product's where it is not said.</param>
internal sealed record SaleBodyLine(string? Sku, long? Quantity, long? AmountFen, string? Unit = null);

/// <summary>The data of the events sale.recorded and sale.returned.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 64)]
[JsonSerializable(typeof(SaleBody))]
internal sealed partial class SaleEventJson : JsonSerializerContext
{
    /// <summary>Reads an event's data.</summary>
    /// <returns>The body, or what is wrong with it.</returns>
    internal static (SaleBody? Body, string? Mistake) Read(string data)
    {
        try
        {
            return JsonSerializer.Deserialize(data, Default.SaleBody) is { } body ? (body with { Id = body.Sale }, null) : (null, "the data is null; expected an object");
        }
        catch (JsonException exception)
        {
            return (null, $"the data cannot be read at {exception.Path}: {exception.Message}");
        }
    }
}
