using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>The documents on security prove their rows by tests, pages and scripts: each of those must be there.</summary>
public sealed partial class SecurityDocumentsTests
{
    private static readonly string[] s_documents = ["SECURITY.md", "docs/threat-model.md", "docs/en-303-645.md", "docs/security-checks.md", "docs/fuzzing.md"];

    private static readonly Lazy<ILookup<string, string>> s_tests = new(() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .SelectMany(text => TestClass().Matches(text).Select(match => (Name: match.Groups[1].Value, Text: text)))
            .ToLookup(test => test.Name, test => test.Text));

    public static TheoryData<string> Documents => [.. s_documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryTestThatIsNamed_IsThere(string document)
    {
        var named = NamedTest().Matches(Text(document)).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).Distinct().ToList();
        var missing =
            from test in named
            where !s_tests.Value[test.Class].Any(text => test.Method.Length == 0 || Regex.IsMatch(text, $@"\b{test.Method}\("))
            select test.Method.Length == 0 ? test.Class : $"{test.Class}.{test.Method}";

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void EveryPageAndFileThatIsNamed_IsThere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var links = Link().Matches(Text(document)).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://", StringComparison.Ordinal)).Select(link => Path.Combine(folder, link));
        var files = NamedFile().Matches(Text(document)).Select(match => Path.Combine(Repository.Root, match.Groups[1].Value));

        Assert.Empty(links.Concat(files).Where(path => !Path.Exists(path)).Select(path => Path.GetRelativePath(Repository.Root, path)));
    }

    [Fact]
    public void ThreatModelAndProvisions_NameTests()
    {
        // What reads no test in them proves nothing about any.
        Assert.True(NamedTest().Count(Text("docs/threat-model.md")) > 30);
        Assert.True(NamedTest().Count(Text("docs/en-303-645.md")) > 20);
    }

    private static string Text(string document) => File.ReadAllText(Path.Combine(Repository.Root, document));

    [GeneratedRegex(@"\bclass (\w+Tests)\b")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"\]\(([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:scripts|deploy|tests|docs|Cloud|EdgeGateway|Drivers)/[\w./-]+)[` ]")]
    private static partial Regex NamedFile();
}
