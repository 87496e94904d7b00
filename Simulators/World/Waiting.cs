namespace Simulators.World;

/// <summary>Waits on conditions instead of sleeping.</summary>
public static class Waiting
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(15);

    /// <summary>Asks again every few milliseconds until the answer is yes.</summary>
    /// <param name="what">What is waited for, for the error.</param>
    /// <param name="limit">After which it is given up; generous, since it only costs time where something is wrong.</param>
    /// <param name="condition">The question.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TimeoutException">The limit passed.</exception>
    public static async Task UntilAsync(string what, TimeSpan limit, Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            if (clock.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"After {limit.TotalSeconds:0} s still waiting: {what}.");
            }

            await Task.Delay(s_step, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>As above, for a question that needs no waiting itself.</summary>
    /// <inheritdoc cref="UntilAsync(string, TimeSpan, Func{Task{bool}}, CancellationToken)"/>
    public static Task UntilAsync(string what, TimeSpan limit, Func<bool> condition, CancellationToken cancellationToken) =>
        UntilAsync(what, limit, () => Task.FromResult(condition()), cancellationToken);
}
