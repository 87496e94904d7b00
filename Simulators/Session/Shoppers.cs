namespace Simulators.Session;

/// <summary>Several shoppers at the devices of one bus.</summary>
internal sealed class Shoppers(IReadOnlyList<IShopper> members) : IShopper
{
    /// <inheritdoc/>
    public TimeSpan? Act() => members.Min(shopper => shopper.Act());

    /// <inheritdoc/>
    public TimeSpan? Leave() => members.Max(shopper => shopper.Leave());
}
