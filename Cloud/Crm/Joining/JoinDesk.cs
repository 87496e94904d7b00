using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Joining;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Joining;

/// <summary>Lets gateways join: makes one-time codes, and gives a certificate to who shows one.</summary>
internal sealed class JoinDesk(
    HeadquartersDatabase database, JoinTable table, Certification certification, AuditTable audit, FleetRegistry fleet, TwinTable twins, JoiningOptions? options, TimeProvider clock)
{
    /// <summary>How long a code can be used.</summary>
    internal static readonly TimeSpan CodeLife = TimeSpan.FromHours(24);

    /// <summary>How long the same key gets the same certificate for a used code: the answer may have been lost on its way.</summary>
    internal static readonly TimeSpan AgainWithin = TimeSpan.FromMinutes(15);

    /// <summary>What is said to whoever comes with a code that cannot be used, whatever the reason is.</summary>
    internal const string WrongCode = "the code is wrong, too old or used; ask headquarters for a new one";

    /// <summary>What is said where headquarters has no authority.</summary>
    internal const string NotSetUp = "this headquarters lets no gateways join; add the section joining to its configuration";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Makes a code; an open one of the same gateway is worth nothing any more. A gateway that is not known is written down.</summary>
    /// <returns>The code, or what is wrong and with which status.</returns>
    internal async Task<(JoinCodeView? Code, string? Mistake, int Status)> MakeCodeAsync(Caller caller, string store, string gateway, CancellationToken cancellationToken)
    {
        if (options is null || certification.Authorities is not { } authorities)
        {
            return (null, NotSetUp, StatusCodes.Status409Conflict);
        }

        var code = JoinCode.Make(authorities.Services.Der);
        var end = Now + CodeLife;
        var made = await database.WriteAsync<(JoinCodeView? Code, string? Mistake, int Status)>(
            async transaction =>
            {
                if ((await transaction.Command("SELECT 1 FROM store WHERE store = @store", ("store", store)).ListAsync(r => 1, cancellationToken)).Count == 0)
                {
                    return (null, $"there is no store '{store}'", StatusCodes.Status404NotFound);
                }

                await transaction.Command(
                    "INSERT INTO gateway (gateway, store, shard) VALUES (@gateway, @store, @shard) ON CONFLICT (gateway) DO NOTHING",
                    ("gateway", gateway), ("store", store), ("shard", Topics.ShardOf(gateway))).RunAsync(cancellationToken);
                var (id, where) = (await transaction.Command("SELECT id, store FROM gateway WHERE gateway = @gateway", ("gateway", gateway))
                    .ListAsync(r => (r.GetInt32(0), r.GetString(1)), cancellationToken))[0];
                if (where != store)
                {
                    return (null, caller.Sees(where) ? $"gateway '{gateway}' stands in store '{where}'" : $"the name '{gateway}' is taken; choose another", StatusCodes.Status409Conflict);
                }

                await transaction.Command(
                    "DELETE FROM join_code WHERE (gateway = @gateway AND used_at IS NULL) OR expires_at < @old", ("gateway", id), ("old", database.ToTime(Now - CodeLife))).RunAsync(cancellationToken);
                await transaction.Command(
                    "INSERT INTO join_code (hash, gateway, created_by, created_at, expires_at) VALUES (@hash, @gateway, @by, @now, @end)",
                    ("hash", Secrets.HashOf(code.Secret)), ("gateway", id), ("by", caller.Id), ("now", database.ToTime(Now)), ("end", database.ToTime(end))).RunAsync(cancellationToken);
                var before = await table.NewestAsync(transaction, id, cancellationToken);
                await audit.AddAsync(
                    transaction, caller, "gateway.join_code_made", "gateway", gateway, store, AuditDetail.Of(("replaces", before?.Serial)), cancellationToken);
                var text = JsonSerializer.Serialize(new JoinText(code.ToString(), options.Address.GetLeftPart(UriPartial.Authority)), JoiningJson.Default.JoinText);
                return (new JoinCodeView(store, gateway, code.ToString(), text, before is not null, end), null, StatusCodes.Status201Created);
            },
            cancellationToken);
        if (made.Code is not null)
        {
            await fleet.ReloadAsync(cancellationToken);
        }

        return made;
    }

    /// <summary>Gives a certificate for a code.</summary>
    internal async Task<JoinResult> JoinAsync(JoinRequest body, CancellationToken cancellationToken)
    {
        if (certification.Authorities is not { } authorities)
        {
            return JoinResult.Refuse(NotSetUp, StatusCodes.Status409Conflict);
        }

        if (JoinCode.Read(body.Code, out var mistake) is not { } code)
        {
            return JoinResult.Refuse(mistake!, StatusCodes.Status400BadRequest);
        }

        if (SigningRequest.Read(body.Request) is not { } request)
        {
            return JoinResult.Refuse(JoinResult.NoRequest, StatusCodes.Status400BadRequest);
        }

        if (code.Fingerprint != JoinCode.FingerprintOf(authorities.Services.Der))
        {
            // Another headquarters' code, or a mistyped one; whoever sends it has not held our authority to it.
            return JoinResult.Refuse(WrongCode, StatusCodes.Status403Forbidden);
        }

        var hash = Secrets.HashOf(code.Secret);
        var given = await database.WriteAsync(transaction => GiveAsync(transaction, hash, request, cancellationToken), cancellationToken);
        return given is null ? JoinResult.Refuse(WrongCode, StatusCodes.Status403Forbidden) : await AnswerAsync(given, cancellationToken);
    }

    /// <summary>What a gateway is told with its certificate.</summary>
    internal async Task<JoinResult> AnswerAsync(GivenCertificate given, CancellationToken cancellationToken) => JoinResult.Of(new JoinAnswer(
        given.Gateway.Store, given.Gateway.Name, given.Gateway.Shard, given.Pem, certification.Authorities!.Services.Pem, options!.BrokerHost, options.BrokerPort,
        (await twins.FindAsync(given.Gateway.Id, cancellationToken))?.Version));

    private async Task<GivenCertificate?> GiveAsync(DbTransaction transaction, string hash, SigningRequest request, CancellationToken cancellationToken)
    {
        var codes = await transaction.Command(
            """
            SELECT g.id, g.store, g.gateway, g.shard, j.used_at, j.key_mark, j.serial, j.created_by FROM join_code j JOIN gateway g ON g.id = j.gateway
            WHERE j.hash = @hash AND j.expires_at > @now
            """,
            ("hash", hash), ("now", database.ToTime(Now))).ListAsync(
            r => (Gateway: new JoiningGateway(r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetInt32(3)), UsedAt: database.ReadTime(r, 4), Mark: r.Text(5), Serial: r.Text(6), By: r.GetString(7)),
            cancellationToken);
        if (codes is not [var code])
        {
            return null;
        }

        if (code.UsedAt is { } used)
        {
            return code.Mark is { } mark && Secrets.AreSame(mark, request.Mark) && used > Now - AgainWithin
                && await table.FindAsync(transaction, code.Serial!, cancellationToken) is { RevokedAt: null } again ? again : null;
        }

        if (await table.OfKeyAsync(transaction, request.Mark, cancellationToken) is not null)
        {
            // A copied card: two boxes with one key. Each makes its own.
            return null;
        }

        if (await transaction.Command(
            "UPDATE join_code SET used_at = @now, key_mark = @mark WHERE hash = @hash AND used_at IS NULL",
            ("hash", hash), ("now", database.ToTime(Now)), ("mark", request.Mark)).RunAsync(cancellationToken) == 0)
        {
            // Another node has used it up this moment: look again at what it wrote.
            return await GiveAsync(transaction, hash, request, cancellationToken);
        }

        var revoked = await certification.RevokeAsync(transaction, code.Gateway, "replaced", cancellationToken);
        var given = await certification.IssueAsync(transaction, code.Gateway, request, cancellationToken);
        await transaction.Command("UPDATE join_code SET serial = @serial WHERE hash = @hash", ("hash", hash), ("serial", given.Serial)).RunAsync(cancellationToken);
        await audit.AddAsync(
            transaction, Caller.Headquarters, "gateway.joined", "gateway", code.Gateway.Name, code.Gateway.Store,
            AuditDetail.Of(("serial", given.Serial), ("key", request.Mark), ("codeBy", code.By), ("ended", revoked > 0 ? revoked.ToString(System.Globalization.CultureInfo.InvariantCulture) : null)),
            cancellationToken);
        return given;
    }
}

/// <summary>What becomes of a wish to join, to renew or to return.</summary>
/// <param name="Answer">All that the gateway needs; null where it gets nothing now.</param>
/// <param name="Pending">Set where a person must confirm first.</param>
/// <param name="Refusal">Why not, in words.</param>
/// <param name="Status">The status that goes with it.</param>
internal sealed record JoinResult(JoinAnswer? Answer, RenewalPending? Pending, string? Refusal, int Status)
{
    internal const string NoRequest = "request is no PKCS#10 request in PEM for an ECDSA P-256 key, signed by it with SHA-256";

    internal static JoinResult Of(JoinAnswer answer) => new(answer, null, null, StatusCodes.Status200OK);

    internal static JoinResult Wait(string key) => new(null, new RenewalPending(key), null, StatusCodes.Status202Accepted);

    internal static JoinResult Refuse(string words, int status) => new(null, null, words, status);
}
