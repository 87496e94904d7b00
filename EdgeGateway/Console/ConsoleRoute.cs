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

    /// <summary>Who may ask.</summary>
    /// <value>The default is that everybody may read, and who the <see cref="ChangeGate"/> lets may change.</value>
    public RouteAccess Access { get; init; }

    /// <summary>The content type of a body.</summary>
    /// <value>The default is <c>application/json</c>.</value>
    public string BodyType { get; init; } = "application/json";

    /// <summary>The largest body, in bytes.</summary>
    /// <value>The default is <see cref="ChangeGate.MaxBodyLength"/>; at most <see cref="ChangeGate.LargestBody"/>.</value>
    public int MaxBodyLength { get; init; } = ChangeGate.MaxBodyLength;

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

/// <summary>Who may ask for a route.</summary>
public enum RouteAccess
{
    /// <summary>Everybody may read; who the <see cref="ChangeGate"/> lets may change.</summary>
    Usual,

    /// <summary>Who the <see cref="ChangeGate"/> lets may read and change: people, pictures, consents.</summary>
    Owner,

    /// <summary>Also a staff phone that was paired.</summary>
    Staff,

    /// <summary>Anybody in the store's network, also to change: what lets somebody in only with a secret of its own, such as a pairing.</summary>
    Anybody,
}
