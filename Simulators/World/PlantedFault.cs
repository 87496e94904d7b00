namespace Simulators.World;

/// <summary>The faults that the planted-fault build knows, each breaking one promise on purpose.</summary>
public static class PlantedFault
{
    /// <summary>The gateway answers before its commit.</summary>
    public const string AckBeforeCommit = "ack-before-commit";

    /// <summary>The gateway forgets what the broker has acknowledged.</summary>
    public const string TrimOnPuback = "trim-on-puback";

    /// <summary>Headquarters tells the cursor before its commit.</summary>
    public const string CursorBeforeCommit = "cursor-before-commit";

    /// <summary>Headquarters applies again what it has seen.</summary>
    public const string NoDedupe = "no-dedupe";

    /// <summary>Headquarters kills itself now and then between commit and cursor.</summary>
    public const string CrashAfterCommit = "crash-after-commit";

    /// <summary>Headquarters kills itself now and then between receiving a batch and its commit.</summary>
    public const string CrashAfterReceive = "crash-after-receive";

    internal static IReadOnlyDictionary<string, string> Environment(string? faults) =>
        faults is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["PLANTED_FAULT"] = faults };
}
