using System.Globalization;
using Cloud.Crm.Campaigns;

namespace Cloud.Tests.Crm.Campaigns;

/// <summary>Campaigns over made-up fleets: what a campaign promises holds at every step, whatever the gateways do.</summary>
public sealed class CampaignJudgeTests
{
    private const long Serial = 200;

    private static readonly TimeZoneInfo[] s_zones =
        [.. new[] { "Asia/Shanghai", "America/New_York", "UTC", "Pacific/Auckland" }.Select(TimeZoneInfo.FindSystemTimeZoneById)];

    [Fact]
    public void Campaign_OverAnyFleet_KeepsItsBounds()
    {
        var ends = new Dictionary<CampaignState, int>();
        var stagesBegun = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            try
            {
                var run = new Run(seed);
                run.Go();
                ends[run.State] = ends.GetValueOrDefault(run.State) + 1;
                stagesBegun += run.Stage;
            }
            catch (Xunit.Sdk.XunitException e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        }

        // A run that never got anywhere would keep every bound.
        Assert.True(ends.GetValueOrDefault(CampaignState.Finished) > 50 && ends.GetValueOrDefault(CampaignState.Halted) > 50 && stagesBegun > 300, string.Join(' ', ends) + ' ' + stagesBegun);
    }

    [Theory]
    [InlineData("2026-11-22T17:00:00Z", "Asia/Shanghai", "01:00", "05:00", "2026-11-22T21:00:00Z")]
    [InlineData("2026-11-22T16:59:59Z", "Asia/Shanghai", "01:00", "05:00", null)]
    [InlineData("2026-11-22T21:00:00Z", "Asia/Shanghai", "01:00", "05:00", null)]
    [InlineData("2026-11-22T15:30:00Z", "Asia/Shanghai", "23:00", "02:00", "2026-11-22T18:00:00Z")]
    [InlineData("2026-11-22T17:30:00Z", "Asia/Shanghai", "23:00", "02:00", "2026-11-22T18:00:00Z")]
    [InlineData("2026-03-08T06:30:00Z", "America/New_York", "01:00", "05:00", "2026-03-08T09:00:00Z")]
    [InlineData("2026-03-08T06:30:00Z", "America/New_York", "01:00", "02:30", "2026-03-08T07:30:00Z")]
    [InlineData("2026-11-01T05:10:00Z", "America/New_York", "01:00", "01:30", "2026-11-01T05:30:00Z")]
    public void Window_EndsByTheStoresOwnClock(string at, string zone, string from, string until, string? end)
    {
        var plan = CampaignRules.Usual with { WindowFrom = TimeOnly.Parse(from, CultureInfo.InvariantCulture), WindowUntil = TimeOnly.Parse(until, CultureInfo.InvariantCulture) };

        Assert.Equal(end is null ? null : Utc(end), MaintenanceWindow.EndOf(plan, TimeZoneInfo.FindSystemTimeZoneById(zone), Utc(at)));
    }

    [Fact]
    public void Stages_OfLargerPercentages_TakeInThoseBefore_AndDoNotHangOnTheOrder()
    {
        var gateways = Enumerable.Range(0, 250).Select(i => ($"gw-{i}", $"store-{i / 2}")).ToArray();
        var small = First(CampaignRules.Usual with { CanaryCount = 0, Percentages = [10, 100] }, gateways);
        var large = First(CampaignRules.Usual with { CanaryCount = 0, Percentages = [50, 100] }, [.. gateways.Reverse()]);

        Assert.Equal((25, 125), (small.Count, large.Count));
        Assert.Subset(large, small);

        static HashSet<string> First(CampaignPlan plan, (string, string)[] of) => [.. CampaignStages.Of(plan, of).Where(g => g.Stage == 0).Select(g => g.Gateway)];
    }

    [Fact]
    public void Stages_WithNamedStores_BeginWithTheirGatewaysAlone()
    {
        var gateways = Enumerable.Range(0, 20).Select(i => ($"gw-{i}", $"store-{i / 2}")).ToArray();

        var stages = CampaignStages.Of(CampaignRules.Usual with { CanaryCount = 0, CanaryStores = ["store-3", "store-7"] }, gateways);

        Assert.Equal(["gw-14", "gw-15", "gw-6", "gw-7"], stages.Where(g => g.Stage == 0).Select(g => g.Gateway).Order(StringComparer.Ordinal));
        Assert.Equal([4, 0, 6, 10], Enumerable.Range(0, 4).Select(stage => stages.Count(g => g.Stage == stage)));
    }

    [Fact]
    public void Gateway_ThatHadTheVersionAlready_IsDoneUntold()
    {
        var step = CampaignJudge.Decide(Now([Member(Facts(highest: Serial + 1))]), stages: 1, later: 0);

        Assert.Equal([(MemberState.Done, "it had this version, or a later one")], step.Changes.Select(c => (c.State, c.Reason)));
        Assert.Equal((CampaignState.Finished, 0), (step.State, step.Tell.Count));
    }

