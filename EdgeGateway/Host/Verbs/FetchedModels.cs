namespace EdgeGateway.Host.Verbs;

/// <summary>Where models are, when nobody says: in a checkout beside the build, otherwise where the package puts them.</summary>
internal static class FetchedModels
{
    /// <summary>What names another folder.</summary>
    public const string Variable = "EDGE_MODELS";

    /// <summary>The folder.</summary>
    /// <param name="installed">The package's.</param>
    public static string Folder(string installed)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        // artifacts/bin/EdgeGateway.Host/release -> artifacts/models
        var built = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "models"));
        return Directory.Exists(built) ? built : installed;
    }
}
