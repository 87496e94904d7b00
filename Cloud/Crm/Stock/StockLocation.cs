namespace Cloud.Crm.Stock;

/// <summary>The locations of a store's books. A location is its kind's word; plates are <c>plate/NAME</c>.</summary>
internal static class StockLocation
{
    /// <summary>Where goods come from; what suppliers delivered in all stands here with a minus.</summary>
    internal const string Vendor = "vendor";

    /// <summary>Delivered and not yet put away.</summary>
    internal const string Receiving = "receiving";

    /// <summary>The sales area but for its plates.</summary>
    internal const string Shelf = "shelf";

    /// <summary>What stands before a plate's name.</summary>
    internal const string PlatePrefix = "plate/";

    /// <summary>The store's own room behind.</summary>
    internal const string Backroom = "backroom";

    /// <summary>In the hands of people in the store: taken from a plate and not yet paid. Below 0 while the till was quicker than the plate.</summary>
    internal const string Basket = "basket";

    /// <summary>Sold.</summary>
    internal const string Customer = "customer";

    /// <summary>What counts found missing, or with a minus found too many.</summary>
    internal const string Loss = "loss";

    /// <summary>Thrown away, with a reason.</summary>
    internal const string Scrap = "scrap";

    /// <summary>On its way to another store; stands in the sender's books.</summary>
    internal const string Transit = "transit";

    /// <summary>The longest location.</summary>
    internal const int MaxLength = 64 + 6;

    /// <summary>The SQL condition that a column <c>location</c> is one of those that are on hand.</summary>
    internal const string OnHandSql = "(location IN ('receiving', 'shelf', 'backroom') OR location LIKE 'plate/%')";

    /// <summary>A plate's location.</summary>
    internal static string Plate(string name) => PlatePrefix + name;

    /// <summary>Whether it is a plate's.</summary>
    internal static bool IsPlate(string location) => location.StartsWith(PlatePrefix, StringComparison.Ordinal);

    /// <summary>Whether what lies here is on hand: it can be counted, moved, sold and scrapped.</summary>
    internal static bool IsOnHand(string location) => location is Receiving or Shelf or Backroom || (IsPlate(location) && location.Length > PlatePrefix.Length);

    /// <summary>The kind's word.</summary>
    internal static string KindOf(string location) => IsPlate(location) ? "plate" : location;

    /// <summary>Whether there is such a location.</summary>
    internal static bool IsKnown(string location) =>
        location.Length <= MaxLength && (IsOnHand(location) || location is Vendor or Basket or Customer or Loss or Scrap or Transit);
}
