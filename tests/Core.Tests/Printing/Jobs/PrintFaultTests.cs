using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Jobs;

namespace Core.Tests.Printing.Jobs;

/// <summary>
/// Many jobs, faults at every step, and the gateway killed at every step: nothing is on paper twice without the mark, nothing is lost silently,
/// and every outcome is true against the paper. <c>EDGE_PRINT_JOBS=10000</c> runs the full count.
/// </summary>
public sealed class PrintFaultTests
{
    private static readonly int s_jobs =
        int.TryParse(Environment.GetEnvironmentVariable("EDGE_PRINT_JOBS"), NumberStyles.None, CultureInfo.InvariantCulture, out var jobs) ? jobs : 1200;

    [Theory]
    [InlineData(20261122, false)]
    [InlineData(7919, false)]
    [InlineData(20261122, true)]
    [InlineData(104729, true)]
    public async Task Jobs_WithFaultsAtEveryStep_AreNeverTwiceOnPaperUnmarkedAndNeverLostSilently(int seed, bool withKills)
    {
        using var shop = new FaultyShop(seed, withKills);
        await shop.RunAsync(s_jobs);
        var report = shop.Judge();
        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());

        Assert.Equal([], report.Wrong.Take(10));
        Assert.Equal(s_jobs, report.Jobs);
        // The faults have to have happened, or the proof is of nothing.
        Assert.All([report.Asked, report.Marked, report.Failed, report.Retried], count => Assert.InRange(count, s_jobs / 100, s_jobs * 4));
        if (withKills)
        {
            Assert.InRange(report.Kills, s_jobs / 20, s_jobs * 4);
        }
    }

    private sealed record Report(int Jobs, int Asked, int Marked, int Failed, int Retried, int Kills, IReadOnlyList<string> Wrong)
    {
        public override string ToString() => $"{Jobs} jobs, {Asked} times a person asked, {Marked} marked sheets, {Failed} not printed, {Retried} sent again, {Kills} kills, {Wrong.Count} wrong";
    }

    private sealed class FaultyShop : IDisposable
    {
        private readonly PrintFixture _fixture = new();
        private readonly Random _random;
        private readonly bool _withKills;
        private readonly Dictionary<Guid, (string Text, int Copies)> _jobs = [];
        private readonly Dictionary<Guid, int> _outcomes = [];
        private int _asked;
        private int _kills;
        private int _quiet;

        public FaultyShop(int seed, bool withKills)
        {
            (_random, _withKills) = (new Random(seed), withKills);
            _fixture.Add("till-1", StatusAnswers.RealTime | StatusAnswers.ProcessId, "till");
            _fixture.Add("till-2", role: "till");
            _fixture.Add("clone", StatusAnswers.None, "kitchen");
            _fixture.Add("spool", StatusAnswers.RealTime, "office", isWeak: true);
            _fixture.Add("labels", StatusAnswers.TsplStatus, "labels", profile: new PrinterProfile(PrinterLanguage.Tspl, 384, 203, StatusAnswers.TsplStatus, false));
            foreach (var (printer, _) in _fixture.Printers)
            {
                printer.Script = Script;
            }

            _fixture.AtAppend = before =>
            {
                if (KillNow(before ? 40 : 60))
                {
                    throw new KilledException();
                }
            };
        }

        public async Task RunAsync(int jobs)
        {
            for (var n = 0; n < jobs; n++)
            {
                await SurviveAsync(() => SubmitAsync(n));
                await SurviveAsync(WorkAsync);
                if (_random.Next(4) == 0)
                {
                    await SurviveAsync(AnswerAsync);
                }

                _fixture.Advance(_random.Next(60) == 0 ? 20 : _random.Next(4));
            }

            // The storm is over; everything is seen to, and comes to its end.
            _quiet = 1;
            for (var i = 0; i < 300 && _fixture.Desk.Jobs().Any(job => job.State is not ("printed" or "not_printed")); i++)
            {
                _fixture.Advance(20);
                await WorkAsync();
                await AnswerAsync();
            }

            Assert.True(await _fixture.Desk.DeliverAsync(PrintFixture.Token));
        }

        public Report Judge()
        {
            var wrong = new List<string>();
            var paper = _fixture.Printers.SelectMany(one => one.Printer.Paper).ToLookup(sheet => sheet.Text);
            var toldOf = _fixture.Told.ToLookup(draft => JsonDocument.Parse(draft.Data).RootElement.GetProperty("job").GetGuid());
            var (failed, retried) = (0, 0);
            foreach (var (id, (text, copies)) in _jobs)
            {
                var job = _fixture.Desk.Find(id);
                if (job is null)
                {
                    wrong.Add($"{text}: lost");
                    continue;
                }

                var (plain, marked) = (paper[text].Count(sheet => !sheet.IsMarked), paper[text].Count(sheet => sheet.IsMarked));
                failed += job.State == "not_printed" ? 1 : 0;
                retried += job.Attempts > copies ? 1 : 0;
                if (plain > copies)
                {
                    wrong.Add($"{text}: {plain} sheets without the mark, {copies} wanted; {job}");
                }

                if (job.State == "printed" ? plain + marked < copies : job.State != "not_printed")
                {
                    wrong.Add($"{text}: {job.State}, and on paper are {plain} and {marked} marked of {copies}; {job}");
                }

                if (job.State == "not_printed" && job.Answer is null && plain + marked != job.Printed)
                {
                    wrong.Add($"{text}: not printed but for {job.Printed}, and on paper are {plain} and {marked} marked; {job}");
                }

                var told = toldOf[id].ToList();
                var last = told.Count == 0 ? null : told.MaxBy(draft => draft.Time)!.Type;
                if (told.Count == 0 || !told.Exists(draft => draft.Type == (job.State == "printed" ? "print.completed" : "print.failed")))
                {
                    wrong.Add($"{text}: is {job.State} and was told as {last}");
                }

                if (_outcomes.GetValueOrDefault(id) is var answers && told.Count(draft => draft.Type == "print.unknown") < answers)
                {
                    wrong.Add($"{text}: a person was asked {answers} times, told {told.Count(draft => draft.Type == "print.unknown")} times");
                }
            }

            return new Report(_jobs.Count, _asked, paper.Sum(sheets => sheets.Count(sheet => sheet.IsMarked)), failed, retried, _kills, wrong);
        }

        public void Dispose() => _fixture.Dispose();

        private Task SubmitAsync(int n)
        {
            var id = new Guid(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            var (role, printer) = _random.Next(12) switch
            {
                < 5 => ("till", null),
                < 7 => (null, "till-1"),
                7 => (null, "till-2"),
                8 => ("kitchen", null),
                9 => ("office", null),
                _ => ("labels", (string?)null),
            };
            var copies = _random.Next(8) == 0 ? 3 : 1;
            DateTimeOffset? expires = _random.Next(20) == 0 ? _fixture.Clock.GetUtcNow().AddSeconds(1) : null;
            _jobs[id] = ($"ticket {n}", copies);
            _fixture.Submit($"ticket {n}", printer, role, id, copies, _random.Next(10), expires);
            if (_random.Next(10) == 0)
            {
                // The asker did not hear the answer and asks again.
                expires = expires is null ? null : expires.Value.AddSeconds(1);
                Assert.NotNull(_fixture.Desk.Submit(PrintFixture.Wanted($"ticket {n}", printer, role, id, copies, _fixture.Desk.Find(id)!.Priority, expires), new PrintAsker("mqtt", null)).Job);
            }

            return Task.CompletedTask;
        }

        private async Task WorkAsync()
        {
            _fixture.Desk.Expire();
            for (var i = 0; i < 3; i++)
            {
                foreach (var station in _fixture.Stations.ToArray())
                {
                    await _fixture.TurnAsync(station);
                }
            }

            await _fixture.Desk.DeliverAsync(PrintFixture.Token);
        }

        /// <summary>A person sees to the printers, looks at the paper, and answers; sometimes they want it again although it is there.</summary>
        private Task AnswerAsync()
        {
            _fixture.Printers.ForEach(one => one.Printer.SeeTo());
            foreach (var job in _fixture.Desk.Jobs().Where(job => job.State == "unknown"))
            {
                var (text, copies) = _jobs[job.Id];
                var isThere = _fixture.Printers.Sum(one => one.Printer.Paper.Count(sheet => sheet.Text == text)) >= copies;
                var answer = isThere ? (_random.Next(5) == 0 ? JobAnswer.Reprint : JobAnswer.Printed) : _random.Next(3) == 0 ? JobAnswer.Cancel : JobAnswer.Reprint;
                var answered = _fixture.Desk.Answer(job.Id, answer, "Ann", job.Attempts);
                Assert.Null(answered.Refusal);
                Assert.NotNull(_fixture.Desk.Answer(job.Id, answer == JobAnswer.Reprint ? JobAnswer.Printed : answer, "Bo", job.Attempts).Refusal);
                _outcomes[job.Id] = _outcomes.GetValueOrDefault(job.Id) + 1;
                _asked++;
            }

            return Task.CompletedTask;
        }

        private async Task SurviveAsync(Func<Task> act)
        {
            try
            {
                await act();
            }
            catch (KilledException)
            {
                _kills++;
                await _fixture.RestartAsync();
            }
        }

        private bool KillNow(int oneIn) => _withKills && _quiet == 0 && _random.Next(oneIn) == 0;

        private Fault Script(Step step)
        {
            if (KillNow(45))
            {
                return Fault.Kill;
            }

            if (_quiet > 0)
            {
                return Fault.None;
            }

            return (step, _random.Next(100)) switch
            {
                (Step.Open, < 6) => Fault.Break,
                (Step.Query, < 3) => Fault.Break,
                (Step.Query, < 7) => Fault.Blocked,
                (Step.Query, < 9) => Fault.Silent,
                (Step.BeforeSend, < 4) => Fault.Break,
                (Step.MidSend, < 3) => Fault.Break,
                (Step.MidSend, < 6) => Fault.PrintAllTheSame,
                (Step.MidSend, < 10) => Fault.Discard,
                (Step.MidSend, < 13) => Fault.Hold,
                (Step.AfterSend, < 4) => Fault.Break,
                (Step.Confirm, < 4) => Fault.Break,
                (Step.Confirm, < 7) => Fault.Silent,
                _ => Fault.None,
            };
        }
    }
}
