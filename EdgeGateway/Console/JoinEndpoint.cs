using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>The first page of a box that has not joined: it takes headquarters' address and the one-time code.</summary>
/// <param name="joinAsync">Joins with a code at an address; gives what is wrong and with which of the two, or null where it has joined.</param>
/// <param name="stopping">Ends an attempt when the service stops.</param>
public sealed class JoinEndpoint(Func<string, string, CancellationToken, Task<(string Path, string Message)?>> joinAsync, CancellationToken stopping)
{
    /// <summary>The path of its page.</summary>
    internal const string Page = "/join";

    private int _running;

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes => [new("POST", "/v1/join", JoinAsync)];

    private async Task JoinAsync(ConsoleRequest request)
    {
        if (!request.TryRead(ConsoleJson.Default.JoinBody, out var body, out var error))
        {
            await request.RefuseAsync(StatusCodes.Status400BadRequest, error);
            return;
        }

        if (Interlocked.Exchange(ref _running, 1) != 0)
        {
            await request.RefuseAsync(StatusCodes.Status409Conflict, new ConsoleError("", "somebody else is joining this box just now; wait a moment"));
            return;
        }

        try
        {
            // The page's going away does not cancel: the code may be used up already.
            if (await joinAsync(body.Code?.Trim() ?? "", body.Headquarters?.Trim() ?? "", stopping) is var (path, message))
            {
                await request.RefuseAsync(StatusCodes.Status400BadRequest, new ConsoleError(path, message));
                return;
            }

            await request.AnswerWithAsync(body with { Code = null }, ConsoleJson.Default.JoinBody);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }
}

/// <summary>The body of <c>POST /v1/join</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record JoinBody(string? Code, string? Headquarters);
