namespace Cloud.Crm.Health;

/// <summary>What was heard of a gateway by the node that listens to its shard; lengths of time, so that no clock's step matters.</summary>
/// <param name="SaysOnline">What it, or the broker for it, last said of itself; null where it never did.</param>
/// <param name="SinceSaid">How long it says that.</param>
/// <param name="SinceSign">How long ago events or a sign of life last came; null where none came to this node.</param>
/// <param name="Listening">How long this node has listened to its shard without a break.</param>
internal readonly record struct Heard(bool? SaysOnline, TimeSpan SinceSaid, TimeSpan? SinceSign, TimeSpan Listening);

/// <summary>Decides what headquarters makes of a gateway. A pure function of what it was before and what was heard.</summary>
/// <remarks>
/// A gateway gives a sign of life every ten seconds, where it sends no events. Two of these may be late before silence is believed (<see cref="Silence"/>); with a look every
/// two seconds every change is decided within <see cref="Longest"/>. Silence is counted only while this node listened: after a restart, a broken
/// connection to the broker or a change of the shard's holder nobody is called silent for what headquarters itself did not hear.
/// </remarks>
internal static class GatewayJudge
{
    /// <summary>How long nothing may come from a gateway that says it is online.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromSeconds(25);

    /// <summary>For how long after a goodbye events may still come that were sent before it.</summary>
    internal static readonly TimeSpan Trailing = TimeSpan.FromSeconds(5);

    /// <summary>How often everything is looked at.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>No state is wrong for longer, while headquarters listens.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Decides.</summary>
    /// <param name="before">What it was until now.</param>
    /// <param name="heard">What was heard.</param>
    /// <param name="isUnwell">Whether something is wrong with it, by its own health or its devices'.</param>
    internal static GatewayState Decide(GatewayState before, Heard heard, bool isUnwell)
    {
        var there = isUnwell ? GatewayState.Degraded : GatewayState.Online;
        var sends = heard.SinceSign <= Silence;
        switch (heard.SaysOnline)
        {
            case null:
                return sends ? GatewayState.Lying : before is GatewayState.Lying && heard.Listening < Silence ? before : GatewayState.Unknown;
            case false:
                // Events after the goodbye, more than those that were on their way.
                return (sends && heard.SinceSign + Trailing < heard.SinceSaid) || (before == GatewayState.Lying && heard.Listening < Silence && heard.SinceSaid >= heard.Listening)
                    ? GatewayState.Lying
                    : GatewayState.Offline;
            default:
                if (sends)
                {
                    return there;
                }

                if (Shorter(heard.Listening, heard.SinceSaid) > Silence)
                {
                    return GatewayState.Lying;
                }

                // Not known yet. It has just come back, or headquarters has.
                return before is GatewayState.Offline or GatewayState.Unknown ? there : before;
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
