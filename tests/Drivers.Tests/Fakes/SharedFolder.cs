namespace Drivers.Tests.Fakes;

/// <summary>The reference material beside the repository; tests that need it are skipped, visibly, without it.</summary>
internal static class SharedFolder
{
    public static string File(string name)
    {
        string? root = Environment.GetEnvironmentVariable("EDGE_SHARED") ?? Beside(AppContext.BaseDirectory);
        string path = Path.Combine(root ?? "", name);
        Assert.SkipUnless(System.IO.File.Exists(path), $"{name} is not there: it lies in ../shared beside the repository, or where EDGE_SHARED says");
        return path;
    }

    private static string? Beside(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "EdgeGateway.sln")))
                return Path.Combine(folder.FullName, "..", "shared");
        }
        return null;
    }
}
