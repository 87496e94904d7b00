namespace Mutation;

/// <summary>Why mutants may live, said by people: a line for each, the mutant's key and the reason after <c> | </c>.</summary>
/// <remarks>A key may end with <c>*</c>, for several mutants of one expression or member.</remarks>
internal sealed class Explanations(IReadOnlyList<(string Key, string Reason)> said)
{
    /// <summary>Reads the file; empty lines and lines beginning with <c>#</c> say nothing.</summary>
    internal static Explanations Read(string path) => new(File.Exists(path) ? [.. File.ReadLines(path).Where(l => l.Length > 0 && l[0] != '#').Select(Parse)] : []);

    /// <summary>The reason for a mutant; null where nobody said one.</summary>
    internal string? Of(Mutant mutant) =>
        said.FirstOrDefault(s => s.Key.EndsWith('*') ? mutant.Key.StartsWith(s.Key[..^1], StringComparison.Ordinal) : s.Key == mutant.Key).Reason;

    private static (string, string) Parse(string line)
    {
        var at = line.LastIndexOf(" | ", StringComparison.Ordinal);
        return at > 0 ? (line[..at].Trim(), line[(at + 3)..].Trim()) : throw new InvalidOperationException($"No reason after ' | ': {line}");
    }
}
