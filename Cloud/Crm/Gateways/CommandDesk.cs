using System.Data.Common;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Crm.Access;
using Cloud.Crm.Ingest;

namespace Cloud.Crm.Gateways;

/// <summary>Sends people's commands to gateways: first the note and the audit, then the command, then what came of it, also where who asked has gone meanwhile.</summary>
internal sealed class CommandDesk(CommandTable table, GatewayLink link, IHostApplicationLifetime life, TimeProvider clock, ILogger<CommandDesk> logger)
{
    /// <summary>What comes more often is passed over: each is a write.</summary>
    private static readonly TimeSpan s_progressEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <returns>The answer; null where none came in time.</returns>
    /// <exception cref="GatewayLinkException">It was not sent; the message says why.</exception>
    internal async Task<CommandResponse?> SendAsync(WantedCommand wanted, Caller caller)
    {
        var (gateway, name, id, body, wait) = wanted;
        var cancellationToken = life.ApplicationStopping;
        long? told = null;
        try
        {
            var response = await link.CallAsync(gateway, name, id, body, wait, cancellationToken, TellAsync);
            await (response is null
                ? table.GiveUpAsync(gateway, id, CommandState.Unanswered, FormattableString.Invariant($"no answer within {wait.TotalSeconds:0} s; nobody knows what became of it"), caller, cancellationToken)
                : table.AnswerAsync(gateway, id, response, caller, cancellationToken));
            return response;
        }
        catch (GatewayLinkException exception)
        {
            await table.GiveUpAsync(gateway, id, CommandState.Unsent, exception.Message, caller, cancellationToken);
            throw;
        }

        Task TellAsync(CommandProgress progress)
        {
            if (told is { } last && clock.GetElapsedTime(last) < s_progressEvery)
            {
                return Task.CompletedTask;
            }

            told = clock.GetTimestamp();
            return table.ProgressAsync(gateway.Id, id, progress, cancellationToken);
        }
    }

    /// <summary>Sends it besides; its answer will stand in the table.</summary>
    internal void Begin(WantedCommand wanted, Caller caller) => _ = Task.Run(() => GuardAsync(wanted, caller));

    private async Task GuardAsync(WantedCommand wanted, Caller caller)
    {
        try
        {
            await SendAsync(wanted, caller);
        }
        catch (Exception exception) when (exception is GatewayLinkException or OperationCanceledException)
        {
            // It stands in the table, or the node stops and the table tells by the time that nobody waits any more.
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            logger.CommandNotKept(wanted.Gateway.Name, exception);
        }
    }
}

/// <summary>A command to be sent.</summary>
/// <param name="Gateway">To whom.</param>
/// <param name="Name">What.</param>
/// <param name="Id">The same id again is the same command.</param>
/// <param name="Body">JSON.</param>
/// <param name="Wait">How long its answer is waited for; it expires with that.</param>
internal sealed record WantedCommand(RegisteredGateway Gateway, string Name, string Id, ReadOnlyMemory<byte> Body, TimeSpan Wait);
