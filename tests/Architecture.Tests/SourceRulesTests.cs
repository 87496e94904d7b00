using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Rules of the house that the compiler cannot hold.</summary>
public sealed partial class SourceRulesTests
{
    private static readonly string[] s_productFolders = ["EdgeGateway", "Drivers", "Cloud", "Simulators"];

    [Fact]
    public void ProductNeverReadsTheSharedFolder() =>
        Assert.Empty(Offences(s_productFolders, line => line.Contains("../shared", StringComparison.Ordinal)));

    [Fact]
    public void ChannelsAreBounded() =>
        Assert.Empty(Offences(s_productFolders, line => line.Contains("Channel.CreateUnbounded", StringComparison.Ordinal)));

    /// <summary>The runtime loads code and culture between two calls and makes system calls of its own: an error number that is not the first thing asked for may be another's.</summary>
    [Fact]
    public void ErrorNumbersAreTakenBeforeAnythingElse() =>
        Assert.Empty(Offences(s_productFolders, line => ErrorNumberTakenLate().IsMatch(line)));

    [Fact]
    public void PackageVersionsStandInOnePlace()
    {
        var offences =
            from project in Repository.Projects
            from line in File.ReadLines(project)
            where line.Contains("<PackageReference", StringComparison.Ordinal) && line.Contains("Version=", StringComparison.Ordinal)
            select $"{Path.GetRelativePath(Repository.Root, project)}: {line.Trim()}";

        Assert.Empty(offences);
    }

    [Fact]
    public void EveryProjectIsInTheSolution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "EdgeGateway.sln")).Replace('\\', '/');

        Assert.All(Repository.Projects, project => Assert.Contains(Path.GetRelativePath(Repository.Root, project), solution, StringComparison.Ordinal));
    }

    [Fact]
    public void FilesStayReadable()
    {
        var offences =
            from file in Sources(s_productFolders)
            let length = File.ReadLines(file).Count()
            where length > 400
            select $"{Path.GetRelativePath(Repository.Root, file)}: {length} lines; past 400, look for the second idea";

        Assert.Empty(offences);
    }

    /// <summary>A text with something put into it, or a text made, on the line before the number is asked for.</summary>
    [GeneratedRegex(@"(\$"".*\{(?!Marshal\.|[A-Za-z.]+\(Marshal\.)[^}]*\}.*|ToString\(.*)GetLast(PInvoke|System)Error")]
    private static partial Regex ErrorNumberTakenLate();

    private static IEnumerable<string> Offences(string[] folders, Func<string, bool> isOffence) =>
        from file in Sources(folders)
        from line in File.ReadLines(file)
        where isOffence(line)
        select $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}";

    private static IEnumerable<string> Sources(string[] folders) =>
        folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*.cs", SearchOption.AllDirectories));
}
