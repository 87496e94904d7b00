using System.Globalization;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>The state machine of a job: every change there is, without I/O. A change that does not go with the state is a mistake in the gateway.</summary>
internal static class JobSteps
{
    /// <summary>How often a printer may say that it printed nothing of a job before that is the job's end.</summary>
    public const int MostRefusals = 5;

    /// <summary>How long a job that a person wants again may wait at least.</summary>
    private static readonly TimeSpan s_reprintWithin = TimeSpan.FromMinutes(10);

    /// <summary>The first byte of the next sheet is about to leave for a printer.</summary>
    public static PrintJob Begin(PrintJob job, string printer, string mark, DateTimeOffset now) => In(job, JobState.Accepted) with
    {
        State = JobState.Sending, Since = now, Printer = printer, Mark = mark, Attempts = job.Attempts + 1, Reason = null, Said = null,
    };

    /// <summary>After all, not one byte left.</summary>
    /// <param name="job">The job.</param>
    /// <param name="before">Where it was before <see cref="Begin"/>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">When.</param>
    public static PrintJob NothingLeft(PrintJob job, PrintJob before, string reason, DateTimeOffset now) =>
        In(job, JobState.Sending) with { State = JobState.Accepted, Since = now, Printer = before.Printer, Reason = reason };

    /// <summary>All bytes of the sheet have left.</summary>
    public static PrintJob AllSent(PrintJob job, DateTimeOffset now) => In(job, JobState.Sending) with { State = JobState.Sent, Since = now };

    /// <summary>The printer said that the sheet is on paper.</summary>
    public static PrintJob SheetPrinted(PrintJob job, string reason, string? said, DateTimeOffset now)
    {
        var done = UnderWay(job) with { Done = job.Done + 1, MayExist = false, Refusals = 0, Reason = reason, Said = said, Since = now };
        return done.Done < job.Request.Copies ? done with { State = JobState.Accepted } : Told(done with { State = JobState.Printed });
    }

    /// <summary>The printer said that nothing of the sheet is on paper: it may be sent again, a few times.</summary>
    public static PrintJob SheetRefused(PrintJob job, string reason, string? said, DateTimeOffset now)
    {
        var refused = UnderWay(job) with { Refusals = job.Refusals + 1, Reason = reason, Said = said, Since = now };
        return refused.Refusals < MostRefusals ? refused with { State = JobState.Accepted } : Ended(refused, reason, now);
    }

    /// <summary>Nobody knows what became of the sheet.</summary>
    public static PrintJob SheetLost(PrintJob job, string reason, string? said, DateTimeOffset now) =>
        Told(UnderWay(job) with { State = JobState.Unknown, MayExist = true, Reason = reason, Said = said, Since = now });

    /// <summary>It is not printed, and will not be by itself.</summary>
    public static PrintJob GiveUp(PrintJob job, string reason, DateTimeOffset now) => Ended(In(job, JobState.Accepted), reason, now);

    /// <summary>Whether a person's answer goes with the state.</summary>
    public static bool Allows(PrintJob job, JobAnswer answer) => answer switch
    {
        JobAnswer.Reprint => job.IsSettled,
        JobAnswer.Printed => job.State == JobState.Unknown,
        _ => job.State is JobState.Unknown or JobState.Accepted,
    };

    /// <summary>A person has looked, or has changed their mind.</summary>
    public static PrintJob Answer(PrintJob job, JobAnswer answer, string? who, DateTimeOffset now)
    {
        if (!Allows(job, answer))
        {
            throw new InvalidOperationException($"A job that is {job.State} takes no answer {answer}.");
        }

        var answered = job with { Answer = answer, Answerer = who };
        return answer switch
        {
            JobAnswer.Reprint => Again(answered, now),
            JobAnswer.Printed => Told(answered with { State = JobState.Printed, Done = job.Request.Copies, MayExist = false, Reason = "a person says that it is there", Since = now }),
            _ => Ended(answered, job.State == JobState.Unknown ? "a person says that it is not there and not wanted any more" : "cancelled by a person", now),
        };
    }

    /// <summary>Printed once more: what is on paper, or may be, comes out marked; sheets that never left come out plain.</summary>
    private static PrintJob Again(PrintJob job, DateTimeOffset now) => job with
    {
        State = JobState.Accepted,
        Since = now,
        Done = job.State == JobState.Printed ? 0 : job.Done,
        MarkedUpTo = job.State == JobState.Printed ? job.Request.Copies : job.MayExist ? Math.Max(job.MarkedUpTo, job.Done + 1) : job.MarkedUpTo,
        Refusals = 0,
        Printer = null,
        Reason = "wanted again by a person",
        ExpiresAt = job.ExpiresAt > now + s_reprintWithin ? job.ExpiresAt : now + s_reprintWithin,
    };

    private static PrintJob Ended(PrintJob job, string reason, DateTimeOffset now) => Told(job with
    {
        State = JobState.NotPrinted,
        Since = now,
        Reason = job.Done == 0 ? reason : string.Create(CultureInfo.InvariantCulture, $"{reason}; {job.Done} of {job.Request.Copies} copies are printed"),
    });

    private static PrintJob Told(PrintJob job) => job with { Outcomes = job.Outcomes + 1 };

    private static PrintJob UnderWay(PrintJob job) => job.State == JobState.Sending ? job : In(job, JobState.Sent);

    private static PrintJob In(PrintJob job, JobState expected) => job.State == expected
        ? job
        : throw new InvalidOperationException($"Job {job.Id} is {job.State}, not {expected}.");
}
