using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Weighing;

/// <summary>What lies on one scale between two zeros: at most one capture. No I/O; shown every settled weight in order.</summary>
/// <remarks>
/// The pan is empty (idle) when a settled net weight is two divisions or less. A load that comes to rest after that is placed, and stays so
/// until it is captured. What is captured stays captured, whatever is added or taken, until the pan is empty again: one sale cannot become two.
/// Two things can lie to this rule, and are told apart. Where nobody watched (start, or no reading for more than a second), another weight than
/// the one captured is another load, and is marked; the same one is the same load. Where the zero was seen with a container tared, the container
/// alone is no load when its tare is taken away; and where the scale itself had tared it and then shows gross, nobody can tell the container
/// from goods: nothing is captured until the pan is empty, or shows net as before.
/// </remarks>
internal sealed class Pan
{
    private bool _watched;
    private bool _started;
    private bool _moved;
    private (NetGross NetGross, decimal Container)? _zero;

    /// <summary>A pan as it was noted before a restart; null where there is no captured load on it, or nobody knows.</summary>
    public Pan(PanLoad? lying)
    {
        Lying = lying;
        Phase = lying is null ? PanPhase.Unknown : PanPhase.Captured;
    }

    /// <summary>Where it is between two zeros.</summary>
    public PanPhase Phase { get; private set; }

    /// <summary>The captured load, as the scale shows it now.</summary>
    public PanLoad? Lying { get; private set; }

    /// <summary>Whether the load was there when the gateway started.</summary>
    public bool AtStart { get; private set; }

    /// <summary>Whether the load took the place of a captured one while nobody watched.</summary>
    public bool AfterSilence { get; private set; }

    /// <summary>Readings stopped for more than a second: what lies there may have been changed unseen.</summary>
    public void LoseSight() => _watched = false;

    /// <summary>The scale is moving, or says that too much or too little lies on it.</summary>
    public void Move() => _moved = true;

    /// <summary>The pan shows zero or less.</summary>
    /// <param name="netGross">Whether the scale takes a container off.</param>
    /// <param name="container">What lies there all the same, as far as the scale shows it.</param>
    public void Empty(NetGross netGross, decimal container)
    {
        (Phase, Lying, AtStart, AfterSilence) = (PanPhase.Idle, null, false, false);
        (_zero, _moved, _watched, _started) = ((netGross, container), false, true, true);
    }

    /// <summary>Shows a settled weight.</summary>
    /// <param name="seen">The weight.</param>
    /// <param name="tare">The container that the gateway takes off now, in the weight's unit; 0 where the scale takes one off itself.</param>
    /// <returns>Why the load may not be captured, or null where it may; then <see cref="Phase"/> is placed.</returns>
    public string? See(SettledWeight seen, decimal tare)
    {
        var judging = seen.NetGross == NetGross.Net ? 0 : Lying?.Tare ?? tare;
        if (seen.Weight - judging <= seen.Band)
        {
            Empty(seen.NetGross, seen.NetGross == NetGross.Net ? 0 : seen.Weight);
            return WeighingReason.Empty;
        }

        var (watched, started, moved) = (_watched, _started, _moved);
        (_watched, _started, _moved) = (true, true, false);
        if (Phase == PanPhase.Captured)
        {
            if (watched || IsSame(seen))
            {
                var changed = Math.Abs(seen.Weight - Lying!.Weight) > seen.Band;
                Lying = Lying with { Weight = seen.Weight, Unit = seen.Unit, NetGross = seen.NetGross };
                return changed ? WeighingReason.Changed : WeighingReason.Captured;
            }

            (Lying, AtStart, AfterSilence) = (null, !started, started);
        }
        else if (Phase == PanPhase.Unknown)
        {
            AtStart = !moved;
        }

        Phase = PanPhase.Placed;
        return _zero is not { } zero ? null
            : zero.NetGross == NetGross.Net && seen.NetGross == NetGross.Gross ? WeighingReason.NetGrossChanged
            : zero.Container > seen.Band && seen.NetGross != NetGross.Net && Math.Abs(seen.Weight - zero.Container) <= seen.Band ? WeighingReason.TareChanged
            : null;
    }

    /// <summary>The load has been captured.</summary>
    public void Capture(SettledWeight seen, decimal tare)
    {
        Lying = new PanLoad(seen.Weight, seen.Unit, seen.NetGross, tare);
        Phase = PanPhase.Captured;
    }

    /// <summary>A person made what lies there the container: its zero is judged with it.</summary>
    public void Retare(decimal tare)
    {
        if (Lying is not null)
        {
            Lying = Lying with { Tare = tare };
        }
    }

    /// <summary>Whether it can be the captured load: about as heavy, or not to be compared, since it is shown otherwise.</summary>
    private bool IsSame(SettledWeight seen) =>
        seen.NetGross != Lying!.NetGross || seen.Unit != Lying.Unit || Math.Abs(seen.Weight - Lying.Weight) <= seen.Band;
}

/// <summary>Where a pan is between two zeros.</summary>
internal enum PanPhase
{
    /// <summary>Not seen yet.</summary>
    Unknown,

    /// <summary>Empty.</summary>
    Idle,

    /// <summary>Something lies there that is not captured.</summary>
    Placed,

    /// <summary>What lies there has been captured; nothing more is until it is taken off.</summary>
    Captured,
}
