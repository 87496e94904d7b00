using Cloud.Crm.Programme;

namespace Cloud.Tests.Crm.Programme;

public sealed class LevelRulesTests
{
    private static readonly DateOnly s_today = new(2026, 11, 22);

    [Theory]
    [InlineData(499_999, "")]
    [InlineData(500_000, "gold")]
    [InlineData(500_001, "gold")]
    public void Spend_AroundTheLeast_GivesTheLevelFromTheLeastOn(long fen, string expected)
    {
        Assert.Equal(expected, Of(Rolling(365), s_today, (s_today, fen)).Level);
        Assert.Equal(expected, Of(Calendar(), s_today, (s_today, fen)).Level);
    }

    [Theory]
    [InlineData("2027-03-01", "2028-02-28", "gold")]
    [InlineData("2027-03-01", "2028-02-29", "")]
    [InlineData("2028-02-29", "2029-02-27", "gold")]
    [InlineData("2028-02-29", "2029-02-28", "")]
    [InlineData("2026-12-31", "2027-12-30", "gold")]
    [InlineData("2026-12-31", "2027-12-31", "")]
    public void RollingWindow_Counts365DaysTheDayOfTheSaleAmongThem(string sold, string today, string expected)
    {
        var outcome = Of(Rolling(365), Day(today), (Day(sold), 500_000));

        Assert.Equal(expected, outcome.Level);
        Assert.Equal(expected.Length == 0 ? null : Day(today).AddDays(1), outcome.DueOn);
    }

    [Theory]
    [InlineData("2026-12-31", false, "gold")]
    [InlineData("2027-01-01", false, "")]
    [InlineData("2027-01-01", true, "gold")]
    [InlineData("2027-12-31", true, "gold")]
    [InlineData("2028-01-01", true, "")]
    public void CalendarWindow_EndsWithItsYear_OrTheNextWhereItAlsoCounts(string today, bool alsoLastYear, string expected) =>
        Assert.Equal(expected, Of(Calendar(alsoLastYear), Day(today), (new DateOnly(2026, 1, 1), 200_000), (new DateOnly(2026, 12, 31), 300_000)).Level);

    [Fact]
    public void CalendarWindow_DoesNotAddTwoYears() =>
        Assert.Equal("", Of(Calendar(alsoLastYear: true), new DateOnly(2027, 1, 1), (new DateOnly(2026, 12, 31), 300_000), (new DateOnly(2027, 1, 1), 300_000)).Level);

    [Fact]
    public void CalendarWindow_ASaleOfTomorrowsYear_CountsWhenTheYearBegins()
    {
        var outcome = Of(Calendar(), new DateOnly(2026, 12, 31), (new DateOnly(2027, 1, 1), 500_000));

        Assert.Equal(("", new DateOnly(2027, 1, 1)), (outcome.Level, outcome.DueOn));
        Assert.Equal("gold", Of(Calendar(), new DateOnly(2027, 1, 1), (new DateOnly(2027, 1, 1), 500_000)).Level);
    }

    [Fact]
    public void Due_IsTheFirstDayOnWhichAnythingCountsLess()
    {
        var outcome = Of(Rolling(30), s_today, (s_today.AddDays(-10), 100), (s_today.AddDays(-3), 500_000));

        Assert.Equal(s_today.AddDays(20), outcome.DueOn);
        Assert.Null(Of(Rolling(30), s_today, (s_today, 499_999)).DueOn);
    }

    [Fact]
    public void PaidLevel_HoldsThroughItsLastDay()
    {
        var rule = new LevelRule(LevelRule.Paid, Days: 30, Sku: "gold-card");
        PaidLevel[] paid = [new("gold", "gold-card", s_today), new("gold", "another", s_today.AddDays(90))];

        Assert.Equal("gold", LevelRules.Of(Programme(rule), s_today, [], paid).Level);
        Assert.Equal(s_today.AddDays(1), LevelRules.Of(Programme(rule), s_today, [], paid).DueOn);
        Assert.Equal("", LevelRules.Of(Programme(rule), s_today.AddDays(1), [], paid).Level);
    }

    [Fact]
    public void GrowthRule_CountsGrowthAndNotMoney()
    {
        var rule = new LevelRule(LevelRule.Growth, 100, LevelRule.Rolling, 365);

        Assert.Equal("", LevelRules.Of(Programme(rule), s_today, [new DaySum(s_today, 1_000_000, 99)], []).Level);
        Assert.Equal("gold", LevelRules.Of(Programme(rule), s_today, [new DaySum(s_today, 0, 60), new DaySum(s_today.AddDays(-1), 0, 40)], []).Level);
    }

    [Fact]
    public void HighestLevel_OfWhichAnyRuleHolds_IsGiven()
    {
        var rules = ProgrammeDocument.None with
        {
            Levels =
            [
                new ProgrammeLevel("silver", false, [new LevelRule(LevelRule.Spend, 100_000, LevelRule.Rolling, 365)]),
                new ProgrammeLevel("gold", true, [new LevelRule(LevelRule.Spend, 500_000, LevelRule.Rolling, 365), new LevelRule(LevelRule.Spend, 200_000, LevelRule.Rolling, 30)]),
            ],
        };

        Assert.Equal("silver", LevelRules.Of(rules, s_today, [new DaySum(s_today.AddDays(-40), 300_000, 0)], []).Level);
        Assert.Equal("gold", LevelRules.Of(rules, s_today, [new DaySum(s_today.AddDays(-40), 300_000, 0), new DaySum(s_today, 200_000, 0)], []).Level);
    }

    private static LevelRule Rolling(int days) => new(LevelRule.Spend, 500_000, LevelRule.Rolling, days);

    private static LevelRule Calendar(bool alsoLastYear = false) => new(LevelRule.Spend, 500_000, LevelRule.Calendar, AlsoLastYear: alsoLastYear);

    private static LevelOutcome Of(LevelRule rule, DateOnly today, params (DateOnly Day, long Fen)[] days) =>
        LevelRules.Of(Programme(rule), today, [.. days.Select(day => new DaySum(day.Day, day.Fen, 0))], []);

    private static ProgrammeDocument Programme(LevelRule rule) => ProgrammeDocument.None with { Levels = [new ProgrammeLevel("gold", true, [rule])] };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
