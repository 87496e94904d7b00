using System.Text.Json.Serialization;

namespace Cloud.Crm.Stock;

/// <summary>A page of a list.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">What the next page is asked for with, or null where this is the last.</param>
internal sealed record StockPage<T>(IReadOnlyList<T> Rows, string? Next)
{
    /// <summary>The page of rows of which one more than wanted was read, if there is one.</summary>
    internal static StockPage<T> Of(IReadOnlyList<T> rows, int limit, Func<T, string> mark) =>
        new([.. rows.Take(limit)], rows.Count > limit ? mark(rows[limit - 1]) : null);
}

/// <summary>Something that the chain sells.</summary>
/// <param name="Sku">Its number in the chain.</param>
/// <param name="Name">What people call it; empty where nobody named it yet.</param>
/// <param name="Gtin">Its number in the world, or null.</param>
/// <param name="Category">Its category; empty for none.</param>
/// <param name="Unit">What quantities of it count: piece or gram.</param>
/// <param name="CostFen">What one piece, or 1,000 g, costs the chain.</param>
/// <param name="PriceFen">What it is sold for.</param>
/// <param name="Active">Whether it is sold.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
internal sealed record ProductView(string Sku, string Name, string? Gtin, string Category, string Unit, long CostFen, long PriceFen, bool Active, DateTime UpdatedAt);

/// <summary>A product as a till sees it: what it is sold for, and not what it costs the chain.</summary>
internal sealed record PriceView(string Sku, string Name, string? Gtin, string Category, string Unit, long PriceFen, bool Active)
{
    internal static PriceView Of(ProductView product) =>
        new(product.Sku, product.Name, product.Gtin, product.Category, product.Unit, product.PriceFen, product.Active);
}

/// <summary>What is to be known of a product; what is left out is as for a new one.</summary>
internal sealed record ProductBody(string Name, string? Gtin = null, string? Category = null, string? Unit = null, long CostFen = 0, long PriceFen = 0, bool Active = true);

/// <summary>Some goods of a store in numbers.</summary>
/// <param name="Store">The store.</param>
/// <param name="Sku">The goods.</param>
/// <param name="Name">Their name; empty where nobody named them.</param>
/// <param name="Unit">piece or gram.</param>
/// <param name="OnHand">What lies in receiving, on the shelf, on plates and in the back room.</param>
/// <param name="Reserved">What of that is put aside for somebody.</param>
/// <param name="Available">On hand less reserved.</param>
/// <param name="Incoming">Ordered of suppliers and on the way from other stores.</param>
/// <param name="Forecast">Available and incoming.</param>
/// <param name="Min">The reorder rule's minimum, or null without one.</param>
/// <param name="Max">Its maximum.</param>
/// <param name="Low">Whether there is an open alarm that they run low.</param>
internal sealed record StockRow(
    string Store, string Sku, string Name, string Unit, long OnHand, long Reserved, long Available, long Incoming, long Forecast, long? Min, long? Max, bool Low);

/// <summary>A location of some goods.</summary>
/// <param name="Location">The location.</param>
/// <param name="Kind">Its kind's word.</param>
/// <param name="Quantity">How many, by the books.</param>
/// <param name="MovedAt">When something moved here last.</param>
/// <param name="Counted">What was counted last, or null.</param>
/// <param name="CountedAt">When.</param>
internal sealed record LocationView(string Location, string Kind, long Quantity, DateTime MovedAt, long? Counted, DateTime? CountedAt);

/// <summary>What a number rests on: an event of a gateway, or something with an id.</summary>
/// <param name="Kind">event, sale, transfer, stocktake, purchase, scrap, move, settle, reservation and so on.</param>
/// <param name="Id">The thing's id; null for an event.</param>
/// <param name="Gateway">The event's gateway.</param>
/// <param name="Position">The event's place among those of the gateway.</param>
internal sealed record EvidenceView(string Kind, string? Id, string? Gateway, long? Position);

/// <summary>A move.</summary>
internal sealed record MoveView(
    string Id, DateTime At, string Store, string Sku, string Name, long Quantity, string From, string ToStore, string To, string Reason, EvidenceView Evidence, string EvidenceText, string Who);

/// <summary>All about some goods of a store.</summary>
internal sealed record StockCard(
    string Store, string Sku, string Name, string Unit, long OnHand, long Reserved, long Available, long Incoming, long Forecast, long? Min, long? Max, bool Low,
    IReadOnlyList<LocationView> Locations, IReadOnlyList<MoveView> Moves, IReadOnlyList<ReservationView> Reservations);

/// <summary>Whether the books add up.</summary>
/// <param name="Skus">SKUs of the chain that have levels.</param>
/// <param name="Locations">Levels.</param>
/// <param name="Moves">Moves that were added up.</param>
/// <param name="Sum">The sum over all levels: 0.</param>
/// <param name="Wrong">What does not add up, at most 100.</param>
/// <param name="Stores">Stores that were checked.</param>
/// <param name="CheckedAt">The oldest of their checks; null where there was none.</param>
internal sealed record BooksView(long Skus, long Locations, long Moves, long Sum, IReadOnlyList<WrongView> Wrong, long Stores, DateTime? CheckedAt);

/// <summary>A number that does not add up.</summary>
/// <param name="Store">The store, or null for the chain.</param>
/// <param name="Sku">The goods.</param>
/// <param name="Location">The location, or null for all of them.</param>
/// <param name="Says">What the levels say.</param>
/// <param name="Should">What they should say.</param>
/// <param name="What">sum or level.</param>
internal sealed record WrongView(string? Store, string Sku, string? Location, long Says, long Should, string What);

