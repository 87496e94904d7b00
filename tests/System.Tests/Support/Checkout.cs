using Simulators.World;

namespace SystemTests.Support;

/// <summary>The checkout these tests run in, and the programs that <c>./test</c> published in it.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static ProgramFiles Programs { get; } = ProgramFiles.Published(Path.Combine(Root, "artifacts", "publish"));

    public static ProgramFiles FaultyPrograms => Programs.WithPlantedFaults(Path.Combine(Root, "artifacts", "planted-faults", "publish"));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeGateway.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No EdgeGateway.sln above {AppContext.BaseDirectory}.");
    }
}
