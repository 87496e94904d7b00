using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>One thing the console answers. Each feature brings a list of them; POST and DELETE come here through the <see cref="ChangeGate"/>.</summary>
/// <param name="Method"><c>GET</c>, <c>POST</c> or <c>DELETE</c>.</param>
/// <param name="Pattern">The path, such as <c>/v1/setup/devices/{id}/commands</c>; a name in braces stands for one segment that is not empty.</param>
/// <param name="AnswerAsync">Answers a request.</param>
public sealed record ConsoleRoute(string Method, string Pattern, Func<ConsoleRequest, Task> AnswerAsync)
{
    private readonly string[] _segments = Pattern.Split('/');

    /// <summary>Whether a path is this one.</summary>
    /// <param name="path">The path, as the server has decoded it; a slash that was written <c>%2F</c> is still written so.</param>
    /// <param name="values">What stands for the names in braces.</param>
    internal bool Matches(string path, [NotNullWhen(true)] out Dictionary<string, string>? values)
    {
        values = null;
        var segments = path.Split('/');
        if (segments.Length != _segments.Length)
        {
            return false;
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < segments.Length; i++)
        {
            if (_segments[i] is ['{', .. var name, '}'] && segments[i].Length > 0)
            {
                found[name] = segments[i].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
            }
            else if (_segments[i] != segments[i])
            {
                return false;
            }
        }

        values = found;
        return true;
    }
}
