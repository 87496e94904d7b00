namespace EdgeGateway.Host.Verbs;

/// <summary>Where a verb reads and writes: data in and out, words to the error stream.</summary>
internal sealed record Streams(Stream Input, TextWriter Output, TextWriter Error)
{
    /// <summary>The process's own.</summary>
    public static Streams OfProcess() => new(System.Console.OpenStandardInput(), System.Console.Out, System.Console.Error);
}

/// <summary>What a verb ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed; standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line was not understood.</summary>
    public const int BadUsage = 2;
}
