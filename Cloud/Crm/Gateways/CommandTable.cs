using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Crm.Access;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Gateways;

/// <summary>The commands that people sent to gateways and what came of them, in the database; both ends are audited. The last 50 of each gateway are kept.</summary>
internal sealed class CommandTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    /// <summary>The largest answer that is kept, in characters; a capture of 64 KiB has about 200,000.</summary>
    private const int MostAnswer = 1 << 20;
    private const int MostReason = 2000;
    private const int MostKept = 50;

    // A gateway's answer ends these, and only these.
    private const string Open = $"('{CommandState.Asked}', '{CommandState.Underway}', '{CommandState.Unanswered}', '{CommandState.Unsent}')";

    private const string Columns = "c.id, c.name, c.device, c.asked_at, c.wanted_until, c.status, c.reason, c.progress, c.answered_at";

    /// <summary>Notes that somebody sends a command; before it is sent, so that nothing is sent that is not audited.</summary>
    /// <returns>False where the id was another command's of this gateway.</returns>
    internal Task<bool> AskAsync(RegisteredGateway gateway, string id, string name, string? device, TimeSpan wait, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var asked = await transaction.Command(
                $"""
                 INSERT INTO gateway_command (gateway, id, name, device, who, asked_at, wanted_until, status) VALUES (@gateway, @id, @name, @device, @who, @now, @until, '{CommandState.Asked}')
                 ON CONFLICT (gateway, id) DO UPDATE SET who = excluded.who, asked_at = excluded.asked_at, wanted_until = excluded.wanted_until, status = excluded.status,
                     reason = NULL, progress = NULL, body = NULL, answered_at = NULL
                 WHERE gateway_command.name = excluded.name AND coalesce(gateway_command.device, '') = coalesce(excluded.device, '')
                 """,
                ("gateway", gateway.Id), ("id", id), ("name", name), ("device", device), ("who", caller.Id), ("now", Now), ("until", database.ToTime(clock.GetUtcNow().UtcDateTime + wait)))
                .RunAsync(cancellationToken);
            if (asked == 0)
            {
                return false;
            }

            await audit.AddAsync(
                transaction, caller, "gateway.commanded", "gateway", gateway.Name, gateway.Store, AuditDetail.Of(("command", name), ("id", id), ("device", device)), cancellationToken);
            await transaction.Command(
                $"""
                 DELETE FROM gateway_command WHERE gateway = @gateway AND id NOT IN
                     (SELECT k.id FROM gateway_command k WHERE k.gateway = @gateway ORDER BY k.asked_at DESC, k.id LIMIT {MostKept})
                 """,
                ("gateway", gateway.Id)).RunAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Notes how far a command is; without effect where it has ended.</summary>
    internal Task ProgressAsync(int gateway, string id, CommandProgress progress, CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Command(
            $"UPDATE gateway_command SET status = '{CommandState.Underway}', progress = @progress WHERE gateway = @gateway AND id = @id AND status IN ('{CommandState.Asked}', '{CommandState.Underway}')",
            ("gateway", gateway), ("id", id), ("progress", JsonSerializer.Serialize(progress, GatewayJson.Default.CommandProgress))).RunAsync(cancellationToken),
        cancellationToken);

    /// <summary>Notes what a gateway answered; without effect where there is no such command or it has an answer.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="id">The command's id.</param>
    /// <param name="response">What it answered.</param>
    /// <param name="caller">Who had asked, or headquarters where the answer came late.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task AnswerAsync(RegisteredGateway gateway, string id, CommandResponse response, Caller caller, CancellationToken cancellationToken)
    {
        var status = response.Status is CommandStatus.Done or CommandStatus.Failed or CommandStatus.Refused or CommandStatus.Expired ? response.Status : CommandStatus.Unknown;
        var body = response.Body?.GetRawText();
        return body?.Length > MostAnswer
            ? EndAsync(gateway, id, status, $"the answer has {body.Length} characters; at most {MostAnswer} are kept", null, caller, cancellationToken)
            : EndAsync(gateway, id, status, response.Reason, body, caller, cancellationToken);
    }

    /// <summary>Notes that no answer came, or that it was not sent.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="id">The command's id.</param>
    /// <param name="state"><see cref="CommandState.Unanswered"/> or <see cref="CommandState.Unsent"/>.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="caller">Who had asked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task GiveUpAsync(RegisteredGateway gateway, string id, string state, string reason, Caller caller, CancellationToken cancellationToken) =>
        EndAsync(gateway, id, state, reason, null, caller, cancellationToken);

    /// <summary>The last commands of a gateway, newest first, without what they gave back.</summary>
    internal async Task<IReadOnlyList<GatewayCommandView>> ListAsync(int gateway, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            $"SELECT {Columns}, {WhoName.Of("c.who")}, NULL FROM gateway_command c WHERE c.gateway = @gateway ORDER BY c.asked_at DESC, c.id", ("gateway", gateway)).ListAsync(Read, cancellationToken);
    }

    /// <summary>One command with what it gave back; null where there is none of that id.</summary>
    internal async Task<GatewayCommandView?> FindAsync(int gateway, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            $"SELECT {Columns}, {WhoName.Of("c.who")}, c.body FROM gateway_command c WHERE c.gateway = @gateway AND c.id = @id", ("gateway", gateway), ("id", id)).ListAsync(Read, cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    private Task<int> EndAsync(RegisteredGateway gateway, string id, string state, string? reason, string? body, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var ended = await transaction.Command(
                $"UPDATE gateway_command SET status = @status, reason = @reason, body = @body, progress = NULL, answered_at = @now WHERE gateway = @gateway AND id = @id AND status IN {Open} RETURNING name, device",
                ("status", state), ("reason", reason?.Length > MostReason ? reason[..MostReason] : reason), ("body", body), ("now", Now), ("gateway", gateway.Id), ("id", id))
                .ListAsync(r => (Name: r.GetString(0), Device: r.Text(1)), cancellationToken);
            foreach (var (name, device) in ended)
            {
                await audit.AddAsync(
                    transaction, caller, "gateway.command_ended", "gateway", gateway.Name, gateway.Store,
                    AuditDetail.Of(("command", name), ("id", id), ("device", device), ("status", state)), cancellationToken);
            }

            return ended.Count;
        },
        cancellationToken);

    private GatewayCommandView Read(DbDataReader r)
    {
        var (until, status) = (database.ReadTime(r, 4)!.Value, r.GetString(5));

        // A node that died while it waited leaves nobody who would say so.
        var isForgotten = status is CommandState.Asked or CommandState.Underway && clock.GetUtcNow().UtcDateTime > until;
        return new GatewayCommandView(
            r.GetString(0), r.GetString(1), r.Text(2), r.GetString(9), database.ReadTime(r, 3)!.Value, isForgotten ? CommandState.Unanswered : status, r.Text(6),
            r.Text(7) is { } progress ? JsonSerializer.Deserialize(progress, GatewayJson.Default.CommandProgress) : null, database.ReadTime(r, 8),
            r.Text(10) is { } body ? JsonElement.Parse(body) : null);
    }

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
