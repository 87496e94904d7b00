namespace Architecture.Tests;

/// <summary>The checkout these tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static IEnumerable<string> Projects =>
        Directory.EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/artifacts/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeGateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No EdgeGateway.sln above {AppContext.BaseDirectory}.");
    }
}
