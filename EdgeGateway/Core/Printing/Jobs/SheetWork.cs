using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>What the desk and its printers stand on.</summary>
internal sealed record DeskParts(
    JobStore Store, JobTurns Turns, JobDocuments Documents, PrintingOptions Options, TimeProvider Clock, Func<double> Jitter, PrintMetrics? Metrics, ILogger Logger)
{
    /// <summary>Told what printers say of themselves; null for nobody.</summary>
    public Action<PrinterReading>? Report { get; set; }
}

/// <summary>One turn of a printer: one sheet of a job to paper, or the question what became of one.</summary>
/// <remarks>
/// On the disk before it happens: <see cref="JobState.Sending"/> before the first byte leaves. So a job that is not there in that state has not
/// begun, and one that is has its printer asked, or a person. Nothing that has left is ever sent again without the printer's word that it
/// is not on paper, or a person's wish; then it carries the mark.
/// </remarks>
internal sealed class SheetWork(DeskParts desk)
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);

    private readonly JobStore _store = desk.Store;
    private readonly TimeProvider _clock = desk.Clock;

    /// <summary>Does the printer's next piece of work.</summary>
    /// <returns>False where there is none now.</returns>
    public async Task<bool> TurnAsync(PrinterStation station, CancellationToken cancellationToken)
    {
        await station.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        var job = desk.Turns.TakeUnderWay(station);
        var isUnderWay = job is not null;
        job ??= desk.Turns.TakeNext(station);
        try
        {
            if (job is null)
            {
                return false;
            }

            station.Current = job.Id;
            await (isUnderWay ? AskAsync(station, job, cancellationToken) : PrintAsync(station, job, cancellationToken)).ConfigureAwait(false);
            return true;
        }
        finally
        {
            station.Current = null;
            if (job is not null)
            {
                desk.Turns.Release(job);
            }

            station.Turn.Release();
        }
    }

    /// <summary>Nobody knows what became of a job that is under way.</summary>
    public Task LoseAsync(PrintJob job, string reason, string? said, CancellationToken cancellationToken) =>
        KeepAsync(job, now => one => one.State is JobState.Sending or JobState.Sent ? JobSteps.SheetLost(one, reason, said, now) : null, cancellationToken);

    /// <summary>Takes in what a printer said, and tells it on.</summary>
    public void Heard(PrinterStation station, PrinterStatus status)
    {
        var now = _clock.GetUtcNow();
        Log(station, station.Says(status, desk.Options.UnknownStatus, now));
        _store.Bump();
        if (status.Answered)
        {
            desk.Report?.Invoke(new PrinterReading(station.Id, now, status));
        }
    }

    /// <summary>A printer could not be reached.</summary>
    public void Missed(PrinterStation station, string reason)
    {
        Log(station, station.Fails(reason, _clock.GetUtcNow(), desk.Jitter));
        _store.Bump();
    }

    private async Task PrintAsync(PrinterStation station, PrintJob job, CancellationToken cancellationToken)
    {
        var mark = JobMark.Of(job);
        byte[] bytes;
        try
        {
            var document = desk.Documents.Of(job.Request, station.Printer.Profile);
            bytes = station.Printer.Encode(job.IsNextMarked && !PlantedFault.Is("duplicate-unmarked") ? DuplicateMark.On(document, station.Printer.Profile) : document, mark);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever is wrong with it, drawing it again would end the same way, and jobs wait behind it.
            await KeepAsync(job, now => one => one.State == JobState.Accepted ? JobSteps.GiveUp(one, $"the document cannot be printed: {e.Message}", now) : null, cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        IPrinterConnection connection;
        try
        {
            connection = await station.Printer.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (PrinterStation.IsOfTheLine(e))
        {
            Missed(station, e.Message);
            return;
        }

        try
        {
            if (await CanPrintAsync(station, connection, cancellationToken).ConfigureAwait(false))
            {
                await SendAsync(station, connection, job, mark, bytes, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await CloseAsync(connection).ConfigureAwait(false);
        }
    }

    private async Task<bool> CanPrintAsync(PrinterStation station, IPrinterConnection connection, CancellationToken cancellationToken)
    {
        // One that rests is looked at again: by its word where it has one, else its silence is all that can be known.
        var rests = station.Condition.State == StationState.Blocked;
        if (rests ? station.IsMute : station.IsKnownSilent(_clock.GetUtcNow()))
        {
            if (rests || station.Condition.State is StationState.Unproven or StationState.Unreachable)
            {
                Heard(station, PrinterStatus.Silent);
            }

            return station.IsUsable;
        }

        try
        {
            Heard(station, await connection.QueryAsync(cancellationToken).ConfigureAwait(false));
            return station.IsUsable;
        }
        catch (Exception e) when (PrinterStation.IsOfTheLine(e))
        {
            Missed(station, e.Message);
            return false;
        }
    }

    private async Task SendAsync(PrinterStation station, IPrinterConnection connection, PrintJob before, string mark, byte[] bytes, CancellationToken cancellationToken)
    {
        PrintJob? job;
        try
        {
            // It may have been cancelled or have expired since it was taken.
            job = _store.Change(before.Id, one => one == before && one.ExpiresAt > _clock.GetUtcNow() ? JobSteps.Begin(one, station.Id, mark, _clock.GetUtcNow()) : null);
        }
        catch (JobStoreException e)
        {
            station.Rests(e.Message, _clock.GetUtcNow());
            return;
        }

        if (job is null)
        {
            return;
        }

        var sent = new SentBytes(() => desk.Metrics?.FirstByte(_clock.GetUtcNow() - before.Since));
        try
        {
            await connection.SendAsync(bytes, sent, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (PrinterStation.IsOfTheLine(e))
        {
            Missed(station, e.Message);
            if (sent.Count == 0 || PlantedFault.Is("ticket-sent-again"))
            {
                await KeepAsync(job, now => one => JobSteps.NothingLeft(one, before, e.Message, now), cancellationToken).ConfigureAwait(false);
            }

            // Else it stays under way, and the next turn asks the printer.
            return;
        }

        await KeepAsync(job, now => one => JobSteps.AllSent(one, now), cancellationToken).ConfigureAwait(false);
        try
        {
            var word = await connection.ConfirmAsync(mark, cancellationToken).ConfigureAwait(false);
            await TakeWordAsync(station, job, word, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (PrinterStation.IsOfTheLine(e))
        {
            Missed(station, e.Message);
        }
    }

    /// <summary>Takes in the printer's word on the sheet just sent on this very connection.</summary>
    private async Task TakeWordAsync(PrinterStation station, PrintJob job, PrintConfirmation word, CancellationToken cancellationToken)
    {
        var said = JobText.Of(word.Status);
        var outcome = PlantedFault.Is("unknown-is-printed") ? PrintOutcome.Printed : station.Printer.IsWeak ? PrintOutcome.Unknown : word.Outcome;
        await KeepAsync(job, now => one => outcome switch
        {
            PrintOutcome.Printed => JobSteps.SheetPrinted(one, word.Reason, said, now),
            PrintOutcome.NotPrinted => JobSteps.SheetRefused(one, word.Reason, said, now),
            _ => JobSteps.SheetLost(one, word.Reason, said, now),
        }, cancellationToken).ConfigureAwait(false);
        if (word.Status.Answered)
        {
            Heard(station, word.Status);
        }

        if (outcome == PrintOutcome.NotPrinted && station.IsUsable)
        {
            station.Rests(word.Reason, _clock.GetUtcNow());
        }
    }

    /// <summary>Asks a printer that may have a sheet on paper. Over a new connection only a word that names the sheet counts.</summary>
    private async Task AskAsync(PrinterStation station, PrintJob job, CancellationToken cancellationToken)
    {
        var namesJobs = station.Printer.Profile.Status.HasFlag(StatusAnswers.ProcessId) && !station.Printer.IsWeak && job.Mark is not null;
        var began = _clock.GetTimestamp();
        var reason = job.State == JobState.Sent ? "all of it had left when the connection or the gateway broke off" : "a part of it had left when the connection or the gateway broke off";
        string? said = null;
        while (true)
        {
            try
            {
                var connection = await station.Printer.OpenAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    if (namesJobs)
                    {
                        var word = await connection.ConfirmAsync(job.Mark!, cancellationToken).ConfigureAwait(false);
                        said = JobText.Of(word.Status);
                        if (word.Outcome == PrintOutcome.Printed)
                        {
                            await KeepAsync(job, now => one => JobSteps.SheetPrinted(one, word.Reason, said, now), cancellationToken).ConfigureAwait(false);
                            return;
                        }
                    }
                    else if (!station.IsKnownSilent(_clock.GetUtcNow()))
                    {
                        var status = await connection.QueryAsync(cancellationToken).ConfigureAwait(false);
                        said = JobText.Of(status);
                        Heard(station, status);
                    }
                }
                finally
                {
                    await CloseAsync(connection).ConfigureAwait(false);
                }

                break;
            }
            catch (Exception e) when (PrinterStation.IsOfTheLine(e))
            {
                Missed(station, e.Message);
                said = null;
            }

            // A printer that cannot name the sheet is asked only for what it says of itself.
            if (!namesJobs || _clock.GetElapsedTime(began) >= desk.Options.AskPrinterFor)
            {
                break;
            }

            await Task.Delay(s_again, _clock, cancellationToken).ConfigureAwait(false);
        }

        await LoseAsync(job, reason, said, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes down what has happened; it has, so a disk that refuses is asked again until it takes it.</summary>
    private async Task KeepAsync(PrintJob job, Func<DateTimeOffset, Func<PrintJob, PrintJob?>> step, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                Tell(_store.Change(job.Id, step(_clock.GetUtcNow())));
                return;
            }
            catch (JobStoreException)
            {
                await Task.Delay(s_again, _clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Tell(PrintJob? after)
    {
        if (after is not { IsSettled: true } job)
        {
            return;
        }

        desk.Metrics?.Outcome(job.State);
        if (job.State == JobState.Unknown)
        {
            LogMessages.PrintUnknown(desk.Logger, job.Id, job.Request.Template, job.Printer ?? "", job.Reason ?? "");
        }
        else if (job.State == JobState.NotPrinted)
        {
            LogMessages.PrintFailed(desk.Logger, job.Id, job.Request.Template, job.Reason);
        }
    }

    private void Log(PrinterStation station, bool changed)
    {
        if (!changed)
        {
            return;
        }

        if (station.IsUsable)
        {
            LogMessages.PrinterGoesOn(desk.Logger, station.Id);
        }
        else
        {
            LogMessages.PrinterStands(desk.Logger, station.Id, station.Condition.Reason ?? "");
        }
    }

    private static async Task CloseAsync(IPrinterConnection connection)
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (PrinterStation.IsOfTheLine(e))
        {
            // It is over either way.
        }
    }

    /// <summary>Counts the bytes that have left, at once and on the sender's thread.</summary>
    private sealed class SentBytes(Action first) : IProgress<int>
    {
        public int Count { get; private set; }

        public void Report(int value)
        {
            if (Count == 0 && value > 0)
            {
                first();
            }

            Count = Math.Max(Count, value);
        }
    }
}
