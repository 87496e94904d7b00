using System.Diagnostics.CodeAnalysis;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>What the open ways to printers of every language have in common: sending within limits, reading all the time, closing rightly.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposed asynchronously.")]
internal abstract class PrinterConnection : IPrinterConnection
{
    /// <summary>How long a cutter takes at most.</summary>
    private static readonly TimeSpan s_cut = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_drainPause = TimeSpan.FromMilliseconds(5);

    private readonly IDisposable _turn;
    private bool _isClosed;
    private long _seenAt;

    protected PrinterConnection(string id, PrinterLink link, PrinterSettings settings, PrinterGate gate, IDisposable turn, TimeProvider clock)
    {
        (Id, Link, Settings, Gate, _turn, Clock) = (id, link, settings, gate, turn, clock);
        Inbox = new AnswerInbox(link);
    }

    /// <summary>The device's name.</summary>
    protected string Id { get; }

    /// <summary>The way.</summary>
    protected PrinterLink Link { get; }

    /// <summary>The printer as configured.</summary>
    protected PrinterSettings Settings { get; }

    /// <summary>What outlives the connection.</summary>
    protected PrinterGate Gate { get; }

    /// <summary>Time.</summary>
    protected TimeProvider Clock { get; }

    /// <summary>What the printer says.</summary>
    protected AnswerInbox Inbox { get; }

    /// <summary>Whether nothing was seen of the printer, since the job began, for so long that a fault may have come and gone unseen.</summary>
    protected bool WasOutOfSight { get; private set; }

    /// <summary>When the job was sent whole.</summary>
    protected long SentAt { get; private set; }

