namespace Simulators.Printers;

/// <summary>The head, the cutter and their time: does one thing after the other, each when it is due.</summary>
internal sealed class PrintHead(PrinterModel model, PaperRoll roll, PrinterCondition condition, TimeProvider clock)
{
    private readonly LinkedList<Step> _steps = [];
    private readonly TimeSpan _rowTime = model.RowsPerSecond > 0 ? TimeSpan.FromSeconds(1 / model.RowsPerSecond) : TimeSpan.Zero;
    private List<Step>? _label;
    private long _freeAt;

    /// <summary>Whether something is left to do.</summary>
    public bool IsBusy => _steps.Count > 0;

    /// <summary>Whether a sheet hangs in the printer.</summary>
    public bool IsWithinSheet => roll.Sheets is [.., { End: SheetEnd.None }];

    /// <summary>How long until the next step is due.</summary>
    public TimeSpan? UntilNext => clock.GetElapsedTime(clock.GetTimestamp(), _freeAt);

    /// <summary>Prints rows.</summary>
    public void Print(IEnumerable<byte[]?> rows)
    {
        foreach (var row in rows)
        {
            Add(new Step(StepKind.Row, row, null));
        }
    }

    /// <summary>Does something behind what is waiting.</summary>
    public void Then(Action<PaperRoll> action) => Add(new Step(StepKind.Action, null, action));

    /// <summary>Cuts behind what is waiting.</summary>
    public void Cut() => Add(new Step(StepKind.Cut, null, null));

    /// <summary>Prints a label of its own; broken off, it begins anew where the model does so.</summary>
    public void PrintLabel(IReadOnlyList<byte[]?> rows, Action<PaperRoll> describe)
    {
        Add(new Step(StepKind.LabelStart, null, null) { Label = rows });
        Print(rows);
        Add(new Step(StepKind.LabelEnd, null, describe));
    }

    /// <summary>Does the next step if it is due.</summary>
    /// <returns>False where it has to wait.</returns>
    public bool Advance()
    {
        if (_steps.First is not { } first || clock.GetTimestamp() < _freeAt || condition.IsStopped)
        {
            return false;
        }

        var step = first.Value;
        if (step.Kind == StepKind.Cut && condition.Has(PrinterFault.CutterJam))
        {
            condition.CutterStuck = true;
            return true;
        }

        _steps.RemoveFirst();
        switch (step.Kind)
        {
            case StepKind.Row:
                roll.Add(step.Row);
                Take(_rowTime);
                break;
            case StepKind.Cut:
                roll.Cut();
                Take(_rowTime > TimeSpan.Zero ? model.CutTime : TimeSpan.Zero);
                break;
            case StepKind.LabelStart:
                _label = [step, .. step.Label!.Select(row => new Step(StepKind.Row, row, null))];
                break;
            case StepKind.LabelEnd:
                _label = null;
                step.Action!(roll);
                roll.Finish(SheetEnd.Label);
                break;
            default:
                step.Action!(roll);
                break;
        }

        return true;
    }

    /// <summary>Goes on after a fault.</summary>
    public void Resume()
    {
        if (_label is not { } label || !model.ReprintsBrokenLabel)
        {
            return;
        }

        while (_steps.First is { Value.Kind: StepKind.Row })
        {
            _steps.RemoveFirst();
        }

        roll.Finish(SheetEnd.BrokenLabel);
        for (var index = label.Count - 1; index >= 0; index--)
        {
            _steps.AddFirst(label[index]);
        }
    }

    /// <summary>Forgets what is left to do.</summary>
    public void Clear()
    {
        _steps.Clear();
        _label = null;
    }

    private void Add(Step step)
    {
        if (_steps.Count == 0)
        {
            _freeAt = Math.Max(_freeAt, clock.GetTimestamp());
        }

        _steps.AddLast(step);
    }

    private void Take(TimeSpan time) => _freeAt += (long)(time.TotalSeconds * clock.TimestampFrequency);

    private enum StepKind
    {
        Row,
        Cut,
        Action,
        LabelStart,
        LabelEnd,
    }

    private sealed record Step(StepKind Kind, byte[]? Row, Action<PaperRoll>? Action)
    {
        public IReadOnlyList<byte[]?>? Label { get; init; }
    }
}
