namespace EdgeGateway.Core.Weighing;

/// <summary>A unit of mass as an exact whole number, so that a conversion is a fraction and never a rounded factor.</summary>
/// <param name="Name">Its name in frames, price lists and events.</param>
/// <param name="Sixteenths">How many sixteenths of a microgram it is: the largest step in which every unit here is whole.</param>
public sealed record MassUnit(string Name, long Sixteenths)
{
    private const long Gram = 16_000_000;

    /// <summary>Units that a scale shows. The pound is 0.45359237 kg by definition (1959), the ounce a sixteenth of it, the jin (斤) 500 g.</summary>
    private static readonly MassUnit[] s_shown =
    [
        new("kg", 1000 * Gram), new("g", Gram), new("jin", 500 * Gram), new("lb", 7_257_477_920), new("oz", 453_592_370),
    ];

    private static readonly MassUnit[] s_priced = [.. s_shown, new("100g", 100 * Gram)];

    /// <summary>The names of the units that a price may be for.</summary>
    public static IEnumerable<string> PricedNames => s_priced.Select(unit => unit.Name);

    /// <summary>A unit that a scale shows, or null.</summary>
    public static MassUnit? Shown(string? name) => Array.Find(s_shown, unit => unit.Name == name);

    /// <summary>A unit that a price may be for, or null.</summary>
    public static MassUnit? Priced(string? name) => Array.Find(s_priced, unit => unit.Name == name);

    /// <summary>So much of this unit in another, rounded half up to a multiple of <paramref name="step"/> of the other.</summary>
    /// <exception cref="OverflowException">It is beyond what a decimal holds.</exception>
    public decimal Convert(decimal amount, MassUnit other, decimal step)
    {
        // Both whole numbers fit into a decimal's 96 bits with room for any weight; the only division is the last one.
        var steps = amount * Sixteenths / (other.Sixteenths * step);
        return decimal.Round(steps, MidpointRounding.AwayFromZero) * step;
    }
}
