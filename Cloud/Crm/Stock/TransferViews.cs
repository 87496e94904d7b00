namespace Cloud.Crm.Stock;

/// <summary>Goods of a transfer.</summary>
internal sealed record TransferGoods(string Sku, long Quantity);

/// <summary>A transfer that is wanted.</summary>
internal sealed record TransferBody(string From, string To, IReadOnlyList<TransferGoods> Lines);

/// <summary>What is shipped or received of a transfer.</summary>
/// <param name="Lines">The goods; null ships all that was asked for.</param>
/// <param name="Key">The same key is the same part.</param>
internal sealed record TransferLines(IReadOnlyList<TransferGoods>? Lines = null, string? Key = null);

/// <summary>What became of goods that did not arrive.</summary>
internal sealed record TransferClaim(string Sku, long Lost = 0, long Found = 0);

/// <summary>What became of goods that did not arrive.</summary>
internal sealed record TransferClaims(IReadOnlyList<TransferClaim> Lines);

/// <summary>Goods on their way between two stores.</summary>
internal sealed record TransferView(
    string Id, string From, string To, string State, string Who, DateTime CreatedAt, DateTime? ShippedAt, DateTime? ReceivedAt, string Etag, IReadOnlyList<TransferLineView> Lines);

/// <summary>Some of its goods.</summary>
/// <param name="Sku">The goods.</param>
/// <param name="Name">Their name.</param>
/// <param name="Unit">piece or gram.</param>
/// <param name="Asked">How many were asked for.</param>
/// <param name="Shipped">How many left.</param>
/// <param name="Received">How many arrived.</param>
/// <param name="Lost">How many were settled as lost.</param>
/// <param name="Found">How many were found to have stayed with the sender.</param>
/// <param name="Missing">How many are in transit still.</param>
internal sealed record TransferLineView(string Sku, string Name, string Unit, long Asked, long Shipped, long Received, long Lost, long Found, long Missing);
