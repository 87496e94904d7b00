namespace EdgeGateway.Core.Shelves;

/// <summary>One level the load stayed at.</summary>
/// <param name="FirstMs">Time of its first sample.</param>
/// <param name="LastMs">Time of its last sample.</param>
/// <param name="Grams">The level.</param>
/// <param name="Variance">How uncertain the level is, in square grams.</param>
internal readonly record struct Plateau(long FirstMs, long LastMs, double Grams, double Variance)
{
    /// <summary>How long it lasted.</summary>
    public long SpanMs => LastMs - FirstMs;
}
