namespace EdgeGateway.Core.Weighing;

/// <summary>One scale at work, as pages show it; serialises as it stands with camelCase names. Weights are decimal texts in <paramref name="Unit"/>.</summary>
/// <param name="Scale">The scale's name.</param>
/// <param name="State"><c>unknown</c>, <c>idle</c>, <c>placed</c> or <c>captured</c>.</param>
/// <param name="Weight">What the scale shows now; null where nothing holds now. The other weights and the total are null with it.</param>
/// <param name="Net">Without container.</param>
/// <param name="Gross">With container; null where the scale shows only the net.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Stable">Whether it has come to rest; null where the scale does not say.</param>
/// <param name="Tare">The container in force; null where there is none.</param>
/// <param name="Plu">The goods chosen; null where there are none.</param>
/// <param name="TotalFen">What lies there costs so much, in the smallest coin; null before it has come to rest.</param>
/// <param name="Reason">Why it is not captured now, one of <see cref="WeighingReason"/> or a scale's own error; null while it is idle or captured and unchanged.</param>
/// <param name="Minimum">The least net weight that is captured; null before the scale's unit is known.</param>
/// <param name="Captured">The last capture since the start, or null.</param>
public sealed record WeighingState(
    string Scale,
    string State,
    string? Weight,
    string? Net,
    string? Gross,
    string? Unit,
    bool? Stable,
    TareView? Tare,
    ItemView? Plu,
    long? TotalFen,
    string? Reason,
    string? Minimum,
    CapturedView? Captured)
{
    /// <summary>A scale that nothing is known of.</summary>
    public static WeighingState Unknown(string scale) =>
        new(scale, "unknown", null, null, null, null, null, null, null, null, WeighingReason.NotReadYet, null, null);

    /// <summary>The same without anything that was weighed.</summary>
    public WeighingState Without(string reason) =>
        this with { Weight = null, Net = null, Gross = null, Stable = null, TotalFen = null, Reason = reason };
}

/// <summary>A container.</summary>
/// <param name="Amount">Its weight, a decimal text.</param>
/// <param name="Unit">In which unit.</param>
/// <param name="By">Who set it: <c>key</c>, <c>plu</c>, or <c>scale</c> where the scale takes it off itself; its amount may then be unknown, null.</param>
public sealed record TareView(string? Amount, string? Unit, string By);

/// <summary>Goods.</summary>
/// <param name="Plu">Their number.</param>
/// <param name="Sku">The article.</param>
/// <param name="Name">What people call them.</param>
/// <param name="PriceFen">The price of one <paramref name="Per"/> in the smallest coin.</param>
/// <param name="Per">What the price is for.</param>
/// <param name="Tare">Their container such as <c>12 g</c>, or null.</param>
public sealed record ItemView(string Plu, string Sku, string Name, long PriceFen, string Per, string? Tare)
{
    /// <summary>Goods of the price list.</summary>
    public static ItemView Of(PricedItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new(item.Plu, item.Sku, item.Name, item.PriceFen, item.Per.Name, item.Tare is { } tare ? FormattableString.Invariant($"{tare.Amount} {tare.Unit.Name}") : null);
    }
}

/// <summary>A capture.</summary>
/// <param name="Capture">Its id.</param>
/// <param name="At">When.</param>
/// <param name="Net">The net weight, a decimal text.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Plu">The goods, or null.</param>
/// <param name="TotalFen">What they cost in the smallest coin, or null.</param>
/// <param name="Currency">The total's currency, or null.</param>
/// <param name="Label">The text of its label, or null.</param>
public sealed record CapturedView(Guid Capture, DateTimeOffset At, string Net, string Unit, ItemView? Plu, long? TotalFen, string? Currency, string? Label);
