using System.Globalization;

namespace Simulation.Shelves;

/// <summary>What can go wrong at shelves that weigh.</summary>
internal enum ShelfTroubleKind
{
    /// <summary>The gateway is stopped and started, as by an update.</summary>
    Restarted,

    /// <summary>Its program ends, at once or in the middle of a disk operation.</summary>
    Killed,

    /// <summary>Its power goes, likewise.</summary>
    PowerCut,
    DiskFull,
    SyncFails,
    WritesFail,

    /// <summary>A plate's device is taken away and comes back.</summary>
    Unplugged,

    /// <summary>A plate says nothing.</summary>
    Silent,

    /// <summary>A plate says that its samples are none.</summary>
    Faulty,

    /// <summary>A plate's samples come all at once afterwards.</summary>
    Late,
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When.</param>
/// <param name="Plate">Which plate, where it is one.</param>
/// <param name="For">How long.</param>
/// <param name="After">After how many disk operations from then on; 0 for at once.</param>
internal sealed record ShelfTrouble(ShelfTroubleKind Kind, TimeSpan At, int Plate, TimeSpan For, int After)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:hh\\:mm\\:ss\\.fff} {Kind} plate {Plate} for {For.TotalSeconds:0.0} s, after {After}");
}

/// <summary>What lies on a plate: one kind of goods, or two that weigh nearly the same.</summary>
/// <param name="UnitGrams">What a piece weighs.</param>
/// <param name="Start">How many lie there in the beginning, as the planogram says.</param>
/// <param name="Other">The second kind, or null.</param>
internal sealed record PlatePlan(double UnitGrams, int Start, PlatePlan? Other = null);

/// <summary>Everything that a seed decides of a shelf's world before it begins.</summary>
internal sealed record ShelfPlan
{
    public required ulong Seed { get; init; }

    /// <summary>How long people come and things go wrong.</summary>
    public required TimeSpan Length { get; init; }

    public required IReadOnlyList<PlatePlan> Plates { get; init; }

    /// <summary>The mean pause between two people at the shelf.</summary>
    public required TimeSpan Pause { get; init; }

    public required IReadOnlyList<ShelfTrouble> Troubles { get; init; }

    public static ShelfPlan Of(ulong seed)
    {
        var dice = new Dice(seed).Fork(81);
        var length = TimeSpan.FromSeconds(dice.Between(180, 1200));
        var plates = Enumerable.Range(0, dice.Between(1, 3)).Select(_ => new PlatePlan(dice.Between(80, 900), dice.Between(3, 12))).ToList();
        var others = new Dice(seed).Fork(82);
        return new ShelfPlan
        {
            Seed = seed,
            Length = length,
            Plates = [.. plates.Select(plate =>
                others.OneIn(4) ? plate with { Other = new PlatePlan(plate.UnitGrams * (1.002 + (0.02 * others.Fraction())), others.Between(1, 4)) } : plate)],
            Pause = TimeSpan.FromSeconds(dice.Between(3, 25)),
            Troubles = [.. Enumerable.Range(0, dice.Between(2, 12)).Select(_ => new ShelfTrouble(
                (ShelfTroubleKind)dice.Next(Enum.GetValues<ShelfTroubleKind>().Length), length * dice.Fraction(), dice.Next(plates.Count), dice.Pause(TimeSpan.FromSeconds(dice.OneIn(4) ? 60 : 6)),
                dice.OneIn(3) ? 0 : dice.Between(1, 40))).OrderBy(trouble => trouble.At)],
        };
    }

    /// <summary>The same with only some of its troubles, told by their numbers from 0.</summary>
    public ShelfPlan Only(IEnumerable<int> kept) => this with { Troubles = [.. kept.Order().Select(i => Troubles[i])] };
}
