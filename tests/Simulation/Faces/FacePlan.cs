using System.Globalization;

namespace Simulation.Faces;

/// <summary>What can go wrong where faces are recognised.</summary>
internal enum FaceTroubleKind
{
    /// <summary>The gateway is stopped and started, as by an update.</summary>
    Restarted,

    /// <summary>Its program ends, at once or in the middle of a disk operation.</summary>
    Killed,

    /// <summary>Its power goes, likewise.</summary>
    PowerCut,
    SyncFails,
    WritesFail,
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When.</param>
/// <param name="For">How long.</param>
/// <param name="After">After how many disk operations from then on; 0 for at once.</param>
internal sealed record FaceTrouble(FaceTroubleKind Kind, TimeSpan At, TimeSpan For, int After)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:hh\\:mm\\:ss\\.fff} {Kind} for {For.TotalSeconds:0.0} s, after {After}");
}

/// <summary>Somebody stands before the camera.</summary>
internal sealed record FaceStay(int Person, TimeSpan From, TimeSpan To, int Place);

/// <summary>A member consents, or withdraws.</summary>
internal sealed record FaceAct(int Person, TimeSpan At, bool Gives);

/// <summary>Everything that a seed decides of a camera's world before it begins.</summary>
internal sealed record FacePlan
{
    /// <summary>Where people can stand.</summary>
    public const int Places = 3;

    public required ulong Seed { get; init; }

    public required TimeSpan Length { get; init; }

    /// <summary>How many people are members: those with the lowest numbers. One of the others is like the first of them, as sisters are.</summary>
    public required int Members { get; init; }

    public required int People { get; init; }

    public required IReadOnlyList<FaceStay> Stays { get; init; }

    public required IReadOnlyList<FaceAct> Acts { get; init; }

    public required IReadOnlyList<FaceTrouble> Troubles { get; init; }

    public static FacePlan Of(ulong seed)
    {
        var dice = new Dice(seed).Fork(61);
        var length = TimeSpan.FromSeconds(dice.Between(180, 1200));
        var members = dice.Between(1, 5);
        var people = members + dice.Between(1, 6);
        return new FacePlan
        {
            Seed = seed,
            Length = length,
            Members = members,
            People = people,
            Stays = StaysOf(dice, people, length),
            Acts = [.. Enumerable.Range(0, members).SelectMany(member => ActsOf(dice, member, length)).OrderBy(act => act.At)],
            Troubles = [.. Enumerable.Range(0, dice.Between(2, 10)).Select(_ => new FaceTrouble(
                (FaceTroubleKind)dice.Next(5), length * dice.Fraction(), dice.Pause(TimeSpan.FromSeconds(6)), dice.OneIn(3) ? 0 : dice.Between(1, 40))).OrderBy(trouble => trouble.At)],
        };
    }

    /// <summary>The same with only some of its troubles, told by their numbers from 0.</summary>
    public FacePlan Only(IEnumerable<int> kept) => this with { Troubles = [.. kept.Order().Select(i => Troubles[i])] };

    private static List<FaceStay> StaysOf(Dice dice, int people, TimeSpan length)
    {
        var stays = new List<FaceStay>();
        for (var place = 0; place < Places; place++)
        {
            for (var at = TimeSpan.FromSeconds(5) + dice.Pause(TimeSpan.FromSeconds(20)); at < length;)
            {
                var to = at + TimeSpan.FromSeconds(1) + Least(dice.Pause(TimeSpan.FromSeconds(12)), TimeSpan.FromSeconds(30));
                var person = dice.Next(people);

                // Nobody stands in two places.
                if (!stays.Exists(other => other.Person == person && at < other.To + TimeSpan.FromSeconds(6) && other.From < to + TimeSpan.FromSeconds(6)))
                {
                    stays.Add(new FaceStay(person, at, to, place));
                }

                // Whoever comes next to the same place is not taken for who has just left it.
                at = to + TimeSpan.FromSeconds(4) + dice.Pause(TimeSpan.FromSeconds(25));
            }
        }

        return [.. stays.OrderBy(stay => stay.From).ThenBy(stay => stay.Place)];
    }

    private static IEnumerable<FaceAct> ActsOf(Dice dice, int member, TimeSpan length)
    {
        var gives = true;
        for (var at = dice.OneIn(3) ? dice.Pause(TimeSpan.FromSeconds(60)) : TimeSpan.Zero; at < length; at += TimeSpan.FromSeconds(20) + dice.Pause(TimeSpan.FromSeconds(300)))
        {
            yield return new FaceAct(member, at, gives);
            gives = !gives;
        }
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
