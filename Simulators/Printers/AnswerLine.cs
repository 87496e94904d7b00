namespace Simulators.Printers;

/// <summary>What goes back to the host, as late as the model is.</summary>
internal sealed class AnswerLine(PrinterModel model, TimeProvider clock)
{
    private readonly Queue<(long Due, byte[] Bytes)> _due = new();
    private byte[]? _heldBack;
    private IPrinterWire? _wire;

    /// <summary>How long until an answer is due.</summary>
    public TimeSpan? UntilNext => _due.TryPeek(out var next) ? clock.GetElapsedTime(clock.GetTimestamp(), next.Due) : null;

    /// <summary>Connects the host.</summary>
    public void Attach(IPrinterWire wire) => _wire = wire;

    /// <summary>The host is gone.</summary>
    public void Detach(IPrinterWire wire)
    {
        if (_wire == wire)
        {
            _wire = null;
        }
    }

    /// <summary>Answers when the model does.</summary>
    public void Add(byte[] bytes)
    {
        if (model.AnswersOneLate)
        {
            (bytes, _heldBack) = (_heldBack ?? [], bytes);
        }

        if (bytes.Length > 0)
        {
            _due.Enqueue((clock.GetTimestamp() + (long)(model.AnswerDelay.TotalSeconds * clock.TimestampFrequency), bytes));
        }
    }

    /// <summary>Sends at once, before all answers that wait.</summary>
    public void AddNow(byte[] bytes) => _wire?.Send(bytes);

    /// <summary>Sends what is due; to nobody where nobody is connected.</summary>
    public void Send()
    {
        while (_due.TryPeek(out var next) && next.Due <= clock.GetTimestamp())
        {
            _due.Dequeue();
            _wire?.Send(next.Bytes);
        }
    }

    /// <summary>Breaks the connection.</summary>
    public void Break(WireBreak how)
    {
        var wire = _wire;
        _wire = null;
        wire?.Break(how);
    }

    /// <summary>Forgets every answer.</summary>
    public void Forget()
    {
        _due.Clear();
        _heldBack = null;
    }
}
