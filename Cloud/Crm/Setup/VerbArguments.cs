namespace Cloud.Crm.Setup;

/// <summary>A verb's options: pairs of a name and a value, each known.</summary>
internal sealed class VerbArguments
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int BadUsage = 2;

    private readonly string _verb;
    private readonly List<(string Name, string Value)> _pairs = [];

    private VerbArguments(string verb) => _verb = verb;

    /// <summary>Reads options; null, with words on standard error, where they are not right.</summary>
    /// <param name="verb">The verb, for those words.</param>
    /// <param name="arguments">What follows it.</param>
    /// <param name="names">The options that take a value.</param>
    /// <param name="marks">The options that take none.</param>
    internal static VerbArguments? Read(string verb, ReadOnlySpan<string> arguments, IReadOnlyList<string> names, IReadOnlyList<string> marks)
    {
        var read = new VerbArguments(verb);
        for (var at = 0; at < arguments.Length; at++)
        {
            if (marks.Contains(arguments[at]))
            {
                read._pairs.Add((arguments[at], ""));
            }
            else if (names.Contains(arguments[at]) && at + 1 < arguments.Length)
            {
                read._pairs.Add((arguments[at], arguments[++at]));
            }
            else
            {
                read.Bad(names.Contains(arguments[at]) ? $"{arguments[at]} needs a value" : $"{arguments[at]} is not known here; expected {string.Join(", ", names.Concat(marks))}");
                return null;
            }
        }

        return read;
    }

    /// <summary>The last value of an option, or null.</summary>
    internal string? One(string name) => _pairs.FindLast(p => p.Name == name).Value;

    /// <summary>Every value of an option.</summary>
    internal IReadOnlyList<string> All(string name) => [.. _pairs.Where(p => p.Name == name).Select(p => p.Value)];

    /// <summary>Whether an option without a value was given.</summary>
    internal bool Has(string name) => _pairs.Exists(p => p.Name == name);

    /// <summary>Says what is wrong with the usage.</summary>
    /// <returns>The exit code.</returns>
    internal int Bad(string words)
    {
        Console.Error.WriteLine($"headquarters {_verb}: {words}");
        return BadUsage;
    }
}
