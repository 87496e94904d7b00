namespace Cloud.Crm.Health;

/// <summary>What the node that listens to a gateway's shard knows of it from one look to the next. Pure: it is told the time that has passed.</summary>
internal sealed class WatchedGateway
{
    /// <summary>How long something must be wrong before it is an alarm: a reboot and a cable pulled by the cleaner are none.</summary>
    internal static readonly TimeSpan OpensAfter = TimeSpan.FromSeconds(60);

    /// <summary>How long all must be well before an alarm closes.</summary>
    internal static readonly TimeSpan ClosesAfter = TimeSpan.FromSeconds(60);

    /// <summary>How long before its end a certificate is an alarm: gateways renew theirs a day and more before (30 of 90 days).</summary>
    internal static readonly TimeSpan CertificateNotice = TimeSpan.FromDays(29);

    private readonly Dictionary<AlarmKind, TimeSpan> _changing = [];
    private (GatewayState State, string Words) _written = (GatewayState.Unknown, "");

    /// <summary>What headquarters makes of it.</summary>
    internal GatewayState State { get; private set; }

    /// <summary>What is wrong with it by its own numbers.</summary>
    internal IReadOnlySet<AlarmKind> Conditions { get; private set; } = new SortedSet<AlarmKind>();

    /// <summary>Whether its certificate ends soon, or has ended.</summary>
    internal bool CertificateEnds { get; private set; }

    /// <summary>What it said of itself last.</summary>
    internal HealthNumbers? Numbers { get; private set; }

    /// <summary>When headquarters heard <see cref="Numbers"/>.</summary>
    internal DateTime? NumbersAt { get; private set; }

    /// <summary>Whether what it is now is another than what is written down.</summary>
    internal bool NeedsWriting => (State, Words) != _written;

    /// <summary>What is wrong, as words; empty where all is well.</summary>
    internal string Words => AlarmKinds.Words(Wrong());

    /// <summary>Begins where another node or an earlier process left off.</summary>
    internal static WatchedGateway From(GatewayState state, string words) => new()
    {
        State = state,
        Conditions = AlarmKinds.ReadAll(words).Where(kind => kind is not (AlarmKind.Offline or AlarmKind.Lying or AlarmKind.CertificateEnding)).ToHashSet(),
        _written = (state, words),
    };

    /// <summary>Takes what it said of itself.</summary>
    internal void Take(HealthNumbers numbers, DateTime at)
    {
        (Numbers, NumbersAt) = (numbers, at);
        Conditions = Health.Conditions.Next(Conditions, numbers);
    }

    /// <summary>Takes when its certificate ends; null where it has none of ours.</summary>
    internal void Take(DateTime? certificateEndsAt, DateTime now) => CertificateEnds = certificateEndsAt - now < CertificateNotice;

    /// <summary>Looks at it.</summary>
    internal void Judge(Heard heard) => State = GatewayJudge.Decide(State, heard, Conditions.Count > 0 || CertificateEnds);

    /// <summary>Notes that what it is now has been written down.</summary>
    internal void Written() => _written = (State, Words);

    /// <summary>Which alarms are to be opened and closed now.</summary>
    /// <param name="open">Those that are open.</param>
    /// <param name="now">A time that only grows.</param>
    internal (IReadOnlyList<AlarmKind> Open, IReadOnlyList<AlarmKind> Close) Alarms(IReadOnlySet<AlarmKind> open, TimeSpan now)
    {
        var wrong = Wrong().ToHashSet();
        var opening = new List<AlarmKind>();
        var closing = new List<AlarmKind>();
        foreach (var kind in AlarmKinds.All.Where(kind => kind != AlarmKind.CampaignHalted))
        {
            var isWrong = wrong.Contains(kind);
            if (isWrong == open.Contains(kind))
            {
                _changing.Remove(kind);
                continue;
            }

            if (!_changing.TryGetValue(kind, out var since))
            {
                _changing[kind] = since = now;
            }

            if (now - since >= (isWrong ? OpensAfter : ClosesAfter))
            {
                _changing.Remove(kind);
                (isWrong ? opening : closing).Add(kind);
            }
        }

        return (opening, closing);
    }

    /// <summary>What is wrong. While nothing is heard of it, its own numbers are what they were.</summary>
    private IEnumerable<AlarmKind> Wrong()
    {
        var known = CertificateEnds ? Conditions.Append(AlarmKind.CertificateEnding) : Conditions;
        return State switch
        {
            GatewayState.Offline => known.Append(AlarmKind.Offline),
            GatewayState.Lying => known.Append(AlarmKind.Lying),
            _ => known,
        };
    }
}
