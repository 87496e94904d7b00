using Simulators.Session;

namespace Simulators.Printers;

/// <summary>A printer with a receive buffer, a head that takes its time, sensors, and a roll of paper. Thread-safe.</summary>
/// <remarks>
/// Bytes wait in the receive buffer; the head takes them in order, prints row by row on the clock, and stops where it stands at a fault. Commands that a manual
/// calls real-time are obeyed the moment they arrive. Written from the printers' manuals, never from the gateway's drivers.
/// </remarks>
internal sealed class VirtualPrinter : IPrinterBody, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly GroundTruth _truth;
    private readonly IPrinterTongue _tongue;
    private readonly Queue<byte> _waiting = new();
    private readonly PrintHead _head;
    private readonly AnswerLine _answers;
    private readonly FaultPlan _plan;
    private readonly ITimer _timer;
    private readonly PrinterCondition _condition = new();
    private TaskCompletionSource? _room;
    private long _received;
    private bool _isXoff;

    /// <summary>Makes one, switched on, with endless paper.</summary>
    /// <param name="model">What it is.</param>
    /// <param name="clock">Its time.</param>
    /// <param name="truth">Told what really happens; null for nobody.</param>
    public VirtualPrinter(PrinterModel model, TimeProvider clock, GroundTruth? truth = null)
    {
        Model = model;
        _clock = clock;
        _truth = truth ?? new GroundTruth(null, clock);
        Roll = new PaperRoll(model, _truth);
        _head = new PrintHead(model, Roll, _condition, clock);
        _answers = new AnswerLine(model, clock);
        _plan = new FaultPlan(clock);
        _tongue = model.Tongue switch
        {
            PrinterTongue.Zpl => new ZplTongue(this),
            PrinterTongue.Tspl => new TsplTongue(this),
            _ => new EscPosTongue(this),
        };
        _timer = clock.CreateTimer(static state => ((VirtualPrinter)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public PrinterModel Model { get; }

    /// <inheritdoc/>
    public PrinterCondition Condition => _condition;

    /// <summary>Its paper. Read it while nothing is printed, or through <see cref="Look{T}"/>.</summary>
    public PaperRoll Roll { get; }

    /// <inheritdoc/>
    public bool IsBusy => _head.IsBusy || _waiting.Count > 0;

    /// <inheritdoc/>
    public int BytesWaiting => _waiting.Count;

    /// <summary>Bytes of the host so far.</summary>
    public long Received
    {
        get
        {
            lock (_gate)
            {
                return _received;
            }
        }
    }

    /// <summary>Prints bytes on a perfect printer of the same model: what they should look like, sheet by sheet.</summary>
    public static IReadOnlyList<Sheet> Perfect(PrinterModel model, ReadOnlySpan<byte> bytes)
    {
        // The sheets stay usable: their digests are taken before the printer goes.
        using var printer = new VirtualPrinter(model with { RowsPerSecond = 0 }, TimeProvider.System);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[printer.Receive(bytes)..];
        }

        printer.Roll.Finish(SheetEnd.NextJob);
        return printer.Roll.Sheets;
    }

    /// <summary>Looks at something of the printer while it stands still.</summary>
    public T Look<T>(Func<VirtualPrinter, T> look)
    {
        lock (_gate)
        {
            return look(this);
        }
    }

    /// <summary>Connects a host; a wire that was there before hears nothing more.</summary>
    public void Attach(IPrinterWire wire)
    {
        lock (_gate)
        {
            _answers.Attach(wire);
        }
    }

    /// <summary>The host is gone.</summary>
    public void Detach(IPrinterWire wire)
    {
        lock (_gate)
        {
            _answers.Detach(wire);
        }
    }

    /// <summary>Takes bytes from the host.</summary>
    /// <returns>How many it took; fewer than came where its buffer is full, it stalls, or the cable is out.</returns>
    public int Receive(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var taken = 0;
            while (taken < bytes.Length && HasRoom)
            {
                _received++;
                var one = bytes[taken++];
                _tongue.Arrive(one);
                _waiting.Enqueue(one);
                Work();
                _plan.DueAtByte(_received)?.ForEach(Happen);
            }

            Advance();
            return taken;
        }
    }

    /// <summary>Completes when it takes bytes again.</summary>
    public Task WhenRoomAsync()
    {
        lock (_gate)
        {
            return HasRoom ? Task.CompletedTask : (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Lets something happen, or makes it good again.</summary>
    public void Set(PrinterFault fault, bool on)
    {
        lock (_gate)
        {
            Change(fault, on);
            Advance();
        }
    }

    /// <summary>Lets something happen now, for a time.</summary>
    public void FailNow(PrinterFault fault, TimeSpan? lasts)
    {
        lock (_gate)
        {
            Happen(new PlannedFault(fault, null, null, lasts));
            Advance();
        }
    }

    /// <summary>Plans a fault after so many further bytes of the host, 1 for the next.</summary>
    public void FailAfterBytes(long bytes, PrinterFault fault, TimeSpan? lasts = null)
    {
        lock (_gate)
        {
            _plan.Add(new PlannedFault(fault, _received + bytes, null, lasts));
        }
    }

    /// <summary>Plans a fault after so many further rows of paper.</summary>
    public void FailAfterRows(long rows, PrinterFault fault, TimeSpan? lasts = null)
    {
        lock (_gate)
        {
            _plan.Add(new PlannedFault(fault, null, Roll.Rows + rows, lasts));
        }
    }

    /// <summary>Opens or closes the drawer by hand.</summary>
    public void SetDrawer(bool open)
    {
        lock (_gate)
        {
            _condition.DrawerOpen = open;
            _tongue.StateChanged();
            Advance();
        }
    }

    /// <inheritdoc/>
    public void Print(IEnumerable<byte[]?> rows) => _head.Print(rows);

    /// <inheritdoc/>
    public void Then(Action<PaperRoll> action) => _head.Then(action);

    /// <inheritdoc/>
    public void Cut() => _head.Cut();

    /// <inheritdoc/>
    public void PrintLabel(IReadOnlyList<byte[]?> rows, Action<PaperRoll> describe) => _head.PrintLabel(rows, describe);

    /// <inheritdoc/>
    public void Answer(params ReadOnlySpan<byte> bytes)
    {
        if (!_condition.Has(PrinterFault.Mute) && !_condition.Has(PrinterFault.CablePulled) && !_condition.Has(PrinterFault.PowerOff))
        {
            _answers.Add(bytes.ToArray());
        }
    }

    /// <inheritdoc/>
    public void KickNow(int pin) => Roll.Kick(pin);

    /// <inheritdoc/>
    public void Unknown(string command) => Roll.Unknown(command);

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Roll.Dispose();
    }

    private bool HasRoom => _waiting.Count < Model.BufferBytes && !_condition.Has(PrinterFault.Stall)
        && !_condition.Has(PrinterFault.CablePulled) && !_condition.Has(PrinterFault.PowerOff);

    private void Tick()
    {
        lock (_gate)
        {
            Advance();
        }
    }

    /// <summary>Does what is due: faults that end, rows, bytes, answers; and sees to it that it is called again in time.</summary>
    private void Advance()
    {
        foreach (var over in _plan.Over())
        {
            Change(over, on: false);
        }

        Work();
        TellFlow();
        _answers.Send();
        var wait = new[] { _plan.UntilOver, _answers.UntilNext, _head.IsBusy && !_condition.IsStopped ? _head.UntilNext : null }.Min();
        _timer.Change(wait is { } time ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(time.TotalMilliseconds))) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Prints and obeys as far as it comes now.</summary>
    private void Work()
    {
        while (!_condition.Has(PrinterFault.PowerOff) && !_condition.IsStopped)
        {
            var wasStuck = _condition.CutterStuck;
            if (_head.IsBusy)
            {
                if (!_head.Advance())
                {
                    break;
                }

                if (_condition.CutterStuck != wasStuck)
                {
                    _tongue.StateChanged();
                }

                _plan.DueAtRow(Roll.Rows)?.ForEach(Happen);
            }
            else if (_waiting.TryDequeue(out var one))
            {
                _tongue.Take(one);
            }
            else
            {
                break;
            }
        }
    }

    private void TellFlow()
    {
        if (HasRoom && _room is { } waiting)
        {
            _room = null;
            waiting.SetResult();
        }

        var isFull = _waiting.Count > Model.BufferBytes * 3 / 4;
        if (Model.SendsXoff && isFull != _isXoff && (isFull || _waiting.Count < Model.BufferBytes / 4))
        {
            _isXoff = isFull;
            _answers.AddNow([isFull ? (byte)0x13 : (byte)0x11]);
        }
    }

    private void Happen(PlannedFault planned)
    {
        Change(planned.Fault, on: true);
        if (planned.Lasts is { } lasts)
        {
            _plan.EndAfter(planned.Fault, lasts);
        }
    }

    private void Change(PrinterFault fault, bool on)
    {
        if (fault is PrinterFault.Reset or PrinterFault.Closed)
        {
            _truth.Write("connection", json => json.WriteString("how", fault.ToString()));
            if (on)
            {
                _answers.Break(fault == PrinterFault.Reset ? WireBreak.Reset : WireBreak.Closed);
            }

            return;
        }

        var wasStopped = _condition.IsStopped;
        var changed = _condition.Set(fault, on);
        if (fault == PrinterFault.CutterJam && !on && _condition.CutterStuck)
        {
            (_condition.CutterStuck, changed) = (false, true);
        }

        if (!changed)
        {
            return;
        }

        _truth.Write(on ? "fault" : "fault_over", json => json.WriteString("fault", fault.ToString()));
        if (fault == PrinterFault.PowerOff)
        {
            Switch(on);
        }
        else
        {
            if (on && fault == PrinterFault.PaperOut && _head.IsWithinSheet)
            {
                Roll.Current.Tears++;
            }

            if (wasStopped && !_condition.IsStopped)
            {
                Resume();
            }

            _tongue.StateChanged();
        }
    }

    private void Switch(bool off)
    {
        if (!off)
        {
            return;
        }

        _waiting.Clear();
        _head.Clear();
        _tongue.Reset();
        Roll.Finish(SheetEnd.PowerLost);
        _condition.CutterStuck = false;
        _condition.Set(PrinterFault.Unrecoverable, on: false);
        _answers.Break(WireBreak.Reset);
        _answers.Forget();
    }

    private void Resume()
    {
        if (Model.KeepsDataOnFault)
        {
            _head.Resume();
            return;
        }

        _waiting.Clear();
        _head.Clear();
        _tongue.Reset();
        Roll.Finish(SheetEnd.DataLost);
    }
}
