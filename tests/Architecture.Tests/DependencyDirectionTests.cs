using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>Design section 2: Host -> Drivers, Uplink -> Core -> Contracts and Crm -> Contracts; nothing else.</summary>
public sealed class DependencyDirectionTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new(StringComparer.Ordinal)
    {
        ["Cloud.Contracts"] = [],
        ["Cloud.Mqtt"] = [],
        ["EdgeGateway.Core"] = ["Cloud.Contracts"],
        // A broker in the store is one more port (shelf nodes); Cloud.Mqtt knows neither events nor headquarters.
        ["Drivers"] = ["EdgeGateway.Core", "Cloud.Mqtt"],
        ["Cloud.Uplink"] = ["EdgeGateway.Core", "Cloud.Contracts", "Cloud.Mqtt"],
        ["EdgeGateway.Console"] = ["EdgeGateway.Core"],
        ["EdgeGateway.Intake"] = ["EdgeGateway.Core"],
        ["EdgeGateway.Vision"] = ["EdgeGateway.Core"],
        ["EdgeGateway.Host"] = ["EdgeGateway.Core", "EdgeGateway.Console", "EdgeGateway.Intake", "EdgeGateway.Vision", "Drivers", "Cloud.Uplink"],
        ["Cloud.Crm"] = ["Cloud.Contracts", "Cloud.Mqtt"],
        ["Simulators"] = ["Cloud.Contracts"],
        ["Simulators.World"] = ["Cloud.Contracts"],
    };

    public static TheoryData<string> ProductProjects()
    {
        var data = new TheoryData<string>();
        foreach (var path in Repository.Projects.Where(p => !IsTestOrBench(p)))
        {
            data.Add(Path.GetRelativePath(Repository.Root, path));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ProductProjects))]
    public void Project_References_OnlyWhatTheDesignAllows(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(s_allowed.ContainsKey(name), $"{project} has no place in the design: add it to this test and to the picture in README.md.");

        var references = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Empty(references.Except(s_allowed[name]));
    }

    [Theory]
    [InlineData("EdgeGateway/Core", "Cloud.Mqtt", "Cloud.Uplink", "Drivers", "Microsoft.AspNetCore")]
    [InlineData("Drivers", "Cloud.Contracts", "Cloud.Uplink", "Cloud.Crm", "Microsoft.AspNetCore", "EdgeGateway.Host")]
    [InlineData("Cloud/Crm", "EdgeGateway.", "Drivers", "Cloud.Uplink")]
    [InlineData("Cloud/Uplink", "Drivers", "EdgeGateway.Core.Devices")]
    [InlineData("Simulators", "Drivers", "EdgeGateway.Core", "Cloud.Uplink", "Cloud.Crm")]
    public void Source_UsesNoNamespaceFromBeyondItsSeam(string folder, params string[] forbidden)
    {
        var offences =
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            from line in File.ReadLines(file)
            where forbidden.Any(f => line.StartsWith($"using {f}", StringComparison.Ordinal) || line.StartsWith($"using static {f}", StringComparison.Ordinal))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {line}";

        Assert.Empty(offences);
    }

    private static bool IsTestOrBench(string path)
    {
        var relative = Path.GetRelativePath(Repository.Root, path);
        return relative.StartsWith("tests/", StringComparison.Ordinal) || relative.StartsWith("bench/", StringComparison.Ordinal);
    }
}
