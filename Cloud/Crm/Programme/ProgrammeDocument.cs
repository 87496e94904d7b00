using System.Text.Json.Serialization;

namespace Cloud.Crm.Programme;

/// <summary>The rules of the members' programme. Every version stays: a sale keeps the rules it was made under.</summary>
/// <param name="TimeZone">Whose day it is when levels are looked at, IANA.</param>
/// <param name="Levels">Lowest first; a customer has the highest of which any rule holds.</param>
/// <param name="Points">What is earned.</param>
/// <param name="Growth">What the growth value grows by.</param>
/// <param name="Stores">Which stores are to know a member.</param>
internal sealed record ProgrammeDocument(string TimeZone, IReadOnlyList<ProgrammeLevel> Levels, PointsRule Points, GrowthRule Growth, StoresRule Stores)
{
    /// <summary>What holds where nobody has set rules: no levels, no points.</summary>
    internal static ProgrammeDocument None { get; } = new("Asia/Shanghai", [], new PointsRule(0, 100, [], null), new GrowthRule(0, 100, 0), new StoresRule(13, StoresRule.Everywhere));

    /// <summary>A level's rank, 0 and up; -1 for none, and above all for one that the programme does not know: it was given by hand.</summary>
    internal int RankOf(string level)
    {
        if (level.Length == 0)
        {
            return -1;
        }

        for (var i = 0; i < Levels.Count; i++)
        {
            if (Levels[i].Name == level)
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    /// <summary>The percent of points that a category's goods earn; 100 where nothing is said.</summary>
    internal long PercentOf(string category)
    {
        foreach (var rule in Points.Categories)
        {
            if (rule.Category == category)
            {
                return rule.Percent;
            }
        }

        return 100;
    }
}

/// <summary>A level.</summary>
/// <param name="Name">Its name, 1 to 40 characters.</param>
/// <param name="Everywhere">Whether its members' profiles go to every store.</param>
/// <param name="Rules">Any of them gives it.</param>
internal sealed record ProgrammeLevel(string Name, bool Everywhere, IReadOnlyList<LevelRule> Rules);

/// <summary>What gives a level. Which members a kind has is said by <see cref="ProgrammeCheck"/>.</summary>
/// <param name="Kind"><c>spend</c>, <c>growth</c> or <c>paid</c>.</param>
/// <param name="Least">The spend in fen, or the growth value, from which it holds.</param>
/// <param name="Window"><c>rolling</c> or <c>calendar</c>.</param>
/// <param name="Days">The days of a rolling window, today among them; or how long what was paid for holds, the day of the sale among them.</param>
/// <param name="AlsoLastYear">Whether a calendar year's spend holds through the year after it.</param>
/// <param name="Sku">What has to be bought.</param>
internal sealed record LevelRule(string Kind, long? Least = null, string? Window = null, int? Days = null, bool AlsoLastYear = false, string? Sku = null)
{
    internal const string Spend = "spend";
    internal const string Growth = "growth";
    internal const string Paid = "paid";
    internal const string Rolling = "rolling";
    internal const string Calendar = "calendar";
}

/// <summary>What a sale earns: <paramref name="Points"/> for each <paramref name="PerFen"/>, times the category's percent, rounded down once for the whole sale.</summary>
/// <param name="Points">0 to 10,000.</param>
/// <param name="PerFen">1 to 1,000,000.</param>
/// <param name="Categories">Goods that earn more or less.</param>
/// <param name="ExpireDays">How long points hold, 1 to 3,650 days; null for good.</param>
internal sealed record PointsRule(long Points, long PerFen, IReadOnlyList<CategoryRule> Categories, int? ExpireDays)
{
    /// <summary>The points of a base: the sum of amounts in fen times their percent.</summary>
    internal long Of(long amountTimesPercent) => (long)((Int128)amountTimesPercent * Points / (PerFen * 100));
}

/// <summary>What a category's goods earn, in percent of the others.</summary>
internal sealed record CategoryRule(string Category, long Percent);

/// <summary>What the growth value grows by: so much for each <paramref name="PerFen"/>, rounded down once a sale, and <paramref name="PerSale"/> for any sale that is not wholly returned.</summary>
internal sealed record GrowthRule([property: JsonPropertyName("growth")] long Points, long PerFen, long PerSale)
{
    /// <summary>The growth of a sale of which <paramref name="fen"/> was kept.</summary>
    internal long Of(long fen, bool isKept) => (long)((Int128)fen * Points / PerFen) + (isKept ? PerSale : 0);
}

/// <summary>Which stores are to know a member.</summary>
/// <param name="Months">How long a store that was visited or bought at is to know a member, 1 to 60.</param>
/// <param name="Unplaced">Where a member goes of whom no store is known yet: <c>everywhere</c> or <c>nowhere</c>.</param>
internal sealed record StoresRule(int Months, string Unplaced)
{
    internal const string Everywhere = "everywhere";
    internal const string Nowhere = "nowhere";
}

/// <summary>The rules of a version.</summary>
/// <param name="Version">The version; 0 where nobody has set rules yet.</param>
/// <param name="Document">Its rules.</param>
internal sealed record ProgrammeVersion(int Version, ProgrammeDocument Document);
