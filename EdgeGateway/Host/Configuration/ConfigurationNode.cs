using System.Text.Json;

namespace EdgeGateway.Host.Configuration;

/// <summary>One value of the file and the line it stands on.</summary>
/// <param name="Path">Where it is, such as <c>devices[0].port</c>; empty for the whole file.</param>
/// <param name="Line">1 for the first line.</param>
/// <param name="Kind">What JSON it is; an object or an array by its opening token.</param>
/// <param name="Text">A string's text, a number's digits; empty otherwise.</param>
internal sealed record ConfigurationNode(string Path, int Line, JsonTokenType Kind, string Text)
{
    /// <summary>The members of an object, in order.</summary>
    public List<ConfigurationMember> Members { get; } = [];

    /// <summary>The elements of an array, in order.</summary>
    public List<ConfigurationNode> Items { get; } = [];

    /// <summary>The value as the file has it, short enough for a message.</summary>
    public string Shown => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => $"\"{(Text.Length > 60 ? Text[..60] + "…" : Text)}\"",
        JsonTokenType.Number => Text.Length > 60 ? Text[..60] + "…" : Text,
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };

    /// <summary>The path of a member of this object.</summary>
    public string PathOf(string member) => Path.Length == 0 ? member : $"{Path}.{member}";
}

/// <summary>One member of an object.</summary>
internal readonly record struct ConfigurationMember(string Name, int Line, ConfigurationNode Value);

/// <summary>One mistake in the file.</summary>
/// <param name="Line">Where; 0 where the file could not be read at all.</param>
/// <param name="Path">Which value; empty for the whole file.</param>
/// <param name="Message">What came, what was expected, what to do.</param>
internal readonly record struct ConfigurationError(int Line, string Path, string Message)
{
    /// <summary>The line that <c>check-config</c> prints.</summary>
    public string Format(string file) =>
        $"{file}{(Line > 0 ? $":{Line}" : "")}: {(Path.Length > 0 ? $"{Path}: " : "")}{Message}";
}