    /// <summary>The time that printing the job takes at the slowest.</summary>
    protected TimeSpan PrintingTime { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<PrinterStatus> QueryAsync(CancellationToken cancellationToken)
    {
        PrinterStatus status = await AskAsync(cancellationToken).ConfigureAwait(false);
        // The cable only ever says what is bad; where the printer says nothing, that is better than nothing.
        if (!status.Answered && Link.CableStatus is PrinterStatus cable)
            status = cable;
        Gate.LastStatus = status;
        return status;
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, IProgress<int> sent, CancellationToken cancellationToken)
    {
        Collect();
        BeginJob();
        bool wasTorn = Gate.BrokeOff;
        byte[] recovery = wasTorn ? Recovery(brokeOff: true) : Gate.HasSent ? [] : Recovery(brokeOff: false);
        (Gate.HasSent, Gate.BrokeOff, WasOutOfSight) = (true, true, false);
        _seenAt = Clock.GetTimestamp();
        try
        {
            if (recovery.Length > 0)
                await GiveAsync(recovery, static _ => { }, cancellationToken).ConfigureAwait(false);
            await GiveAsync(bytes, sent.Report, cancellationToken).ConfigureAwait(false);
            await DrainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Link.Abandon();
            throw;
        }
        Gate.BrokeOff = false;
        SentAt = Clock.GetTimestamp();
        // What was torn is fed out and cut off first, and the job waits behind it.
        decimal millimetres = (RowsOf(recovery) + RowsOf(bytes.Span)) / Settings.DotsPerMillimetre;
        int cuts = Settings.Profile.HasCutter ? wasTorn ? 2 : 1 : 0;
        PrintingTime = TimeSpan.FromSeconds((double)(millimetres / Settings.SlowestMillimetresPerSecond)) + (cuts * s_cut);
    }

    /// <inheritdoc/>
    public abstract ValueTask<PrintConfirmation> ConfirmAsync(string jobMark, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        try
        {
            if (!Gate.BrokeOff && Inbox.Failure is null)
                await SayGoodbyeAsync().ConfigureAwait(false);
            await Inbox.DisposeAsync().ConfigureAwait(false);
            await Link.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Dispose();
        }
    }

    /// <summary>Asks the printer how it is.</summary>
    protected abstract ValueTask<PrinterStatus> AskAsync(CancellationToken cancellationToken);

    /// <summary>Takes in what the printer has said.</summary>
    protected abstract void Collect();

    /// <summary>A job begins: what was seen before is not about it.</summary>
    protected virtual void BeginJob()
    {
    }

    /// <summary>Rows of paper a job takes.</summary>
    protected abstract int RowsOf(ReadOnlySpan<byte> job);

    /// <summary>What ends a command that a broken job may have left half-way.</summary>
    protected abstract byte[] Recovery(bool brokeOff);

    /// <summary>Leaves the printer as it was found.</summary>
    protected virtual ValueTask SayGoodbyeAsync() => ValueTask.CompletedTask;

    /// <summary>The printer took bytes, or said that it is well. Notes where that was too long after the time before.</summary>
    /// <param name="limit">How long a fault must last to matter.</param>
    protected void SeenAlive(TimeSpan limit)
    {
        WasOutOfSight |= Clock.GetElapsedTime(_seenAt) > limit;
        _seenAt = Clock.GetTimestamp();
    }

    /// <summary>Time since the job was sent whole.</summary>
    protected TimeSpan SinceSent => Clock.GetElapsedTime(SentAt);

    /// <summary>Puts a question, within the time of an answer.</summary>
    /// <returns>False where the printer did not even take it.</returns>
    protected async ValueTask<bool> PutAsync(ReadOnlyMemory<byte> question, CancellationToken cancellationToken)
    {
        int whole = question.Length;
        using var limit = new CancellationTokenSource(Settings.Answer, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (!question.IsEmpty)
                question = question[await Link.WriteSomeAsync(question, either.Token).ConfigureAwait(false)..];
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Half a question would swallow the beginning of the next job.
            Gate.BrokeOff |= question.Length < whole || Link.MayHaveTakenSome;
            return false;
        }
    }

    /// <summary>Waits until <paramref name="isEnough"/> or the time is over; each answer starts the time anew.</summary>
    protected async ValueTask<bool> HearAsync(Func<bool> isEnough, TimeSpan limit, CancellationToken cancellationToken)
    {
        Collect();
        while (!isEnough())
        {
            if (!await Inbox.WaitAsync(limit, Clock, cancellationToken).ConfigureAwait(false))
                return false;
            Collect();
        }
        return true;
    }

    private async ValueTask GiveAsync(ReadOnlyMemory<byte> bytes, Action<int> sent, CancellationToken cancellationToken)
    {
        int done = 0;
        while (done < bytes.Length)
        {
            using var stall = new CancellationTokenSource(Settings.Stall, Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
            try
            {
                done += await Link.WriteSomeAsync(bytes.Slice(done, Math.Min(bytes.Length - done, 4096)), either.Token).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException)
            {
                // Where it is not known whether it took some of this piece, it did.
                if (Link.MayHaveTakenSome)
                    sent(++done);
                if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                    throw StoppedTaking(done, bytes.Length);
                throw;
            }
            SeenAlive(Settings.Standstill);
            sent(done);
        }
    }

    /// <summary>Waits until what was given has reached the printer.</summary>
    private async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        int underway = Link.Underway;
        long before = Clock.GetTimestamp();
        while (underway > 0)
        {
            await Task.Delay(s_drainPause, Clock, cancellationToken).ConfigureAwait(false);
            if (Inbox.Failure is IOException gone)
                throw new IOException(gone.Message, gone);
            int now = Link.Underway;
            if (now < underway)
            {
                SeenAlive(Settings.Standstill);
                before = Clock.GetTimestamp();
            }
            else if (Clock.GetElapsedTime(before) >= Settings.Stall)
                throw StoppedTaking(null, now);
            underway = now;
        }
    }

    private IOException StoppedTaking(int? done, int total)
    {
        string why = Link.CableStatus is PrinterStatus cable ? $" ({StatusWords.Of(cable)})" : "";
        return new IOException(done is null
            ? $"{Id}: the printer took nothing for {Settings.Stall.TotalSeconds:0.#} s{why}; {total} bytes of the job have not reached it"
            : $"{Id}: the printer took nothing for {Settings.Stall.TotalSeconds:0.#} s{why}; {done} of {total} bytes had left");
    }
}
