namespace Cloud.Crm.Programme;

/// <summary>Which level the rules give. Pure.</summary>
internal static class LevelRules
{
    /// <summary>The level that holds today, why, and when it may change without anything being sold.</summary>
    /// <param name="programme">The rules.</param>
    /// <param name="today">The day, in the programme's time zone.</param>
    /// <param name="days">What was spent and grown, by the day it counts on; a store ahead of the programme's zone may say tomorrow, and it counts.</param>
    /// <param name="paid">What was paid for, with the last day it holds.</param>
    internal static LevelOutcome Of(ProgrammeDocument programme, DateOnly today, IReadOnlyList<DaySum> days, IReadOnlyList<PaidLevel> paid)
    {
        var rank = -1;
        var why = "no rule holds";
        for (var i = programme.Levels.Count - 1; i >= 0 && rank < 0; i--)
        {
            foreach (var rule in programme.Levels[i].Rules)
            {
                if (Why(programme.Levels[i].Name, rule, today, days, paid) is { } reason)
                {
                    (rank, why) = (i, reason);
                    break;
                }
            }
        }

        DateOnly? due = null;
        for (var i = 0; i < programme.Levels.Count; i++)
        {
            foreach (var rule in programme.Levels[i].Rules)
            {
                // What ages only takes away, so that rules of higher levels need no looking at; but for what counts in a year that has not begun.
                if ((i <= rank || rule.Window == LevelRule.Calendar) && NextChange(programme.Levels[i].Name, rule, today, days, paid) is { } day && !(due <= day))
                {
                    due = day;
                }
            }
        }

        return new LevelOutcome(rank < 0 ? "" : programme.Levels[rank].Name, why, due);
    }

    /// <summary>The first day whose sums any rule asks for.</summary>
    internal static DateOnly Earliest(ProgrammeDocument programme, DateOnly today)
    {
        var earliest = today;
        foreach (var rule in programme.Levels.SelectMany(level => level.Rules).Where(rule => rule.Window is not null))
        {
            var from = rule.Window == LevelRule.Rolling ? today.AddDays(1 - rule.Days!.Value) : new DateOnly(today.Year - (rule.AlsoLastYear ? 1 : 0), 1, 1);
            earliest = from < earliest ? from : earliest;
        }

        return earliest;
    }

    private static string? Why(string level, LevelRule rule, DateOnly today, IReadOnlyList<DaySum> days, IReadOnlyList<PaidLevel> paid)
    {
        if (rule.Kind == LevelRule.Paid)
        {
            return Paid(level, rule, today, paid) is { } until ? $"{rule.Sku} was bought and holds until {until:yyyy-MM-dd}" : null;
        }

        var sum = Sum(rule, today, days);
        if (sum >= rule.Least)
        {
            return $"{rule.Kind} of {sum} {Window(rule, today)}, from {rule.Least}";
        }

        return rule is { Window: LevelRule.Calendar, AlsoLastYear: true } && Sum(rule, new DateOnly(today.Year - 1, 12, 31), days) is var last && last >= rule.Least
            ? $"{rule.Kind} of {last} in {today.Year - 1}, from {rule.Least}"
            : null;
    }

    private static long Sum(LevelRule rule, DateOnly today, IReadOnlyList<DaySum> days)
    {
        var sum = 0L;
        var from = rule.Window == LevelRule.Rolling ? today.AddDays(1 - rule.Days!.Value) : new DateOnly(today.Year, 1, 1);
        foreach (var day in days)
        {
            if (day.Day >= from && (rule.Window == LevelRule.Rolling || day.Day.Year == today.Year))
            {
                sum += rule.Kind == LevelRule.Growth ? day.Growth : day.SpendFen;
            }
        }

        return sum;
    }

    private static DateOnly? Paid(string level, LevelRule rule, DateOnly today, IReadOnlyList<PaidLevel> paid)
    {
        DateOnly? until = null;
        foreach (var bought in paid)
        {
            if (bought.Level == level && bought.Sku == rule.Sku && bought.Until >= today && !(until >= bought.Until))
            {
                until = bought.Until;
            }
        }

        return until;
    }

    private static DateOnly? NextChange(string level, LevelRule rule, DateOnly today, IReadOnlyList<DaySum> days, IReadOnlyList<PaidLevel> paid)
    {
        switch (rule.Kind, rule.Window)
        {
            case (LevelRule.Paid, _):
                return Paid(level, rule, today, paid)?.AddDays(1);
            case (_, LevelRule.Rolling):
                var first = days.Select(day => day.Day.AddDays(rule.Days!.Value)).Where(day => day > today).ToList();
                return first.Count == 0 ? null : first.Min();
            default:
                var counted = today.Year - (rule.AlsoLastYear ? 1 : 0);
                return days.Any(day => day.Day.Year >= counted) ? new DateOnly(today.Year + 1, 1, 1) : null;
        }
    }

    private static string Window(LevelRule rule, DateOnly today) => rule.Window == LevelRule.Rolling ? $"in {rule.Days} days" : $"in {today.Year}";
}

/// <summary>What counts on a day.</summary>
/// <param name="Day">The day of the sale, in its store's time zone; returns count on the day of their sale.</param>
/// <param name="SpendFen">Fen that were kept.</param>
/// <param name="Growth">The growth value that was kept.</param>
internal readonly record struct DaySum(DateOnly Day, long SpendFen, long Growth);

/// <summary>A level that was paid for.</summary>
/// <param name="Level">The level.</param>
/// <param name="Sku">What was bought.</param>
/// <param name="Until">The last day it holds.</param>
internal readonly record struct PaidLevel(string Level, string Sku, DateOnly Until);

/// <summary>What the rules give.</summary>
/// <param name="Level">The level's name, or empty.</param>
/// <param name="Why">Which rule, with its sum.</param>
/// <param name="DueOn">The first day on which it may be another by itself, or null.</param>
internal readonly record struct LevelOutcome(string Level, string Why, DateOnly? DueOn);
