using Cloud.Contracts;

namespace Cloud.Crm.Programme;

/// <summary>What rules may say.</summary>
internal static class ProgrammeCheck
{
    private const int MostLevels = 20;
    private const int MostRules = 10;
    private const int MostCategories = 200;
    private const int MaxName = 40;
    private const int MaxDays = 3_650;
    private const long MostFen = 1_000_000_000_000;

    /// <summary>Every mistake in one text, or null.</summary>
    internal static string? Mistakes(ProgrammeDocument programme)
    {
        var found = new List<string>();
        if (programme.TimeZone is not { Length: > 0 and <= 64 } zone || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            found.Add($"timeZone is '{programme.TimeZone}'; expected an IANA name, such as Asia/Shanghai");
        }

        CheckLevels(programme.Levels, found);
        CheckPoints(programme.Points, found);
        if (programme.Growth is not { Points: >= 0 and <= 10_000, PerFen: >= 1 and <= 1_000_000, PerSale: >= 0 and <= 10_000 })
        {
            found.Add("growth has growth and perSale from 0 to 10000 and perFen from 1 to 1000000");
        }

        if (programme.Stores is not { Months: >= 1 and <= 60, Unplaced: StoresRule.Everywhere or StoresRule.Nowhere })
        {
            found.Add("stores has months from 1 to 60, and unplaced is everywhere or nowhere");
        }

        return found.Count == 0 ? null : string.Join("; ", found);
    }

    private static void CheckLevels(IReadOnlyList<ProgrammeLevel>? levels, List<string> found)
    {
        if (levels is null || levels.Count > MostLevels || levels.Any(level => level is null))
        {
            found.Add($"levels is an array of at most {MostLevels} levels");
            return;
        }

        for (var i = 0; i < levels.Count; i++)
        {
            var level = levels[i];
            if (level.Name is not { Length: >= 1 and <= MaxName } name || name.Trim() != name || name.Any(char.IsControl))
            {
                found.Add($"levels[{i}].name is '{level.Name}'; expected 1 to {MaxName} characters without blanks around them");
            }
            else if (levels.Take(i).Any(other => other.Name == name))
            {
                found.Add($"levels[{i}].name '{name}' is there twice");
            }

            if (level.Rules is not { Count: >= 1 and <= MostRules })
            {
                found.Add($"levels[{i}].rules has {level.Rules?.Count ?? 0} rules; expected 1 to {MostRules}");
                continue;
            }

            for (var j = 0; j < level.Rules.Count; j++)
            {
                if (Mistake(level.Rules[j]) is { } mistake)
                {
                    found.Add($"levels[{i}].rules[{j}] {mistake}");
                }
            }
        }
    }

    private static string? Mistake(LevelRule? rule) => rule switch
    {
        null => "is missing",
        { Kind: LevelRule.Paid, Sku: { } sku, Days: >= 1 and <= MaxDays, Least: null, Window: null } when Sku(sku) => null,
        { Kind: LevelRule.Paid } => $"of kind paid has a sku and days from 1 to {MaxDays}, and nothing else",
        { Kind: not (LevelRule.Spend or LevelRule.Growth) } => $"is of kind '{rule.Kind}'; expected spend, growth or paid",
        { Least: not (>= 1 and <= MostFen) } => $"has least {rule.Least}; expected 1 to {MostFen}",
        { Sku: not null } => "has a sku; only paid has one",
        { Window: LevelRule.Rolling, Days: >= 1 and <= MaxDays, AlsoLastYear: false } => null,
        { Window: LevelRule.Rolling } => $"has a rolling window; expected days from 1 to {MaxDays}, and no alsoLastYear",
        { Window: LevelRule.Calendar, Days: null } => null,
        { Window: LevelRule.Calendar } => "has a calendar window and days; a year is a year",
        _ => $"has window '{rule.Window}'; expected rolling or calendar",
    };

    private static void CheckPoints(PointsRule? points, List<string> found)
    {
        if (points is not { Points: >= 0 and <= 10_000, PerFen: >= 1 and <= 1_000_000, Categories: { Count: <= MostCategories } categories })
        {
            found.Add($"points has points from 0 to 10000, perFen from 1 to 1000000 and at most {MostCategories} categories");
            return;
        }

        if (points.ExpireDays is < 1 or > MaxDays)
        {
            found.Add($"points.expireDays is {points.ExpireDays}; expected 1 to {MaxDays}, or null for points that never expire");
        }

        for (var i = 0; i < categories.Count; i++)
        {
            if (categories[i] is not { Category: { Length: >= 1 and <= 64 } category, Percent: >= 0 and <= 10_000 })
            {
                found.Add($"points.categories[{i}] has a category of 1 to 64 characters and percent from 0 to 10000");
            }
            else if (categories.Take(i).Any(other => other?.Category == category))
            {
                found.Add($"points.categories[{i}] '{category}' is there twice");
            }
        }
    }

    private static bool Sku(string sku) => sku.Length is >= 1 and <= Identifier.MaxLength && !sku.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));
}
