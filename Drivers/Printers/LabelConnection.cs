using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>What a label printer said: its state, and whether anything is left to print.</summary>
internal sealed record LabelAnswer(PrinterStatus Status, bool IsIdle);

/// <summary>An open way to a label printer: a job is on paper when the printer says twice that nothing is left, and printing can be over.</summary>
internal abstract class LabelConnection(
    string id, PrinterLink link, PrinterSettings settings, PrinterGate gate, IDisposable turn, TimeProvider clock)
    : PrinterConnection(id, link, settings, gate, turn, clock)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(300);

    private readonly List<LabelAnswer> _answers = [];
    private int _toPassOver;

    /// <summary>The question.</summary>
    protected abstract ReadOnlyMemory<byte> Question { get; }

    /// <summary>Whether a label that broke off at a fault is printed again, whole, when the fault is put right.</summary>
    protected abstract bool ReprintsBrokenLabels { get; }

    /// <inheritdoc/>
    public override async ValueTask<PrintConfirmation> ConfirmAsync(string jobMark, CancellationToken cancellationToken)
    {
        if (Settings.Profile.Status == StatusAnswers.None)
        {
            return new PrintConfirmation(
                PrintOutcome.Unknown, Link.CableStatus ?? PrinterStatus.Silent, "this printer never says whether it printed; look whether the label is there");
        }
        TimeSpan limit = Settings.Confirm + PrintingTime;
        TimeSpan least = PrintingTime > s_least ? PrintingTime : s_least;
        int idleInARow = 0;
        bool wasSilent = false;
        bool sawFault = false;
        while (true)
        {
            LabelAnswer? answer = await PutQuestionAsync(cancellationToken).ConfigureAwait(false);
            PrinterStatus last = answer?.Status ?? PrinterStatus.Silent;
            wasSilent |= answer is null;
            sawFault |= last.Blocked == true;
            if (answer is not null)
                SeenAlive(Settings.Standstill);
            idleInARow = answer is { IsIdle: true, Status.Blocked: false } ? idleInARow + 1 : 0;
            if (idleInARow >= 2 && SinceSent >= least)
            {
                Gate.LastStatus = last;
                if (wasSilent && Link.HidesPowerLoss)
                    return Doubtful(last, "it fell silent within the job and may have been switched off");
                if ((sawFault || wasSilent || WasOutOfSight) && !ReprintsBrokenLabels)
                    return Doubtful(last, "it had a fault within the job, or was out of sight, and does not print a broken label again");
                return new PrintConfirmation(PrintOutcome.Printed, last, "the printer has taken the label and says that nothing is left to print");
            }
            if (SinceSent >= limit)
            {
                Gate.LastStatus = last;
                return new PrintConfirmation(PrintOutcome.Unknown, last, answer is null
                    ? "the printer says nothing, which means paper or ribbon out, an open head, or no power; it may print the label when that is put right: look before printing again"
                    : $"{StatusWords.Of(last)}; the label is not done. It may be printed when that is put right: look before printing again");
            }
            await Task.Delay(s_poll, Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<PrinterStatus> AskAsync(CancellationToken cancellationToken) => Settings.Profile.Status == StatusAnswers.None
        ? PrinterStatus.Silent
        : (await PutQuestionAsync(cancellationToken).ConfigureAwait(false))?.Status ?? PrinterStatus.Silent;

    /// <inheritdoc/>
    protected override void BeginJob()
    {
        Gate.ForgetOldDebts(Clock);
        _toPassOver = Gate.Owed;
    }

    /// <inheritdoc/>
    protected override void Collect() => Decode(Inbox.Take(), _answers);

    /// <summary>Decodes what came.</summary>
    protected abstract void Decode(ReadOnlySpan<byte> bytes, ICollection<LabelAnswer> answers);

    /// <summary>Asks. Answers come in the order of the questions, so those still owed from before the job are passed over.</summary>
    private async ValueTask<LabelAnswer?> PutQuestionAsync(CancellationToken cancellationToken)
    {
        Collect();
        _answers.Clear();
        Gate.ForgetOldDebts(Clock);
        Gate.Owe(Gate.Owed + 1, Clock);
        await PutAsync(Question, cancellationToken).ConfigureAwait(false);
        await HearAsync(() => _answers.Count > _toPassOver, Settings.Answer, cancellationToken).ConfigureAwait(false);
        Gate.Owe(Gate.Owed - _answers.Count, Clock);
        int passed = Math.Min(_toPassOver, _answers.Count);
        _toPassOver -= passed;
        return _answers.Count > passed ? _answers[^1] : null;
    }

    private static PrintConfirmation Doubtful(PrinterStatus status, string why) =>
        new(PrintOutcome.Unknown, status, $"the printer says that nothing is left to print, but {why}: look whether the label is there and whole");
}
