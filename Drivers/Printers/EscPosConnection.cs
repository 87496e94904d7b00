using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>An open way to an ESC/POS printer.</summary>
/// <remarks>
/// Answers to <c>DLE EOT</c> and <c>GS r</c> do not say which question they answer, and there are clones that give each answer one question late
/// (escpos-rs#18). So every question is put twice and the last answer counts: with a prompt printer both belong to it, with a late one the second answer is that
/// to the first.
/// </remarks>
internal sealed class EscPosConnection(
    string id, PrinterLink link, PrinterSettings settings, PrinterGate gate, IDisposable turn, TimeProvider clock)
    : PrinterConnection(id, link, settings, gate, turn, clock)
{
    private const byte AutomaticOnlineErrorPaper = 0x0E;

    private static readonly TimeSpan s_mostPoll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_quietPause = TimeSpan.FromMilliseconds(60);
    private static readonly byte[] s_queuedTwice = [0x1D, 0x72, 1, 0x1D, 0x72, 1];

    private readonly EscPosReplies _replies = new();
    private readonly List<EscPosReply> _heard = [];
    private readonly List<byte> _realTime = [];
    private readonly List<byte> _realTimeSinceSent = [];
    private readonly List<byte> _queued = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private PrinterStatus? _automatic;
    private bool _isAutomatic;
    private bool _sawFault;
    private bool _answersAtOnce;
    private int _owedWhenSent;
    private int _countedSinceSent;

    /// <inheritdoc/>
    public override async ValueTask<PrintConfirmation> ConfirmAsync(string jobMark, CancellationToken cancellationToken)
    {
        StatusAnswers answers = Settings.Profile.Status;
        if (answers.HasFlag(StatusAnswers.ProcessId))
            return await ConfirmByIdAsync(jobMark, cancellationToken).ConfigureAwait(false);
        if (answers.HasFlag(StatusAnswers.Queued))
            return await ConfirmByQueueAsync(cancellationToken).ConfigureAwait(false);
        if (answers.HasFlag(StatusAnswers.RealTime))
            return await ConfirmByTimeAsync(cancellationToken).ConfigureAwait(false);
        return new PrintConfirmation(
            PrintOutcome.Unknown, Link.CableStatus ?? PrinterStatus.Silent, "this printer never says whether it printed; look at it, and set profile.status if it can answer");
    }

    /// <inheritdoc/>
    protected override async ValueTask<PrinterStatus> AskAsync(CancellationToken cancellationToken)
    {
        Collect();
        await SettleDebtsAsync(cancellationToken).ConfigureAwait(false);
        StatusAnswers answers = Settings.Profile.Status;
        if (answers.HasFlag(StatusAnswers.Automatic) && !_isAutomatic)
            _isAutomatic = await PutAsync(new byte[] { 0x1D, 0x61, AutomaticOnlineErrorPaper }, cancellationToken).ConfigureAwait(false);
        if (answers.HasFlag(StatusAnswers.RealTime))
            return await AskRealTimeAsync(cancellationToken).ConfigureAwait(false);
        if (answers.HasFlag(StatusAnswers.Automatic))
        {
            await HearAsync(() => _automatic is not null, Settings.Answer, cancellationToken).ConfigureAwait(false);
            return _automatic ?? PrinterStatus.Silent;
        }
        if (!answers.HasFlag(StatusAnswers.Queued))
            return PrinterStatus.Silent;
        _queued.Clear();
        await PutAsync(s_queuedTwice, cancellationToken).ConfigureAwait(false);
        await HearAsync(() => _queued.Count >= 2, Settings.Answer, cancellationToken).ConfigureAwait(false);
        Gate.Owe(Gate.Owed + 2 - _queued.Count, Clock);
        return _queued.Count > 0 ? EscPosStatus.Queued(_queued[^1]) : PrinterStatus.Silent;
    }

    /// <inheritdoc/>
    protected override void BeginJob()
    {
        _sawFault = _automatic?.Blocked == true;
        Gate.ForgetOldDebts(Clock);
        _owedWhenSent = Gate.RealTimeOwed;
        _countedSinceSent = 0;
        _realTimeSinceSent.Clear();
    }

    /// <inheritdoc/>
    protected override void Collect()
    {
        _heard.Clear();
        _replies.Feed(Inbox.Take(), _heard);
        foreach (EscPosReply reply in _heard)
        {
            switch (reply.Kind)
            {
                case EscPosReplyKind.RealTime:
                    _realTime.Add(reply.Bytes[0]);
                    _realTimeSinceSent.Add(reply.Bytes[0]);
                    Gate.PayRealTime();
                    break;
                case EscPosReplyKind.Queued:
                    _queued.Add(reply.Bytes[0]);
                    break;
                case EscPosReplyKind.Automatic:
                    _automatic = EscPosStatus.Automatic(reply.Bytes);
                    _sawFault |= _automatic.Blocked == true;
                    break;
                case EscPosReplyKind.ProcessId:
                    _ids.Add(System.Text.Encoding.ASCII.GetString(reply.Bytes));
                    break;
            }
        }
        if (_realTime.Count > 64)
            _realTime.RemoveRange(0, _realTime.Count - 64);
        if (_queued.Count > 64)
            _queued.RemoveRange(0, _queued.Count - 64);
    }

    /// <inheritdoc/>
    protected override int RowsOf(ReadOnlySpan<byte> job) => EscPosRows.Of(job);

    /// <summary>Empty dots end a picture that the printer waits for; outside of one they are no characters. Then the torn ticket is cut off.</summary>
    protected override byte[] Recovery(bool brokeOff)
    {
        // Over a slow line this would take seconds; there it is only done where a job is known to have broken off.
        if (!brokeOff && Link is SerialLink)
            return [];
        int stride = (Settings.Profile.DotsPerLine + 7) / 8;
        var job = new JobBytes();
        job.Add(new byte[(stride * Settings.Profile.RasterBandRows) + 16]).Add(0x1B, (byte)'@');
        if (brokeOff)
            job.Add(0x1B, (byte)'J', (byte)Settings.TearRows);
        if (brokeOff && Settings.Profile.HasCutter)
            job.Add(0x1D, (byte)'V', 66, 0);
        return job.ToArray();
    }

    /// <inheritdoc/>
    protected override async ValueTask SayGoodbyeAsync()
    {
        if (!_isAutomatic)
            return;
        try
        {
            await PutAsync(new byte[] { 0x1D, 0x61, 0 }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It is gone; nothing is to be left in order there.
        }
    }

    private TimeSpan PollTime => Min(Settings.Standstill / 2, s_mostPoll);

    /// <summary>Whether a fault may have come and gone within the job, on a model that may lose a part of it then.</summary>
    private bool MayHaveLostSome => !Settings.ResumesAfterFault && (_sawFault || WasOutOfSight);

    private async ValueTask<PrintConfirmation> ConfirmByIdAsync(string mark, CancellationToken cancellationToken)
    {
        TimeSpan limit = Settings.Confirm + PrintingTime;
        PrinterStatus last = PrinterStatus.Silent;
        while (true)
        {
            if (await HearAsync(() => _ids.Contains(mark), Min(PollTime, limit - SinceSent), cancellationToken).ConfigureAwait(false))
            {
                last = await QueryAfterAsync(cancellationToken).ConfigureAwait(false);
                return MayHaveLostSome ? Doubtful(last)
                    : new PrintConfirmation(PrintOutcome.Printed, last, $"the printer confirmed the job by its mark {mark} (GS ( H)");
            }
            if (SinceSent >= limit)
                return Overdue(last, $"it did not give back the mark {mark}");
            last = await PollAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// <c>GS r</c> waits its turn behind the job. Asked twice, two answers prove that the first question was reached; a printer one answer late gets a third
    /// question to let the second answer out. More are never asked, so that answers cannot add up after a printer has lost the first; and answers still owed
    /// from before must come on top.
    /// </summary>
    private async ValueTask<PrintConfirmation> ConfirmByQueueAsync(CancellationToken cancellationToken)
    {
        TimeSpan limit = Settings.Confirm + PrintingTime;
        PrinterStatus last = PrinterStatus.Silent;
        Collect();
        _queued.Clear();
        int asked = 2;
        int needed = 2 + Gate.Owed;
        await PutAsync(s_queuedTwice, cancellationToken).ConfigureAwait(false);
        while (_queued.Count < needed)
        {
            int before = _queued.Count;
            bool isOneShort = asked == 2 && before == needed - 1;
            if (await HearAsync(() => _queued.Count > before, Min(isOneShort ? Settings.Answer : PollTime, limit - SinceSent), cancellationToken).ConfigureAwait(false))
                continue;
            if (isOneShort)
            {
                asked = 3;
                await PutAsync(s_queuedTwice.AsMemory(0, 3), cancellationToken).ConfigureAwait(false);
                continue;
            }
            if (SinceSent >= limit)
            {
                Gate.Owe(Gate.Owed + asked - _queued.Count, Clock);
                return Overdue(last, "it did not answer the question that waited behind the job (GS r)");
            }
            last = await PollAsync(cancellationToken).ConfigureAwait(false);
        }
        Gate.Owe(0, Clock);
        byte paper = _queued[^1];
        last = await QueryAfterAsync(cancellationToken).ConfigureAwait(false);
        last = last.Answered ? last : EscPosStatus.Queued(paper);
        if (MayHaveLostSome)
            return Doubtful(last);
        return EscPosStatus.Queued(paper).Paper == PaperState.Out
            ? new PrintConfirmation(PrintOutcome.Unknown, last, "paper ran out with this job; look whether the end of the ticket is there")
            : new PrintConfirmation(PrintOutcome.Printed, last, "the printer answered the question that waited behind the job (GS r)");
    }

    /// <summary>A printer that answers at once only: it has the whole job when it answers, and no fault for as long as printing takes at the slowest.</summary>
    private async ValueTask<PrintConfirmation> ConfirmByTimeAsync(CancellationToken cancellationToken)
    {
        TimeSpan limit = Settings.Confirm + PrintingTime;
        while (true)
        {
            PrinterStatus last = await PollAsync(cancellationToken).ConfigureAwait(false);
            if (last.Blocked == false && MayHaveLostSome)
                return Doubtful(last);
            if (last.Blocked == false && SinceSent > PrintingTime)
            {
                return new PrintConfirmation(PrintOutcome.Printed, last,
                    $"the printer has the whole job and reported no fault for the {PrintingTime.TotalSeconds:0.#} s that printing takes (DLE EOT)");
            }
            if (SinceSent >= limit)
                return Overdue(last, "the time for printing is over");
            await HearAsync(static () => false, Min(PollTime, limit - SinceSent), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks at the printer while its word is waited for. One that answered at once before and does not now has a fault, or more bytes than it takes.</summary>
    private async ValueTask<PrinterStatus> PollAsync(CancellationToken cancellationToken)
    {
        if (!Settings.Profile.Status.HasFlag(StatusAnswers.RealTime))
            return _automatic ?? PrinterStatus.Silent;
        await PutRealTimeAsync(Gate.RealTimeQuestions, cancellationToken).ConfigureAwait(false);
        int wanted = _realTimeSinceSent.Count + (Gate.RealTimeQuestions.Count * 2);
        await HearAsync(() => _realTimeSinceSent.Count >= wanted, Settings.Answer, cancellationToken).ConfigureAwait(false);
        PrinterStatus status = StatusSinceSent();
        _sawFault |= status.Blocked == true || (_answersAtOnce && !status.Answered);
        if (status.Answered)
            SeenAlive(Settings.Standstill);
        return status;
    }

    /// <summary>
    /// What the printer answered to questions put behind the job, and only that: answers come in the order of the questions, so those still owed when the job
    /// was sent are passed over, and each of the rest belongs to the question in its place. Silent where nothing new came.
    /// </summary>
    private PrinterStatus StatusSinceSent()
    {
        IReadOnlyList<byte> questions = Gate.RealTimeQuestions;
        int count = _realTimeSinceSent.Count - _owedWhenSent;
        if (count < (questions.Count * 2) - 1 || count <= _countedSinceSent)
            return PrinterStatus.Silent;
        _countedSinceSent = count;
        var answers = new byte?[5];
        for (int index = 0; index < count; index++)
            answers[questions[index / 2 % questions.Count]] = _realTimeSinceSent[_owedWhenSent + index];
        return EscPosStatus.RealTime(answers[1], answers[2], answers[3], answers[4]);
    }

    /// <summary>Asks once more when the proof is there, for the pages and to know that the printer was in sight until then.</summary>
    private async ValueTask<PrinterStatus> QueryAfterAsync(CancellationToken cancellationToken)
    {
        if (_answersAtOnce)
            SeenAlive(Settings.Standstill);
        Gate.LastStatus = await PollAsync(cancellationToken).ConfigureAwait(false);
        return Gate.LastStatus;
    }

    /// <summary>All questions in one breath; where the answers are fewer than they should be, one after the other.</summary>
    private async ValueTask<PrinterStatus> AskRealTimeAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<byte> questions = Gate.RealTimeQuestions;
        Collect();
        _realTime.Clear();
        await PutRealTimeAsync(questions, cancellationToken).ConfigureAwait(false);
        if (await HearAsync(() => _realTime.Count >= questions.Count * 2, Settings.Answer, cancellationToken).ConfigureAwait(false))
        {
            _answersAtOnce = true;
            return EscPosStatus.RealTime(Of(1), Of(2), Of(3), Of(4));
        }
        if (_realTime.Count == 0)
            return PrinterStatus.Silent;
        return await AskOneByOneAsync(cancellationToken).ConfigureAwait(false);

        byte? Of(byte n) => questions.ToList().IndexOf(n) is >= 0 and var at ? _realTime[(at * 2) + 1] : null;
    }

    private ValueTask<bool> PutRealTimeAsync(IReadOnlyList<byte> questions, CancellationToken cancellationToken)
    {
        Gate.OweRealTime(questions.Count * 2, Clock);
        return PutAsync(questions.SelectMany(n => (byte[])[0x10, 4, n, 0x10, 4, n]).ToArray(), cancellationToken);
    }

    private async ValueTask<PrinterStatus> AskOneByOneAsync(CancellationToken cancellationToken)
    {
        var answers = new byte?[5];
        while (await Inbox.WaitAsync(s_quietPause, Clock, cancellationToken).ConfigureAwait(false))
            Collect();
        foreach (byte n in Gate.RealTimeQuestions)
        {
            for (int time = 0; time < 2; time++)
            {
                Collect();
                _realTime.Clear();
                Gate.OweRealTime(1, Clock);
                await PutAsync(new byte[] { 0x10, 4, n }, cancellationToken).ConfigureAwait(false);
                if (await HearAsync(() => _realTime.Count > 0, Settings.Answer, cancellationToken).ConfigureAwait(false))
                    answers[n] = _realTime[^1];
            }
        }
        byte[] answered = [.. Gate.RealTimeQuestions.Where(n => answers[n] is not null)];
        if (answered.Length > 0)
            Gate.RealTimeQuestions = answered;
        return EscPosStatus.RealTime(answers[1], answers[2], answers[3], answers[4]);
    }

    /// <summary>Lets answers come in that are still owed from before, as far as they come.</summary>
    private async ValueTask SettleDebtsAsync(CancellationToken cancellationToken)
    {
        Gate.ForgetOldDebts(Clock);
        int owed = Gate.Owed;
        _queued.Clear();
        while (_queued.Count < owed && await Inbox.WaitAsync(Settings.Answer, Clock, cancellationToken).ConfigureAwait(false))
            Collect();
        if (_queued.Count > 0)
            Gate.Owe(owed - _queued.Count, Clock);
        _queued.Clear();
    }

    private static PrintConfirmation Doubtful(PrinterStatus status) => new(PrintOutcome.Unknown, status,
        "the printer stood still within the job and then went on; this model may have lost a part of it: look whether the ticket is whole");

    private static PrintConfirmation Overdue(PrinterStatus status, string why) => new(PrintOutcome.Unknown, status, status.Blocked == true
        ? $"{StatusWords.Of(status)}; {why}. It may print the rest when that is put right: look at the printer before printing again"
        : $"{StatusWords.Of(status)}, but {why}: look whether the ticket is there and whole");

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other > TimeSpan.Zero ? other : TimeSpan.Zero;
}
