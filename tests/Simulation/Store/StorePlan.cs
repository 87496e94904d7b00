using Simulation.Store.Scales;

namespace Simulation.Store;

/// <summary>Everything that a seed decides of a store's world before it begins.</summary>
internal sealed record StorePlan
{
    public required ulong Seed { get; init; }

    /// <summary>How long people come and things go wrong; after it the world is calm until all has come to its end.</summary>
    public required TimeSpan Length { get; init; }

    public required IReadOnlyList<PrinterPlan> Printers { get; init; }

    /// <summary>The protocol of each scale, told by its place in <see cref="ScaleSite.Kinds"/>.</summary>
    public required IReadOnlyList<int> Scales { get; init; }

    /// <summary>The mean pause between two tickets.</summary>
    public required TimeSpan TicketPause { get; init; }

    /// <summary>How many jobs may wait.</summary>
    public required int JobCapacity { get; init; }

    /// <summary>What goes wrong, in order of time.</summary>
    public required IReadOnlyList<StoreTrouble> Troubles { get; init; }

    public static StorePlan Of(ulong seed)
    {
        var dice = new Dice(seed).Fork(21);
        var length = TimeSpan.FromSeconds(dice.Between(120, 900));
        var printers = Enumerable.Range(0, dice.Between(1, 3)).Select(_ => PrinterPlan.Of(dice)).ToList();
        var scales = Enumerable.Range(0, dice.Between(1, 2)).Select(_ => dice.Next(ScaleSite.Kinds.Count)).ToList();
        return new StorePlan
        {
            Seed = seed,
            Length = length,
            Printers = printers,
            Scales = scales,
            TicketPause = TimeSpan.FromSeconds(dice.Between(6, 40)),
            JobCapacity = dice.OneIn(3) ? dice.Between(1, 6) : 500,
            Troubles = [.. Enumerable.Range(0, dice.Between(4, 20)).Select(_ => StoreTrouble.Of(dice, printers.Count, length)).OrderBy(t => t.At)],
        };
    }

    /// <summary>The same with only some of its troubles, told by their numbers from 0.</summary>
    public StorePlan Only(IEnumerable<int> kept) => this with { Troubles = [.. kept.Order().Select(i => Troubles[i])] };
}

/// <summary>Which printer stands at a place, and how quick it is.</summary>
internal sealed record PrinterPlan(PrinterKind Kind, int RowsPerSecond, TimeSpan AnswerDelay)
{
    private static readonly int s_kinds = Enum.GetValues<PrinterKind>().Length;

    public static PrinterPlan Of(Dice dice) =>
        new((PrinterKind)dice.Next(s_kinds), dice.Between(300, 2000), dice.OneIn(3) ? TimeSpan.FromMilliseconds(dice.Between(1, 300)) : TimeSpan.Zero);
}

/// <summary>The printers there are: each a model of the simulators' and the driver settings that a technician would give it.</summary>
internal enum PrinterKind
{
    /// <summary>Answers everything and gives back the mark of a job.</summary>
    NamesJobs,

    /// <summary>Answers at once and behind the job.</summary>
    AnswersBehindJobs,

    /// <summary>Answers at once only.</summary>
    AnswersAtOnce,

    /// <summary>Answers each question one question late, and throws away what it holds at a fault.</summary>
    AnswersLate,

    /// <summary>Answers nothing and has no cutter.</summary>
    Mute,

    /// <summary>A label printer in ZPL.</summary>
    Zpl,

    /// <summary>A label printer in TSPL.</summary>
    Tspl,
}