/// <summary>What is to be checked.</summary>
/// <param name="Store">One store, or null for all that the caller sees.</param>
/// <param name="Full">Whether all moves are added up anew, and not only those since the check before.</param>
internal sealed record BooksCheck(string? Store = null, bool Full = false);

/// <summary>A store's plates.</summary>
internal sealed record ShelvesView(string Store, IReadOnlyList<PlateView> Plates, IReadOnlyList<AlarmView> Alarms);

/// <summary>A plate and what lies on it.</summary>
internal sealed record PlateView(
    string Plate, string? Gateway, string? Device, DateTime SaidAt, string? Doubt, DateTime? DoubtAt, EvidenceView? Evidence, IReadOnlyList<PlateGoods> Goods);

/// <summary>Some goods on a plate.</summary>
internal sealed record PlateGoods(string Sku, string Name, string Unit, long Quantity, long? Counted, DateTime? ToldAt, DateTime MovedAt, bool Low);

/// <summary>An alarm.</summary>
internal sealed record AlarmView(
    string Id, string Store, string Kind, string Subject, string? Name, string? Unit, long? Quantity, long? Threshold, DateTime RaisedAt, DateTime? EndedAt, DateTime? AcknowledgedAt,
    string? AcknowledgedBy, EvidenceView Evidence, string EvidenceText);

/// <summary>Goods to be thrown away.</summary>
internal sealed record ScrapBody(string Sku, long Quantity, string From, string Reason, string? Note = null);

/// <summary>Goods to be carried from one location of a store to another.</summary>
internal sealed record MoveBody(string Sku, long Quantity, string From, string To, string? Note = null);

/// <summary>What was thrown away.</summary>
internal sealed record ScrappedView(IReadOnlyList<ScrappedRow> Rows, long CostFen);

/// <summary>What somebody threw away of a SKU for a reason.</summary>
internal sealed record ScrappedRow(string Sku, string Name, string Unit, string Reason, string Who, long Quantity, long CostFen);

/// <summary>Goods to be put aside.</summary>
internal sealed record ReservationBody(string Sku, long Quantity, string Reason, int Minutes = 60);

/// <summary>Goods that were put aside.</summary>
internal sealed record ReservationView(
    string Id, string Store, string Sku, string Name, long Quantity, string State, string Reason, string Who, DateTime CreatedAt, DateTime ExpiresAt, DateTime? EndedAt);

/// <summary>A name that a store gives to a place.</summary>
internal sealed record PlaceName(string Name, string Location);

/// <summary>The names of a store's places.</summary>
internal sealed record PlaceNames(IReadOnlyList<PlaceName> Rows);

/// <summary>What the stores have of some goods, the nearest first.</summary>
internal sealed record NearbyView(string Sku, string Name, IReadOnlyList<NearbyRow> Rows);

/// <summary>A store that has them, or may have them soon.</summary>
/// <param name="Store">The store.</param>
/// <param name="Name">Its name.</param>
/// <param name="Metres">How far it is as the crow flies; null where one of the two has no place.</param>
/// <param name="Available">What can be had there.</param>
/// <param name="OnHand">What lies there.</param>
/// <param name="Incoming">What comes.</param>
internal sealed record NearbyRow(string Store, string Name, long? Metres, long Available, long OnHand, long Incoming);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StockPage<ProductView>))]
[JsonSerializable(typeof(StockPage<PriceView>))]
[JsonSerializable(typeof(StockPage<StockRow>))]
[JsonSerializable(typeof(StockPage<MoveView>))]
[JsonSerializable(typeof(StockPage<AlarmView>))]
[JsonSerializable(typeof(StockPage<ReservationView>))]
[JsonSerializable(typeof(StockPage<TransferView>))]
[JsonSerializable(typeof(StockPage<StocktakeRow>))]
[JsonSerializable(typeof(ProductView))]
[JsonSerializable(typeof(ProductBody))]
[JsonSerializable(typeof(StockCard))]
[JsonSerializable(typeof(BooksView))]
[JsonSerializable(typeof(BooksCheck))]
[JsonSerializable(typeof(WrongView[]))]
[JsonSerializable(typeof(ShelvesView))]
[JsonSerializable(typeof(AlarmView))]
[JsonSerializable(typeof(ScrapBody))]
[JsonSerializable(typeof(MoveBody))]
[JsonSerializable(typeof(MoveView))]
[JsonSerializable(typeof(ScrappedView))]
[JsonSerializable(typeof(ReservationBody))]
[JsonSerializable(typeof(ReservationView))]
[JsonSerializable(typeof(PlaceName))]
[JsonSerializable(typeof(PlaceNames))]
[JsonSerializable(typeof(NearbyView))]
[JsonSerializable(typeof(TurnoverView))]
[JsonSerializable(typeof(TransferBody))]
[JsonSerializable(typeof(TransferLines))]
[JsonSerializable(typeof(TransferClaims))]
[JsonSerializable(typeof(TransferView))]
[JsonSerializable(typeof(StocktakeBody))]
[JsonSerializable(typeof(ScanBody))]
[JsonSerializable(typeof(CloseBody))]
[JsonSerializable(typeof(StocktakeView))]
[JsonSerializable(typeof(StockLowSaid))]
internal sealed partial class StockJson : JsonSerializerContext;
