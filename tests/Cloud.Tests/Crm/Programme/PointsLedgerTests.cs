using Cloud.Crm.Programme;
using FsCheck;
using FsCheck.Fluent;

namespace Cloud.Tests.Crm.Programme;

public sealed class PointsLedgerTests
{
    private static readonly DateTime s_now = new(2026, 11, 22, 8, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Burn_TakesNearestExpiryFirstThenOldestAndWhatNeverExpiresLast()
    {
        var ledger = new PointsLedger("m", 0, 0, []);
        ledger.Earn(Cause("never", 0), 10, null);
        ledger.Earn(Cause("late", 1), 10, s_now.AddDays(60));
        ledger.Earn(Cause("soon-young", 3), 10, s_now.AddDays(30));
        ledger.Earn(Cause("soon-old", 2), 10, s_now.AddDays(30));

        Assert.Equal(["soon-old", "soon-young", "late", "never"], ledger.Lots.Select(lot => lot.Id));
        Assert.True(ledger.TryBurn(Cause("burn", 4), 25));
        Assert.Equal([("late", 5L), ("never", 10L)], ledger.Lots.Select(lot => (lot.Id, lot.Remaining)));
        Assert.False(ledger.TryBurn(Cause("too-much", 5), 16));
        Assert.Equal(15, ledger.Balance);
    }

    [Fact]
    public void Return_OfPointsThatAreBurnt_IsOwedAndTakenFromTheNext()
    {
        var ledger = new PointsLedger("m", 0, 0, []);
        ledger.Earn(Cause("sale/1/earned", 0), 100, null);
        ledger.TryBurn(Cause("burn", 1), 70);
        ledger.Return(Cause("return", 2), 100, "sale/1/earned");
        Assert.Equal((0, 70), (ledger.Balance, ledger.Owed));

        ledger.Earn(Cause("sale/2/earned", 3), 50, null);
        Assert.Equal((0, 20), (ledger.Balance, ledger.Owed));
        ledger.Earn(Cause("sale/3/earned", 4), 50, null);
        Assert.Equal((30, 0), (ledger.Balance, ledger.Owed));
        Assert.Equal([100, -70, -30, 50, -50, 50, -20], ledger.Entries.Select(entry => entry.Points));
    }

    [Fact]
    public void Return_TakesFromItsOwnSaleFirst()
    {
        var ledger = new PointsLedger("m", 0, 0, []);
        ledger.Earn(Cause("sale/1/earned", 0), 10, s_now.AddDays(1));
        ledger.Earn(Cause("sale/2/earned", 1), 10, s_now.AddDays(90));
        ledger.Return(Cause("return", 2), 6, "sale/2/earned");

        Assert.Equal([10L, 4L], ledger.Lots.Select(lot => lot.Remaining));
    }

    [Fact]
    public void Expiry_AtTheVeryMoment_EndsTheLot()
    {
        var ledger = new PointsLedger("m", 0, 0, []);
        ledger.Earn(Cause("a", 0), 10, s_now);
        ledger.Expire(s_now.AddTicks(-1));
        Assert.Equal(10, ledger.Balance);
        ledger.Expire(s_now);
        ledger.Expire(s_now);

        Assert.Equal(0, ledger.Balance);
        Assert.Equal("a/expired", Assert.Single(ledger.Entries, entry => entry.Kind == PointsEntry.Expired).Cause.Id);
    }

    [Fact]
    public void Balance_AfterAnythingAtAll_IsTheSumOfEntriesAndOfLotsAndNeverNegative()
    {
        var step = Gen.Choose(0, 4).SelectMany(kind => Gen.Choose(1, 50).SelectMany(points => Gen.Choose(0, 40).Select(day => (kind, points, day))));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var ledger = new PointsLedger("m", 0, 0, []);
            foreach (var ((kind, points, day), i) in steps.Select((s, i) => (s, i)))
            {
                var before = ledger.Balance;
                switch (kind)
                {
                    case 0 or 1:
                        ledger.Earn(Cause($"sale/{i}/earned", i), points, day > 20 ? null : s_now.AddDays(day));
                        break;
                    case 2:
                        Assert.Equal(points <= before, ledger.TryBurn(Cause($"burn/{i}", i), points));
                        break;
                    case 3:
                        ledger.Return(Cause($"return/{i}", i), points, $"sale/{day % (i + 1)}/earned");
                        break;
                    default:
                        ledger.Expire(s_now.AddDays(day));
                        break;
                }

                Assert.True(ledger.Balance >= 0 && ledger.Owed >= 0);
                Assert.Equal(ledger.Balance, ledger.Entries.Sum(entry => entry.Points));
                Assert.Equal(ledger.Balance, ledger.Lots.Sum(lot => lot.Remaining));
                Assert.True(ledger.Entries.Count == 0 || ledger.Entries[^1].Balance == ledger.Balance);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(199, 1)]
    [InlineData(499_999, 4_999)]
    public void Points_ForEachYuan_AreRoundedDown(long fen, long points) => Assert.Equal(points, new PointsRule(1, 100, [], null).Of(fen * 100));

    [Fact]
    public void Points_OfSeveralLines_AreRoundedOnceForTheSale() => Assert.Equal(2, new PointsRule(1, 100, [], null).Of((50 * 100) + (50 * 200) + (50 * 100)));

    private static PointsCause Cause(string id, int seconds) => new(id, s_now.AddSeconds(seconds), null, null, "test", "test", null);
}
