using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Crm.Gateways;
using Cloud.Crm.Ingest;

namespace Cloud.Crm.Campaigns;

/// <summary>
/// The commands of campaigns that this process waits for. What it forgets by ending, the table has: the next process sends the same id again, and the gateway carries
/// it out once.
/// </summary>
internal sealed class CampaignCalls(CampaignTable table, SendCommand send, TimeProvider clock, ILogger<CampaignCalls> logger)
{
    /// <summary>How long a gateway may say nothing of its progress before it is asked again.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan s_progressEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Task> _running = [];

    /// <summary>Calls whoever is not being called.</summary>
    internal void Begin(IReadOnlyList<CampaignCall> calls, Func<string, RegisteredGateway?> find, CancellationToken cancellationToken)
    {
        foreach (var call in calls)
        {
            if (find(call.Name) is { } gateway && !_running.ContainsKey(call.Id))
            {
                var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _running[call.Id] = GuardAsync(call, gateway, begin.Task, cancellationToken);
                begin.SetResult();
            }
        }
    }

    /// <summary>Completes when none is waited for.</summary>
    internal Task WhenIdleAsync() => Task.WhenAll(_running.Values);

    private async Task GuardAsync(CampaignCall call, RegisteredGateway gateway, Task begin, CancellationToken cancellationToken)
    {
        await begin;
        try
        {
            await CallAsync(call, gateway, cancellationToken);
        }
        catch (Exception exception) when (exception is GatewayLinkException or OperationCanceledException)
        {
            // It is told again with a later look, as long as it is waited for.
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            logger.CommandNotKept(gateway.Name, exception);
        }
        finally
        {
            _running.TryRemove(call.Id, out _);
        }
    }

    private async Task CallAsync(CampaignCall call, RegisteredGateway gateway, CancellationToken cancellationToken)
    {
        var wait = call.ToldAt + call.Back - clock.GetUtcNow().UtcDateTime;
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var silent = new CancellationTokenSource(Silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, cancellationToken);
        long? told = null;

        // A command of the same id has the same body, whoever sends it and when. One that was lost and is sent again must not be in place after the store's hours
        // all the same: that is what its expiry says.
        var order = new UpdateOrder(call.Version, call.Serial, call.Size, call.Bundle, $"{UpdateOrder.PathRoot}{call.Bundle}/content", (int)call.Within.TotalSeconds);
        var answer = await send(
            gateway, GatewayCommands.Update, call.Id, JsonSerializer.SerializeToUtf8Bytes(order, GatewayCommandJson.Default.UpdateOrder), wait, either.Token,
            async progress =>
            {
                silent.CancelAfter(Silence);
                if (told is not { } last || clock.GetElapsedTime(last) >= s_progressEvery)
                {
                    told = clock.GetTimestamp();
                    await table.FetchingAsync(call, progress.Done, cancellationToken);
                }
            },
            call.ToldAt + call.Within - clock.GetUtcNow().UtcDateTime);
        if (answer is not null)
        {
            await TakeAsync(call, answer, cancellationToken);
        }
    }

    private Task TakeAsync(CampaignCall call, CommandResponse answer, CancellationToken cancellationToken)
    {
        var reason = answer.Reason ?? "";
        return answer.Status switch
        {
            CommandStatus.Done => table.AnswerAsync(call, MemberState.Staged, "", false, cancellationToken),
            CommandStatus.Expired => table.AnswerAsync(call, MemberState.Waiting, reason, false, cancellationToken),
            CommandStatus.Refused => table.AnswerAsync(call, MemberState.Refused, reason, false, cancellationToken),
            _ when call.Failures + 1 < CampaignJudge.MostFetchFailures => table.AnswerAsync(call, MemberState.Waiting, reason, true, cancellationToken),
            _ => table.AnswerAsync(call, MemberState.Refused, $"it could not fetch the bundle {CampaignJudge.MostFetchFailures} times: {reason}", true, cancellationToken),
        };
    }
}

/// <summary>Sends a command and waits for its answer; null where none came in time.</summary>
/// <exception cref="GatewayLinkException">It was not sent.</exception>
internal delegate Task<CommandResponse?> SendCommand(
    RegisteredGateway gateway, string name, string id, ReadOnlyMemory<byte> body, TimeSpan wait, CancellationToken cancellationToken, Func<CommandProgress, Task>? told, TimeSpan? wanted);
