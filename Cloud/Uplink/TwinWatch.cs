namespace Cloud.Uplink;

/// <summary>Watches for the length of a trial that what worked goes on working.</summary>
/// <param name="trial">How long, and what works.</param>
/// <param name="worked">What worked when the configuration came.</param>
/// <param name="clock">Time; the wall clock may step.</param>
internal sealed class TwinWatch(TwinTrial trial, IReadOnlyCollection<string> worked, TimeProvider clock)
{
    /// <summary>Watches to the end.</summary>
    /// <param name="isOver">Whether the trial has become void; asked at every look.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was lost for longer than its grace; empty where the configuration may be trusted, or the trial has become void.</returns>
    internal async Task<IReadOnlyList<string>> RunAsync(Func<bool> isOver, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var lostAt = new SortedDictionary<string, long>(StringComparer.Ordinal);
        while (true)
        {
            await Task.Delay(trial.Look, clock, cancellationToken).ConfigureAwait(false);
            var works = trial.Works();
            foreach (var name in worked)
            {
                if (works.Contains(name))
                {
                    lostAt.Remove(name);
                }
                else
                {
                    lostAt.TryAdd(name, clock.GetTimestamp());
                }
            }

            var elapsed = clock.GetElapsedTime(begun);
            if (isOver() || (elapsed >= trial.Length && lostAt.Count == 0))
            {
                return [];
            }

            // Two things that come and go in turn do not keep a trial going for ever.
            if (elapsed >= trial.Length + trial.Grace || lostAt.Values.Any(at => clock.GetElapsedTime(at) >= trial.Grace))
            {
                return [.. lostAt.Keys];
            }
        }
    }
}
