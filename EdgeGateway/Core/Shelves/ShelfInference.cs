namespace EdgeGateway.Core.Shelves;

/// <summary>Every plate of a store, each with its own inference; what is learnt of shoppers' habits is shared.</summary>
/// <remarks>
/// Pure and bounded like <see cref="PlateInference"/>; not safe for two threads. What was taken from one plate may be put down on another: it is then no goods of that plate,
/// and named as a candidate. A new planogram takes effect by starting anew from <see cref="Save"/>: plates and SKUs that stay keep their state.
/// </remarks>
public sealed class ShelfInference
{
    private readonly Dictionary<string, PlateInference> _plates = new(StringComparer.Ordinal);

    /// <summary>Starts every plate of the planogram, where <paramref name="states"/> left off as far as it knows them.</summary>
    public ShelfInference(Planogram planogram, IReadOnlyList<PlateState>? states = null, Habits? habits = null)
    {
        Habits = habits ?? new Habits();
        var neighbours = new NeighbourTakes();
        foreach (var plate in planogram.Plates)
        {
            _plates.Add(plate.Plate, new PlateInference(plate, states?.FirstOrDefault(state => state.Plate == plate.Plate), Habits, neighbours));
        }
    }

    /// <summary>What is learnt of shoppers in this store.</summary>
    public Habits Habits { get; }

    /// <summary>The plates by name.</summary>
    public IReadOnlyDictionary<string, PlateInference> Plates => _plates;

    /// <summary>Takes the next sample of one plate; prefer this to the plate's own where goods may be put on a neighbour.</summary>
    /// <returns>False where the planogram has no such plate; nothing is done then.</returns>
    public bool Take(string plate, LoadSample sample, List<ShelfEvent> events)
    {
        if (!_plates.TryGetValue(plate, out var inference))
        {
            return false;
        }

        inference.Take(sample, events);
        return true;
    }

    /// <summary>What is known of every plate now.</summary>
    public IReadOnlyList<PlateStanding> Standing() => [.. _plates.Values.Select(plate => plate.Standing())];

    /// <summary>No more samples will come: decides on every plate what is still open.</summary>
    public void Finish(List<ShelfEvent> events)
    {
        foreach (var plate in _plates.Values)
        {
            plate.Finish(events);
        }
    }

    /// <summary>What to keep over a restart, of every plate whose load has settled once.</summary>
    public IReadOnlyList<PlateState> Save() => [.. _plates.Values.Select(plate => plate.Save()).OfType<PlateState>()];
}
