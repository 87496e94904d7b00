namespace EdgeGateway.Core.Members;

/// <summary>How a consent stands. Changed under the vault's lock; <see cref="IsLive"/> may be read by anybody.</summary>
internal sealed class ConsentStanding(ConsentRecord record, ConsentState state, DateTimeOffset lastVisit, TimeProvider clock)
{
    private volatile ConsentState _state = state;
    private long _until = Reckon(record, lastVisit).UtcTicks;

    /// <summary>What was consented to.</summary>
    public ConsentRecord Record { get; } = record;

    /// <summary>How far it is.</summary>
    public ConsentState State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>When its end will have come.</summary>
    public DateTimeOffset Until => new(Interlocked.Read(ref _until), TimeSpan.Zero);

    /// <summary>The last visit, or when it was given.</summary>
    public DateTimeOffset LastVisit { get; private set; } = lastVisit;

    /// <summary>Whether it is in force now.</summary>
    public bool IsLive => _state == ConsentState.Live && clock.GetUtcNow() < Until;

    /// <summary>How it ended, where it has; kept for another try where the disk refused.</summary>
    public Ending? Ending { get; set; }

    /// <summary>The template kept under it, or null.</summary>
    public KeptFace? Face { get; set; }

    /// <summary>Notes a visit; the clock of the retention begins anew with it.</summary>
    public void Visited(DateTimeOffset at)
    {
        LastVisit = at;
        Interlocked.Exchange(ref _until, Reckon(Record, at).UtcTicks);
    }

    private static DateTimeOffset Reckon(ConsentRecord record, DateTimeOffset lastVisit) =>
        record.EndsAt - lastVisit <= record.KeepFor ? record.EndsAt : lastVisit + record.KeepFor;
}

/// <summary>How far a consent is, as it stands in the file.</summary>
internal enum ConsentState
{
    /// <summary>Given, but its event is not in the outbox yet; it allows nothing.</summary>
    Pending,

    /// <summary>In force until its end comes.</summary>
    Live,

    /// <summary>Withdrawn, run out, or replaced.</summary>
    Ended,
}

/// <summary>What is known of a template without opening it.</summary>
/// <param name="Pack">The id of the model pack that made it.</param>
/// <param name="Photos">How many photos it is made of.</param>
/// <param name="Length">How many numbers it has.</param>
/// <param name="Name">What the person is called, of staff; else empty.</param>
/// <param name="EnrolledAt">When.</param>
internal sealed record KeptFace(string Pack, int Photos, int Length, string Name, DateTimeOffset EnrolledAt);

/// <summary>How a consent ended.</summary>
/// <param name="At">When.</param>
/// <param name="Who">Who took it.</param>
/// <param name="How">Where.</param>
/// <param name="Why">One of the reasons of <see cref="ConsentEvents"/>.</param>
/// <param name="GivenUpTo">Consents given up to then have ended with it, wherever they come from.</param>
internal sealed record Ending(DateTimeOffset At, string Who, string How, string Why, DateTimeOffset GivenUpTo);
