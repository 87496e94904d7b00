using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Mutation;

/// <summary>Compiles a project with all its mutants in it. A mutant that does not compile is left out, and it is tried again.</summary>
internal static class MutatedAssembly
{
    private const int MostAttempts = 25;

    /// <summary>Writes the assembly to <paramref name="target"/> and gives the mutants in it.</summary>
    /// <param name="project">The project.</param>
    /// <param name="root">The checkout, from which paths are told.</param>
    /// <param name="isChanged">Whether a source, by its path from the root, gets mutants.</param>
    /// <param name="target">The file to write.</param>
    internal static List<Mutant> Write(SourceProject project, string root, Func<string, bool> isChanged, string target)
    {
        var dropped = new HashSet<int>();
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var mutants = new List<Mutant>();
            var compilation = project.Compilation;
            foreach (var tree in project.Compilation.SyntaxTrees.OrderBy(t => t.FilePath, StringComparer.Ordinal))
            {
                var path = Path.GetRelativePath(root, tree.FilePath);
                if (isChanged(path))
                {
                    var mutated = new Mutator(project.Compilation.GetSemanticModel(tree), path, mutants, dropped).Visit(tree.GetRoot())!;
                    compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(mutated, tree.Options));
                }
            }

            var parsing = (CSharpParseOptions)project.Compilation.SyntaxTrees[0].Options;
            compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(SourceText.From(SwitchSource(), System.Text.Encoding.UTF8), parsing, "Switch.cs"));
            using var stream = File.Create(target);
            var result = compilation.Emit(stream, manifestResources: project.Resources);
            if (result.Success)
            {
                return [.. mutants.Where(m => !dropped.Contains(m.Number))];
            }

            foreach (var error in result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))
            {
                var guilty = Guilty(error.Location).Where(dropped.Add).ToList();
                if (guilty.Count == 0 && !Guilty(error.Location).Any())
                {
                    throw new InvalidOperationException($"No mutant is to blame for {error}");
                }
            }
        }

        throw new InvalidOperationException($"After {MostAttempts} attempts there are still mutants that do not compile.");
    }

    /// <summary>The innermost switch around the error; else those within it; else those of the whole member.</summary>
    private static IEnumerable<int> Guilty(Location location)
    {
        if (location.SourceTree is not { } tree)
        {
            return [];
        }

        var node = tree.GetRoot().FindNode(location.SourceSpan);
        if (node.AncestorsAndSelf().SelectMany(Numbers).Take(1).ToList() is { Count: > 0 } around)
        {
            return around;
        }

        var within = node.DescendantNodes().SelectMany(Numbers).ToList();
        return within.Count > 0 ? within : (node.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault() ?? node).DescendantNodes().SelectMany(Numbers);
    }

    private static IEnumerable<int> Numbers(SyntaxNode node) =>
        node.GetAnnotations(Mutator.Mark).Select(a => int.Parse(a.Data!, CultureInfo.InvariantCulture));

    private static string SwitchSource()
    {
        using var reader = new StreamReader(typeof(MutatedAssembly).Assembly.GetManifestResourceStream("Switch.txt")!);
        return reader.ReadToEnd();
    }
}
