using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>Says what of a printer's readings is worth an event: what stops it, once it has lasted, and its paper's nearing end, once a roll. No I/O; fed in order.</summary>
public sealed class PrinterFaults
{
    /// <summary>The reason of the event that a roll is nearly at its end.</summary>
    public const string NearEnd = "paper_near_end";

    /// <summary>So long something must have lasted: covers are opened in passing.</summary>
    private static readonly TimeSpan s_lasts = TimeSpan.FromSeconds(3);

    /// <summary>So long there must have been plenty of paper before its end can near again: the sensor flutters as the roll turns.</summary>
    private static readonly TimeSpan s_plenty = TimeSpan.FromMinutes(1);

    private string _told = "";
    private string _seen = "";
    private DateTimeOffset _seenSince;
    private DateTimeOffset? _plentySince;
    private bool _isNearEndTold;

    /// <summary>Takes a reading.</summary>
    /// <returns>What is worth an event, in order; mostly nothing.</returns>
    public IReadOnlyList<PrinterFault> Take(PrinterReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (!reading.Status.Answered)
        {
            return [];
        }

        var faults = new List<PrinterFault>();
        var now = string.Join(", ", JobText.Obstacles(reading.Status));
        if (now != _seen || reading.Time < _seenSince)
        {
            (_seen, _seenSince) = (now, reading.Time);
        }

        if (_seen != _told && (_seen.Length == 0 || reading.Time - _seenSince >= s_lasts))
        {
            _told = _seen;
            faults.Add(_told.Length > 0 ? new PrinterFault(true, _told) : new PrinterFault(false, "the fault is over"));
        }

        if (TakePaper(reading) is { } paper)
        {
            faults.Add(paper);
        }

        return faults;
    }

    /// <summary>The connection broke: what was seen before it and after it are two.</summary>
    public void Interrupt() => (_seen, _plentySince) = (_told, null);

    private PrinterFault? TakePaper(PrinterReading reading)
    {
        if (reading.Status.Paper != PaperState.Present)
        {
            _plentySince = null;
            if (reading.Status.Paper != PaperState.NearEnd || _isNearEndTold)
            {
                return null;
            }

            _isNearEndTold = true;
            return new PrinterFault(true, NearEnd);
        }

        _plentySince ??= reading.Time;
        if (!_isNearEndTold || reading.Time - _plentySince < s_plenty)
        {
            return null;
        }

        _isNearEndTold = false;
        return new PrinterFault(false, "there is plenty of paper again");
    }
}

/// <summary>Something of a printer that is worth an event.</summary>
/// <param name="IsFault">Whether it began, as <c>device.fault</c>, or is over, as <c>device.online</c>.</param>
/// <param name="Reason">What: obstacles with commas, <see cref="PrinterFaults.NearEnd"/>, or words that it is over.</param>
public readonly record struct PrinterFault(bool IsFault, string Reason);
