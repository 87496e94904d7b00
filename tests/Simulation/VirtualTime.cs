namespace Simulation;

/// <summary>The one time of a simulated world. It stands still while anything can run; then it jumps to what is due next.</summary>
internal sealed class VirtualTime
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long Due, long Order)> _due = new();
    private long _order;

    /// <summary>Ticks since the world began.</summary>
    public long Now { get; private set; }

    public TimeSpan Elapsed => TimeSpan.FromTicks(Now);

    public DateTimeOffset Utc => s_start.AddTicks(Now);

    /// <summary>Has something happen after a while; what is due at the same tick happens in the order in which it was asked for.</summary>
    public void After(TimeSpan pause, Action action) => At(Now + Math.Max(0, pause.Ticks), action);

    public void At(long ticks, Action action) => _due.Enqueue(action, (Math.Max(ticks, Now), _order++));

    /// <summary>Time passes while somebody holds the processor: a slow disk. What falls due meanwhile happens late.</summary>
    public void Pass(TimeSpan time) => Now += time.Ticks;

    /// <summary>Jumps to what is due next and does it. False where nothing ever will be.</summary>
    public bool Step()
    {
        if (!_due.TryDequeue(out var action, out var when))
        {
            return false;
        }

        Now = Math.Max(Now, when.Due);
        action();
        return true;
    }
}

/// <summary>The clock of one machine, or of one life of it: its timers end with it.</summary>
internal sealed class MachineClock(VirtualTime time) : TimeProvider
{
    /// <summary>Whether the machine is off; then no timer of it ever fires.</summary>
    public bool IsDead { get; set; }

    /// <summary>Until when the program does nothing; what falls due before comes then.</summary>
    public long StallsUntil { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => time.Utc;

    public override long GetTimestamp() => time.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(MachineClock clock, TimerCallback callback, object? state) : ITimer
    {
        private int _version;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = ++_version;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan && !clock.IsDead)
            {
                clock.Time.After(dueTime, () => Fire(version));
            }

            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire(int version)
        {
            if (version != _version || clock.IsDead)
            {
                return;
            }

            if (clock.StallsUntil > clock.Time.Now)
            {
                clock.Time.At(clock.StallsUntil, () => Fire(version));
                return;
            }

            if (_period > TimeSpan.Zero)
            {
                clock.Time.After(_period, () => Fire(version));
            }

            callback(state);
        }
    }

    private VirtualTime Time => time;
}
