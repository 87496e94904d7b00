namespace EdgeGateway.Core.Devices;

/// <summary>What readings of every kind have in common, for those who need not know the kind.</summary>
internal static class ReadingFacts
{
    /// <summary>Faults the reading names; empty where there is none.</summary>
    public static IReadOnlyList<string> Errors(Reading reading) => reading switch
    {
        WeightReading weight => weight.Frame.Errors,
        LoadReading load => load.Errors,
        _ => [],
    };

    /// <summary>What happened to the device that does not void the reading, in words; mostly null.</summary>
    public static string? Incident(Reading reading) => (reading as LoadReading)?.Incident;

    /// <summary>Whether an error says something of the load (too much, too little) and nothing of the device.</summary>
    public static bool IsLoadCondition(string error) =>
        error is "negative"
        || error.StartsWith("over", StringComparison.Ordinal)
        || error.StartsWith("under", StringComparison.Ordinal)
        || error.StartsWith("below", StringComparison.Ordinal);

    /// <summary>Whether the device was understood: a whole frame came, whatever it says.</summary>
    public static bool IsValid(Reading reading) => reading is not WeightReading { Frame: var frame } || !frame.Errors.Any(IsDamage);

    /// <summary>Whether an error says that the frame was damaged on the way, so that the device said something else.</summary>
    private static bool IsDamage(string error) => error is "incomplete" or "invalid" || error.StartsWith("bad_", StringComparison.Ordinal);
}
