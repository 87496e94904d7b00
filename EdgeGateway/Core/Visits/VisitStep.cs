using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Visits;

/// <summary>What came of one step of the <see cref="VisitLog"/>.</summary>
/// <param name="Events">Events, oldest first.</param>
/// <param name="Arrivals">Members who have arrived; each has its event too.</param>
public readonly record struct VisitStep(IReadOnlyList<EventDraft> Events, IReadOnlyList<Arrival> Arrivals)
{
    /// <summary>Nothing came of it.</summary>
    public static VisitStep Nothing { get; } = new([], []);
}
