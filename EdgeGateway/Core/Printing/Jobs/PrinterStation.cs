using System.Diagnostics.CodeAnalysis;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>How a printer stands, as far as the desk knows.</summary>
internal enum StationState
{
    /// <summary>Not tried yet.</summary>
    Unproven,

    /// <summary>It said that it can print.</summary>
    Ready,

    /// <summary>It can be reached, but does not say how it is.</summary>
    Silent,

    /// <summary>It said that it cannot print now.</summary>
    Blocked,

    /// <summary>It cannot be reached.</summary>
    Unreachable,
}

/// <summary>A printer at the desk. Thread-safe.</summary>
internal sealed class PrinterStation(IPrinter printer, string? name, string? role, int order, DateTimeOffset since) : IDisposable
{
    private readonly Lock _gate = new();
    private StationState _state = StationState.Unproven;
    private string? _reason;
    private PrinterStatus? _status;
    private DateTimeOffset _since = since;
    private DateTimeOffset _retryAt;
    private DateTimeOffset _heardAt;
    private DateTimeOffset? _silentAt;
    private int _failures;

    /// <summary>The printer.</summary>
    public IPrinter Printer => printer;

    /// <summary>Its id.</summary>
    public string Id => printer.Id;

    /// <summary>Its name for people, or null.</summary>
    public string? Name => name;

    /// <summary>What it is for, or null.</summary>
    public string? Role => role;

    /// <summary>Its place in the configuration: the first of a role goes first.</summary>
    public int Order => order;

    /// <summary>Held by whoever talks to it.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>The job it works on, or null.</summary>
    public Guid? Current { get; set; }

    /// <summary>How it stands, why, since when, and what it said last.</summary>
    public (StationState State, string? Reason, DateTimeOffset Since, PrinterStatus? Status) Condition
    {
        get
        {
            lock (_gate)
            {
                return (_state, _reason, _since, _status);
            }
        }
    }

    /// <summary>Whether a job may be given to it with some hope.</summary>
    public bool IsUsable
    {
        get
        {
            lock (_gate)
            {
                return _state is StationState.Unproven or StationState.Ready or StationState.Silent;
            }
        }
    }

    /// <summary>When it said something last.</summary>
    public DateTimeOffset HeardAt
    {
        get
        {
            lock (_gate)
            {
                return _heardAt;
            }
        }
    }

    /// <summary>When one that is not usable may be tried again.</summary>
    public DateTimeOffset RetryAt
    {
        get
        {
            lock (_gate)
            {
                return _retryAt;
            }
        }
    }

    /// <summary>Whether a printer's silence says that something is wrong with it. Source: Zebra's ZPL II programming guide, ~HS: no answer with media out or head open.</summary>
    public bool SilenceIsFault => printer.Profile.Status.HasFlag(StatusAnswers.HostStatus);

    /// <summary>Whether it can never say how it is.</summary>
    public bool IsMute => printer.Profile.Status == StatusAnswers.None || printer.IsWeak;

    /// <summary>Whether asking it how it is costs time for nothing: it cannot answer, or did not lately.</summary>
    public bool IsKnownSilent(DateTimeOffset now)
    {
        lock (_gate)
        {
            return IsMute || (!SilenceIsFault && _silentAt is { } at && now >= at && now - at < TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>Takes in what it said.</summary>
    /// <returns>Whether it stands differently now, in a way that is worth a line.</returns>
    public bool Says(PrinterStatus status, UnknownStatus unknown, DateTimeOffset now)
    {
        lock (_gate)
        {
            (_status, _heardAt) = (status, now);
            _silentAt = status.Answered ? null : now;
            if (status.Blocked == true)
            {
                return Move(StationState.Blocked, string.Join(", ", JobText.Obstacles(status)), now, TimeSpan.FromSeconds(2));
            }

            if (status.Blocked == false)
            {
                _failures = 0;
                return Move(StationState.Ready, null, now, TimeSpan.Zero);
            }

            _failures = 0;
            const string Unsaid = "it does not say how it is";
            return SilenceIsFault && !status.Answered ? Move(StationState.Blocked, "no answer: media or ribbon out, or its head is open", now, TimeSpan.FromSeconds(2))
                : unknown == UnknownStatus.Block ? Move(StationState.Blocked, Unsaid, now, TimeSpan.FromSeconds(5))
                : Move(StationState.Silent, Unsaid, now, TimeSpan.Zero);
        }
    }

    /// <summary>It could not be reached.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Fails(string reason, DateTimeOffset now, Func<double> jitter)
    {
        lock (_gate)
        {
            var seconds = Math.Min(15, 1 << Math.Min(_failures, 4)) * (0.75 + (jitter() / 2));
            _failures++;
            return Move(StationState.Unreachable, reason, now, TimeSpan.FromSeconds(seconds));
        }
    }

    /// <summary>It is not to be tried before some time, although nothing is known to be wrong with it.</summary>
    public void Rests(string reason, DateTimeOffset now)
    {
        lock (_gate)
        {
            Move(StationState.Blocked, reason, now, TimeSpan.FromSeconds(2));
        }
    }

    /// <summary>It may be there again.</summary>
    public void MayBeBack(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_state == StationState.Unreachable)
            {
                Move(StationState.Unproven, null, now, TimeSpan.Zero);
            }
        }
    }

    /// <summary>Whether a failure is of the printer or the way to it.</summary>
    public static bool IsOfTheLine([NotNullWhen(true)] Exception? failure) =>
        failure is IOException or UnauthorizedAccessException or TimeoutException or System.Net.Sockets.SocketException or Devices.DeviceException or ObjectDisposedException;

    /// <inheritdoc/>
    public void Dispose() => Turn.Dispose();

    private bool Move(StationState state, string? reason, DateTimeOffset now, TimeSpan rest)
    {
        var wasUsable = _state is not (StationState.Blocked or StationState.Unreachable);
        var isUsable = state is not (StationState.Blocked or StationState.Unreachable);
        if (_state != state)
        {
            _since = now;
        }

        var changed = wasUsable != isUsable || (!isUsable && _reason != reason);
        (_state, _reason, _retryAt) = (state, reason, now + rest);
        return changed;
    }
}