    [Fact]
    public void Gateway_ThatSaysOfAnEarlierTryThatItFailed_IsNotTakenForOneThatFailsNow()
    {
        var member = Member(Facts(failed: Serial)) with { State = MemberState.Staged, ToldAt = s_at.AddMinutes(-1) };
        Assert.Empty(CampaignJudge.Decide(Now([member]), 1, 0).Changes);

        var said = member with { Facts = member.Facts with { ReportedAt = s_at } };
        Assert.Equal([MemberState.RolledBack], CampaignJudge.Decide(Now([said]), 1, 0).Changes.Select(c => c.State));
        Assert.Empty(CampaignJudge.Decide(Now([said with { Facts = said.Facts with { Staged = Serial } }]), 1, 0).Changes);
    }

    [Fact]
    public void Gateway_ThatIsAway_HoldsUpNoStage_AndIsToldWhenItIsBack()
    {
        var done = Member(Facts(highest: Serial)) with { State = MemberState.Done, ToldAt = s_at };
        var away = Member(Facts() with { IsOnline = false }) with { Gateway = 2, Place = 1 };
        var now = Now([done, away]) with { HealthySince = s_at.AddMinutes(-61) };

        var step = CampaignJudge.Decide(now, stages: 2, later: 1);
        Assert.Equal((1, 0), (step.Stage, step.Tell.Count));

        var back = CampaignJudge.Decide(now with { Stage = 1, HealthySince = null, Members = [done, away with { Facts = away.Facts with { IsOnline = true } }] }, 2, 0);
        Assert.Equal([2], back.Tell.Select(t => t.Member.Gateway));
    }

    [Fact]
    public void Stage_WhoseGatewayGoesOfflineAfterwards_WaitsForIt_AndCountsItInTheEnd()
    {
        var gone = Member(Facts(highest: Serial) with { IsOnline = false, Since = s_at.AddMinutes(-100) }) with { State = MemberState.Done, ToldAt = s_at.AddHours(-3), ChangedAt = s_at.AddHours(-2) };

        Assert.Null(CampaignJudge.Decide(Now([gone]) with { HealthySince = s_at.AddHours(-2) }, 2, 1).HealthySince);
        var later = CampaignJudge.Decide(Now([gone]) with { At = s_at.AddMinutes(30) }, 2, 1);
        Assert.Equal((CampaignState.Halted, MemberState.Gone), (later.State, Assert.Single(later.Changes).State));
    }

    private static readonly DateTime s_at = Utc("2026-11-22T18:00:00Z");

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    private static MemberFacts Facts(long highest = 100, long failed = 0) => new(true, s_at.AddHours(-5), false, s_zones[0], highest, 0, 0, failed, "scale", s_at.AddHours(-5));

    private static CampaignMember Member(MemberFacts facts) => new(1, 0, 0, MemberState.Waiting, 0, null, s_at.AddHours(-5), facts);

    private static CampaignNow Now(IReadOnlyList<CampaignMember> members) => new(CampaignRules.Usual, Serial, CampaignState.Running, 0, null, 0, members, s_at);

    /// <summary>One campaign over one made-up fleet, and the rules that it has to keep, written down a second time.</summary>
    private sealed class Run
    {
        private readonly Random _random;
        private readonly CampaignPlan _plan;
        private readonly List<CampaignMember> _members = [];
        private readonly Dictionary<int, DateTime> _ends = [];
        private readonly double _bad;
        private DateTime _now = Utc("2026-03-07T12:00:00Z");
        private DateTime? _healthySince;

        internal Run(int seed)
        {
            _random = new Random(seed);
            _bad = seed % 3 == 0 ? 0 : _random.NextDouble() * 0.4;
            var from = new TimeOnly(_random.Next(24), 0);
            _plan = CampaignRules.Usual with
            {
                CanaryCount = _random.Next(4), AtOnce = 1 + _random.Next(8), HealthyMinutes = _random.Next(90), BackMinutes = 15 + _random.Next(200), WindowFrom = from,
                WindowUntil = seed % 5 == 0 ? from : from.AddHours(1 + _random.Next(8)), MostFailures = _random.Next(5), MostFailurePercent = _random.Next(30),
            };
            var count = 1 + _random.Next(50);
            foreach (var (gateway, stage, place) in CampaignStages.Of(_plan, [.. Enumerable.Range(0, count).Select(i => ($"{i}", $"{i}"))]))
            {
                _members.Add(new CampaignMember(
                    int.Parse(gateway, CultureInfo.InvariantCulture), stage, place, MemberState.Waiting, 0, null, _now,
                    new MemberFacts(_random.Next(5) > 0, _now, false, s_zones[_random.Next(s_zones.Length)], 100, 0, 0, 0, "", null)));
            }
        }

