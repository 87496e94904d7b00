namespace EdgeGateway.Core.Weighing;

/// <summary>Goods sold by weight.</summary>
/// <param name="Plu">The number pressed on the counter: 1 to 13 digits, as written.</param>
/// <param name="Sku">The article.</param>
/// <param name="Name">What people call it.</param>
/// <param name="PriceFen">The price of one <paramref name="Per"/> in the smallest coin, 1 or more.</param>
/// <param name="Per">What the price is for.</param>
/// <param name="Tare">The container it is sold in, or null for none.</param>
public sealed record PricedItem(string Plu, string Sku, string Name, long PriceFen, MassUnit Per, Tare? Tare);

/// <summary>A container's weight.</summary>
/// <param name="Amount">How much, above 0.</param>
/// <param name="Unit">In which unit.</param>
public sealed record Tare(decimal Amount, MassUnit Unit);
