namespace Simulators.Printers;

/// <summary>The faults to come, and those that end by themselves.</summary>
internal sealed class FaultPlan(TimeProvider clock)
{
    private readonly List<PlannedFault> _planned = [];
    private readonly List<(long Due, PrinterFault Fault)> _ending = [];

    /// <summary>How long until a fault ends by itself.</summary>
    public TimeSpan? UntilOver => _ending.Count == 0 ? null : clock.GetElapsedTime(clock.GetTimestamp(), _ending.Min(each => each.Due));

    /// <summary>Plans one.</summary>
    public void Add(PlannedFault fault) => _planned.Add(fault);

    /// <summary>Ends one after a time.</summary>
    public void EndAfter(PrinterFault fault, TimeSpan lasts) =>
        _ending.Add((clock.GetTimestamp() + (long)(lasts.TotalSeconds * clock.TimestampFrequency), fault));

    /// <summary>What happens at this byte; null for nothing.</summary>
    public List<PlannedFault>? DueAtByte(long received) => Due(planned => planned.AtByte <= received);

    /// <summary>What happens at this row; null for nothing.</summary>
    public List<PlannedFault>? DueAtRow(long rows) => Due(planned => planned.AtRow <= rows);

    /// <summary>The faults that are over now.</summary>
    public List<PrinterFault> Over()
    {
        if (_ending.Count == 0)
        {
            return [];
        }

        var now = clock.GetTimestamp();
        var over = _ending.Where(each => each.Due <= now).Select(each => each.Fault).ToList();
        _ending.RemoveAll(each => each.Due <= now);
        return over;
    }

    private List<PlannedFault>? Due(Predicate<PlannedFault> isDue)
    {
        if (_planned.Count == 0)
        {
            return null;
        }

        var due = _planned.FindAll(isDue);
        _planned.RemoveAll(isDue);
        return due.Count == 0 ? null : due;
    }
}