        internal CampaignState State { get; private set; } = CampaignState.Running;

        internal int Stage { get; private set; }

        internal void Go()
        {
            for (var i = 0; i < 700 && State == CampaignState.Running; i++)
            {
                var before = _members.Where(m => m.Stage <= Stage).ToList();
                var step = CampaignJudge.Decide(
                    new CampaignNow(_plan, Serial, State, Stage, _healthySince, 0, before, _now), CampaignStages.Count(_plan), _members.Count(m => m.Stage > Stage));
                foreach (var change in step.Changes)
                {
                    Put(change.Member with { State = change.State, ChangedAt = _now });
                }

                Check(step);
                foreach (var (member, within) in step.Tell)
                {
                    var end = _now + TimeSpan.FromMinutes(_random.Next(1, 40));
                    _ends[member.Gateway] = end < _now + within ? end : _now + within;
                    Put(Of(member.Gateway) with { State = MemberState.Told, ToldAt = _now, ChangedAt = _now });
                }

                (State, Stage, _healthySince) = (step.State, step.Stage, step.HealthySince);
                _now += TimeSpan.FromMinutes(1 + _random.Next(State == CampaignState.Running && _members.Exists(m => m.State.IsUnderWay()) ? 6 : 30));
                Live();
            }
        }

        private void Check(CampaignStep step)
        {
            var failed = _members.Count(m => m.State.IsFailure());
            var done = _members.Count(m => m.State == MemberState.Done);
            Assert.True(_members.Count(m => m.State.IsUnderWay()) + step.Tell.Count <= _plan.AtOnce, "more at once than the bound");
            Assert.True(step.State != CampaignState.Running || failed == 0 || (failed <= _plan.MostFailures && failed * 100 <= _plan.MostFailurePercent * (failed + done)), "goes on in spite of its failures");
            Assert.True(step.State == CampaignState.Running || step.Tell.Count == 0, "tells though it has stopped");
            if (step.Stage != Stage)
            {
                var mine = _members.Where(m => m.Stage == Stage).ToList();
                Assert.Equal(Stage + 1, step.Stage);
                Assert.True(Stage > 0 || !_plan.HasCanaries || mine.TrueForAll(m => !m.State.IsFailure()), "goes past a canary that failed");
                Assert.True(mine.Count == 0 || mine.Exists(m => m.State == MemberState.Done), "goes past a stage that nobody has done");
                Assert.DoesNotContain(_members, m => m.State.IsUnderWay());
                Assert.All(mine.Where(m => m.State == MemberState.Done), m => Assert.True(_now - m.ChangedAt >= TimeSpan.FromMinutes(_plan.HealthyMinutes), "was not well for as long as wanted"));
            }

            foreach (var (member, within) in step.Tell)
            {
                Assert.True(member.Stage <= Stage && member.Facts.IsOnline && Of(member.Gateway).State == MemberState.Waiting, "tells one that is not to be told");
                foreach (var moment in new[] { _now, _now + within })
                {
                    // Written otherwise than the code has it: the hour on the store's wall, minute by minute.
                    var local = TimeZoneInfo.ConvertTimeFromUtc(moment, member.Facts.Zone).TimeOfDay;
                    var (from, until) = (_plan.WindowFrom.ToTimeSpan(), _plan.WindowUntil.ToTimeSpan());
                    Assert.True(from == until || (from < until ? local >= from && local < until : local >= from || local < until), "outside of the hours");
                }
            }
        }

        /// <summary>What the gateways do until the next look.</summary>
        private void Live()
        {
            foreach (var member in _members.ToList())
            {
                if (_random.Next(member.Facts.IsOnline ? 300 : 4) == 0)
                {
                    Put(member with { Facts = member.Facts with { IsOnline = !member.Facts.IsOnline, Since = _now } });
                }

                if (!member.State.IsUnderWay() || _ends[member.Gateway] > _now)
                {
                    continue;
                }

                var now = Of(member.Gateway);
                var facts = now.Facts with { ReportedAt = _now };
                Put(_random.NextDouble() >= _bad
                    ? _random.Next(5) == 0 ? now with { State = MemberState.Waiting, ChangedAt = _now } : now with { State = MemberState.Staged, Facts = facts with { Highest = Serial } }
                    : _random.Next(3) switch
                    {
                        0 => now with { State = MemberState.Staged, Facts = facts with { Failed = Serial } },
                        1 => now with { State = MemberState.Refused, ChangedAt = _now },
                        _ => now with { Facts = now.Facts with { IsOnline = false, Since = _now } },
                    });
            }
        }

        private CampaignMember Of(int gateway) => _members.Single(m => m.Gateway == gateway);

        private void Put(CampaignMember member) => _members[_members.FindIndex(m => m.Gateway == member.Gateway)] = member;
    }
}
