using System.Text.Json.Serialization;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>What is kept of one plate over a restart.</summary>
/// <param name="State">What the inference goes on from; null before the first load has settled.</param>
/// <param name="Line">The calibration it was reckoned with.</param>
/// <param name="Units">The unit weights of the planogram it was reckoned with, by SKU.</param>
/// <param name="Counts">Pieces by SKU; those that nobody counted are not in it.</param>
/// <param name="Raised">What was told of its calibration and is not over.</param>
/// <param name="Told">Pieces by SKU as the plate's events have said, null where somebody has counted since; null for all where an earlier version kept it: then they are <paramref name="Counts"/>.</param>
internal sealed record KeptPlate(
    PlateState? State,
    PlateLine Line,
    IReadOnlyDictionary<string, double> Units,
    IReadOnlyDictionary<string, int> Counts,
    IReadOnlyList<string> Raised,
    IReadOnlyDictionary<string, int?>? Told = null)
{
    /// <summary>A plate that was there, of which nothing is known any more.</summary>
    public static KeptPlate Unknown { get; } = new(null, default, new Dictionary<string, double>(), new Dictionary<string, int>(), []);
}

/// <summary>A planogram as it was accepted.</summary>
/// <param name="AppliedAt">When.</param>
/// <param name="Text">Its JSON.</param>
internal sealed record KeptPlanogram(DateTimeOffset AppliedAt, string Text);

/// <summary>Events that belong together: they reach the outbox in one append, each once.</summary>
/// <param name="Number">Grows with each group of a file.</param>
/// <param name="Drafts">The events, oldest first, each with an origin id.</param>
internal sealed record TellingGroup(long Number, IReadOnlyList<EventDraft> Drafts);

/// <summary>What one commit changes.</summary>
internal sealed class ShelfChange
{
    /// <summary>Plates as they are now, by name; null where the plate is to be forgotten.</summary>
    public Dictionary<string, KeptPlate?> Plates { get; } = new(StringComparer.Ordinal);

    /// <summary>Small things by name, as UTF-8 JSON; null where it is to be forgotten.</summary>
    public Dictionary<string, byte[]?> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>Events to be told.</summary>
    public List<EventDraft> Drafts { get; } = [];

    /// <summary>Counts that were taken in: the origin id and what was made of the event's data.</summary>
    public List<(Guid Origin, byte[] Data)> Counts { get; } = [];

    /// <summary>Whether there is anything to write.</summary>
    public bool IsEmpty => Plates.Count + Kept.Count + Drafts.Count + Counts.Count == 0;
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(KeptPlate))]
[JsonSerializable(typeof(HabitsState))]
[JsonSerializable(typeof(KeptPlanogram))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class KeptJson : JsonSerializerContext;
