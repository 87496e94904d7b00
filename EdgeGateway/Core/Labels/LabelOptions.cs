namespace EdgeGateway.Core.Labels;

/// <summary>The price and weight labels that this store prints and scans; held to their rules by <see cref="LabelLayouts"/>.</summary>
public sealed class LabelOptions
{
    /// <summary>The layouts of EAN-13 labels. There is no world layout: prefixes 20 to 29 are free for each store.</summary>
    /// <value>The default is empty: a code that begins with 2 is an item number like any other.</value>
    public List<LabelLayoutOptions> Layouts { get; set; } = [];
}

/// <summary>One layout in the configuration.</summary>
public sealed class LabelLayoutOptions
{
    /// <summary>
    /// 13 characters: digits of the prefix, then I for the item, W for the weight or P for the price, V for an inner check digit, and C
    /// for the check digit at the end; blanks between are ignored. Such as <c>21IIIIIWWWWWC</c> or <c>20 IIIII V PPPP C</c>.
    /// </summary>
    public string Pattern { get; set; } = "";

    /// <summary>Digits behind the point, 0 to 4 of a weight, 0 to 2 of a price.</summary>
    /// <value>The default is 3 for a weight in kg, 0 for one in g, 2 for a price.</value>
    public int? Decimals { get; set; }

    /// <summary>The unit of the weight: <c>kg</c> or <c>g</c>.</summary>
    /// <value>The default is <c>kg</c>.</value>
    public string? Unit { get; set; }
}
