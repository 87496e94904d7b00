using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Mutation;

/// <summary>A project of the checkout as the compiler sees it: its sources, those that generators add, and what it refers to.</summary>
internal sealed class SourceProject
{
    private SourceProject(CSharpCompilation compilation, IReadOnlyList<ResourceDescription> resources, string assembly) =>
        (Compilation, Resources, Assembly) = (compilation, resources, assembly);

    /// <summary>The whole project, unchanged.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>What is embedded in it.</summary>
    public IReadOnlyList<ResourceDescription> Resources { get; }

    /// <summary>The file name of what it compiles to.</summary>
    public string Assembly { get; }

    /// <summary>Asks the build how it would call the compiler, and reads the project as that says.</summary>
    internal static SourceProject Read(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var arguments = CSharpCommandLineParser.Default.Parse(CompilerArguments(path), folder, RuntimeEnvironmentFolder);
        var parsing = arguments.ParseOptions;
        var trees = arguments.SourceFiles.Select(f => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(f.Path), System.Text.Encoding.UTF8), parsing, f.Path));
        var references = arguments.MetadataReferences.Select(r => MetadataReference.CreateFromFile(r.Reference, r.Properties));
        var options = arguments.CompilationOptions.WithGeneralDiagnosticOption(ReportDiagnostic.Default).WithConcurrentBuild(true);
        var compilation = CSharpCompilation.Create(arguments.CompilationName, trees, references, options);
        var loader = new Loader();
        var generators = arguments.AnalyzerReferences.SelectMany(a => new AnalyzerFileReference(Path.GetFullPath(a.FilePath, folder), loader).GetGenerators(LanguageNames.CSharp));
        var additional = arguments.AdditionalFiles.Select(f => (AdditionalText)new TextOnDisk(f.Path));
        var settings = new Settings(AnalyzerConfigSet.Create(arguments.AnalyzerConfigPaths.Select(p => AnalyzerConfig.Parse(File.ReadAllText(p), p)).ToList()));
        CSharpGeneratorDriver.Create(generators, additional, parsing, settings).RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _);
        return new((CSharpCompilation)whole, [.. arguments.ManifestResources], arguments.OutputFileName!);
    }

    private static string RuntimeEnvironmentFolder => System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();

    private static List<string> CompilerArguments(string path)
    {
        var start = new ProcessStartInfo("dotnet",
            ["msbuild", path, "-t:PrepareResources;Compile", "-p:Configuration=Release", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true",
                "-p:NonExistentFile=__none__", "-p:BuildProjectReferences=false", "-getItem:CscCommandLineArgs"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The build does not say how it compiles {path}: {text}");
        }

        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!)];
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }

    private sealed class TextOnDisk(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path));
    }

    private sealed class Settings(AnalyzerConfigSet set) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Values(set.GlobalConfigOptions.AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(set.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(set.GetOptionsForSourcePath(textFile.Path).AnalyzerOptions);
    }

    private sealed class Values(IReadOnlyDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
