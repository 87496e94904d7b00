namespace EdgeGateway.Core.Alerts;

/// <summary>What time does to alerts: who is asked next, what comes back, what ends.</summary>
internal sealed class AlertTurns(AlertStore store, AlertOptions options, AlertSources sources, AlertMetrics? metrics, TimeProvider clock)
{
    /// <summary>The longest it sleeps: what the disk refused is tried again after it.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_refused = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_agingEvery = TimeSpan.FromHours(6);
    private const int ReportWeeks = 53;

    private DateTimeOffset _agedAt;

    /// <summary>Looks at every open alert.</summary>
    /// <returns>Whether one has changed.</returns>
    public bool Look()
    {
        var open = store.Alerts();
        var shift = sources.OnShift();
        var now = clock.GetUtcNow();
        // Asked before the store is locked: the profiles have a lock of their own.
        var assigned = open.Where(alert => alert.State != AlertState.Claimed).Select(alert => alert.Member).Distinct(StringComparer.Ordinal)
            .ToDictionary(member => member, member => sources.Profile(member)?.AssignedTo, StringComparer.Ordinal);
        var changes = store.Pass(alert => AlertSteps.Pass(alert, options, assigned.GetValueOrDefault(alert.Member), shift, now));
        foreach (var (before, after) in changes)
        {
            if (after.State == AlertState.New && before.State == AlertState.New)
            {
                metrics?.Offered();
            }
            else if (after.State == AlertState.Unclaimed)
            {
                metrics?.Answered(AlertStates.Unclaimed);
            }
        }

        return changes.Count > 0;
    }

    /// <summary>How long nothing will happen by itself.</summary>
    public TimeSpan Rest()
    {
        var now = clock.GetUtcNow();
        var rest = s_longest;
        foreach (var alert in store.Alerts())
        {
            if (AlertSteps.DueAt(alert, options) is { } due && due - now < rest)
            {
                rest = due - now;
            }
        }

        // What is due and refused by the disk stays due.
        var least = store.IsRefused ? s_refused : s_least;
        return rest > least ? rest : least;
    }

    /// <summary>Finishes forgetting, and deletes what is old.</summary>
    public void Tidy()
    {
        try
        {
            store.ForgetUnforgotten();
            var now = clock.GetUtcNow();
            if (now - _agedAt >= s_agingEvery || now < _agedAt)
            {
                store.Age(now - TimeSpan.FromDays(options.HistoryDays), MatchCount.Monday(DateOnly.FromDateTime(now.UtcDateTime)).AddDays(-7 * ReportWeeks));
                _agedAt = now;
            }
        }
        catch (AlertStoreException)
        {
            // Said in the log; tried again.
        }
    }
}
