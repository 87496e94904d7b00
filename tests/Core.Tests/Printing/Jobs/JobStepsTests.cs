using EdgeGateway.Core.Printing.Jobs;
using FsCheck;
using FsCheck.Fluent;

namespace Core.Tests.Printing.Jobs;

/// <summary>The state machine of a job against the paper: any order of what can happen, as long as each may happen in its state.</summary>
public sealed class JobStepsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AnyHistory_KeepsThePromises() =>
        Prop.ForAll(Histories().ToArbitrary(), history =>
        {
            var model = new Model(history.Copies);
            foreach (var (happening, isOnPaper) in history.Steps)
            {
                if (model.Do(happening, isOnPaper) is { } wrong)
                {
                    return false.Label($"{wrong} after {happening}: {model.Job}; {string.Join(' ', history.Steps)}");
                }
            }

            return true.Label("");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(4000).WithReplay(20261122, 7919));

    [Fact]
    public void EveryStep_InAStateItDoesNotGoWith_IsAMistakeOfOurs()
    {
        var job = Job(1);
        var sending = JobSteps.Begin(job, "p", "MARK", s_now);
        var lost = JobSteps.SheetLost(sending, "r", null, s_now);
        Assert.Throws<InvalidOperationException>(() => JobSteps.AllSent(job, s_now));
        Assert.Throws<InvalidOperationException>(() => JobSteps.SheetPrinted(job, "r", null, s_now));
        Assert.Throws<InvalidOperationException>(() => JobSteps.SheetLost(job, "r", null, s_now));
        Assert.Throws<InvalidOperationException>(() => JobSteps.Begin(sending, "p", "MARK", s_now));
        Assert.Throws<InvalidOperationException>(() => JobSteps.GiveUp(sending, "r", s_now));
        Assert.Throws<InvalidOperationException>(() => JobSteps.Begin(lost, "p", "MARK", s_now));
        Assert.Throws<InvalidOperationException>(() => JobSteps.GiveUp(lost, "r", s_now));
        Assert.All(Enum.GetValues<JobAnswer>(), answer => Assert.Throws<InvalidOperationException>(() => JobSteps.Answer(sending, answer, null, s_now)));
    }

    [Fact]
    public void Answer_ThatAnUnknownJobIsWantedAgain_MarksTheSheetThatMayExistAndNoOther()
    {
        var job = JobSteps.SheetPrinted(JobSteps.Begin(Job(3), "p", "M", s_now), "r", null, s_now);
        var lost = JobSteps.SheetLost(JobSteps.AllSent(JobSteps.Begin(job, "p", "M", s_now), s_now), "r", "no answer", s_now);
        var again = JobSteps.Answer(lost, JobAnswer.Reprint, "Ann", s_now);

        Assert.Equal((JobState.Accepted, 1, true), (again.State, again.Done, again.IsNextMarked));
        var second = JobSteps.SheetPrinted(JobSteps.Begin(again, "p", "M", s_now), "r", null, s_now);
        Assert.Equal((2, false), (second.Done, second.IsNextMarked));
    }

    [Fact]
    public void Refusals_InARow_AreAnEnd()
    {
        var job = Job(1);
        for (var i = 1; i < JobSteps.MostRefusals; i++)
        {
            job = JobSteps.SheetRefused(JobSteps.Begin(job, "p", "M", s_now), "no", null, s_now);
            Assert.Equal((JobState.Accepted, "p"), (job.State, job.Printer));
        }

        Assert.Equal(JobState.NotPrinted, JobSteps.SheetRefused(JobSteps.Begin(job, "p", "M", s_now), "no", null, s_now).State);
    }

    [Fact]
    public void Mark_IsAnotherForEveryAttemptAndSheetAndTheSameAgain()
    {
        var job = Job(2);
        var marks = new[] { job, job with { Attempts = 1 }, job with { Attempts = 1, Done = 1 }, job with { Id = Guid.NewGuid() } }.Select(JobMark.Of).ToArray();

        Assert.Equal(4, marks.Distinct().Count());
        Assert.All(marks, mark => Assert.Matches("^[0-9A-Za-z]{4}$", mark));
        Assert.Equal(marks[0], JobMark.Of(job));
    }

    private static PrintJob Job(int copies) =>
        new(1, new Guid(7, 0, 0, new byte[8]), new PrintJobRequest("receipt", "{}", "en", copies, "p", null, 5), new PrintAsker("console", null), s_now, s_now.AddHours(1));

    private static Gen<(int Copies, (Happening, bool)[] Steps)> Histories() =>
        Gen.Choose(1, 3).Zip(Gen.Elements(Enum.GetValues<Happening>()).Zip(Gen.Elements(true, false)).ArrayOf().Resize(60));

    private enum Happening
    {
        Begin,
        BeginAgain,
        NothingLeft,
        AllSent,
        SaysPrinted,
        SaysNotPrinted,
        Silence,
        GiveUp,
        WantedAgain,
        IsThere,
        Cancel,
    }

    /// <summary>The paper, and what may happen in which state. What the printer and the person say is true of the paper.</summary>
    private sealed class Model(int copies)
    {
        private PrintJob _before = Job(copies);
        private int _plain;
        private bool _isSheetOnPaper;
        private int _told;

        public PrintJob Job { get; private set; } = JobStepsTests.Job(copies);

        public string? Do(Happening happening, bool isOnPaper)
        {
            var was = Job;
            switch (happening)
            {
                case Happening.Begin or Happening.BeginAgain when was.State == JobState.Accepted:
                    (_before, _isSheetOnPaper) = (was, false);
                    Job = JobSteps.Begin(was, "p", JobMark.Of(was), s_now);
                    break;
                case Happening.NothingLeft when was.State == JobState.Sending && !_isSheetOnPaper:
                    Job = JobSteps.NothingLeft(was, _before, "r", s_now);
                    break;
                case Happening.AllSent when was.State == JobState.Sending:
                    Print(isOnPaper);
                    Job = JobSteps.AllSent(was, s_now);
                    break;
                case Happening.SaysPrinted when was.State == JobState.Sent && _isSheetOnPaper:
                    Job = JobSteps.SheetPrinted(was, "r", "s", s_now);
                    break;
                case Happening.SaysNotPrinted when was.State == JobState.Sent && !_isSheetOnPaper:
                    Job = JobSteps.SheetRefused(was, "r", "s", s_now);
                    break;
                case Happening.Silence when was.State is JobState.Sending or JobState.Sent:
                    if (was.State == JobState.Sending)
                    {
                        Print(isOnPaper);
                    }

                    Job = JobSteps.SheetLost(was, "r", null, s_now);
                    break;
                case Happening.GiveUp when was.State == JobState.Accepted:
                    Job = JobSteps.GiveUp(was, "r", s_now);
                    break;
                case Happening.WantedAgain when JobSteps.Allows(was, JobAnswer.Reprint):
                    Job = JobSteps.Answer(was, JobAnswer.Reprint, "Ann", s_now);
                    break;
                case Happening.IsThere when JobSteps.Allows(was, JobAnswer.Printed) && _isSheetOnPaper && was.Done + 1 == copies:
                    Job = JobSteps.Answer(was, JobAnswer.Printed, "Ann", s_now);
                    break;
                case Happening.Cancel when JobSteps.Allows(was, JobAnswer.Cancel):
                    Job = JobSteps.Answer(was, JobAnswer.Cancel, "Ann", s_now);
                    break;
            }

            return Wrong(was);
        }

        private void Print(bool isOnPaper)
        {
            if (isOnPaper && !_isSheetOnPaper)
            {
                _isSheetOnPaper = true;
                _plain += Job.IsNextMarked ? 0 : 1;
            }
        }

        private string? Wrong(PrintJob was)
        {
            var isOutcome = !was.IsSettled && Job.IsSettled || (was.State == JobState.Unknown && Job.HasEnded);
            _told += isOutcome ? 1 : 0;
            return _plain > copies ? $"{_plain} sheets without the mark"
                : Job.Outcomes != _told ? $"{Job.Outcomes} outcomes told of {_told}"
                : (JobEvents.Of(was, Job) is not null) != isOutcome ? "an event that is no outcome, or an outcome without its event"
                : Job.State == JobState.Printed && Job.Done != copies ? "printed, but not all of it"
                : Job.Done > copies || Job.MarkedUpTo > copies ? "more sheets than wanted"
                : Job.State == JobState.Unknown && !Job.MayExist ? "unknown, but it cannot be there"
                : null;
        }
    }
}
