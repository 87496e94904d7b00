using System.Data.Common;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Contracts.Joining;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Joining;

/// <summary>Gives a gateway its next certificate on the word of its present key; and where that has ended, asks a person.</summary>
internal sealed class Renewals(HeadquartersDatabase database, JoinTable table, Certification certification, JoinDesk desk, AuditTable audit, TimeProvider clock)
{
    /// <summary>How long a person's word that a key may return is good.</summary>
    internal static readonly TimeSpan ConfirmedFor = TimeSpan.FromDays(1);

    private const int LongestSerial = 40;
    private const int SignatureLength = 64;

    private const string NoCertificate =
        "this is no certificate of a gateway here, or it was taken back or replaced, or its key did not sign; join with a new code";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Gives the next certificate, or says that a person must confirm it. The same request again gets the same.</summary>
    internal async Task<JoinResult> RenewAsync(RenewalRequest body, string address, CancellationToken cancellationToken)
    {
        if (certification.Authorities is null)
        {
            return JoinResult.Refuse(JoinDesk.NotSetUp, StatusCodes.Status409Conflict);
        }

        if (SigningRequest.Read(body.Request) is not { } request)
        {
            return JoinResult.Refuse(JoinResult.NoRequest, StatusCodes.Status400BadRequest);
        }

        if (body.Serial is not { Length: > 0 and <= LongestSerial } serial || !serial.All(char.IsAsciiHexDigitLower) || SignatureOf(body.Signature) is not { } signature)
        {
            return JoinResult.Refuse("expected serial, hexadecimal in small letters, and signature, 64 bytes in base 64", StatusCodes.Status400BadRequest);
        }

        var (given, wait) = await database.WriteAsync(
            transaction => GiveAsync(transaction, serial, RenewalRequest.Signed(serial, body.Request!), signature, request, address, cancellationToken), cancellationToken);
        return given is not null ? await desk.AnswerAsync(given, cancellationToken)
            : wait ? JoinResult.Wait(request.Mark) : JoinResult.Refuse(NoCertificate, StatusCodes.Status403Forbidden);
    }

    /// <summary>A person lets a gateway return with the key that the person saw.</summary>
    /// <returns>False where it does not ask with that key.</returns>
    internal Task<bool> ConfirmAsync(Caller caller, string gateway, string mark, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await transaction.Command(
                """
                UPDATE gateway_return SET confirmed_by = @by, confirmed_at = @now
                WHERE gateway = (SELECT id FROM gateway WHERE gateway = @gateway) AND key_mark = @mark
                """,
                ("by", caller.Id), ("now", database.ToTime(Now)), ("gateway", gateway), ("mark", mark)).RunAsync(cancellationToken) == 0)
            {
                return false;
            }

            await audit.AddAsync(transaction, caller, "gateway.return_confirmed", "gateway", gateway, await StoreOfAsync(transaction, gateway, cancellationToken), AuditDetail.Of(("key", mark)), cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Takes back all that a gateway has: its certificates, its open code and its wish to return.</summary>
    /// <returns>False where it has none that was not taken back.</returns>
    internal Task<bool> RevokeAsync(Caller caller, string gateway, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var known = await transaction.Command("SELECT id, store, shard FROM gateway WHERE gateway = @gateway", ("gateway", gateway))
                .ListAsync(r => new JoiningGateway(r.GetInt32(0), r.GetString(1), gateway, r.GetInt32(2)), cancellationToken);
            if (known is not [var found])
            {
                return false;
            }

            var codes = await transaction.Command("DELETE FROM join_code WHERE gateway = @gateway AND used_at IS NULL", ("gateway", found.Id)).RunAsync(cancellationToken);
            var certificates = await certification.RevokeAsync(transaction, found, "revoked", cancellationToken);
            if (codes + certificates == 0)
            {
                return false;
            }

            // It says nothing that is taken any more, not even that it is gone.
            await transaction.Command(
                "UPDATE gateway SET status = 'offline', status_since = @now, revision = revision + 1 WHERE id = @gateway AND status <> 'offline'",
                ("gateway", found.Id), ("now", database.ToTime(Now))).RunAsync(cancellationToken);
            await audit.AddAsync(transaction, caller, "gateway.revoked", "gateway", gateway, found.Store, null, cancellationToken);
            return true;
        },
        cancellationToken);

    private async Task<(GivenCertificate? Given, bool Wait)> GiveAsync(
        DbTransaction transaction, string serial, byte[] signed, byte[] signature, SigningRequest request, string address, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(transaction, serial, cancellationToken) is not { RevokedAt: null } present || !IsSigned(present.Pem, signed, signature))
        {
            return default;
        }

        if (await table.OfKeyAsync(transaction, request.Mark, cancellationToken) is { } again)
        {
            // The answer was lost on its way; any other use of a key that has a certificate is refused.
            return (again.Gateway == present.Gateway && again.Serial != serial && again.RevokedAt is null ? again : null, false);
        }

        if ((await table.NewestAsync(transaction, present.Gateway.Id, cancellationToken))?.Serial != serial)
        {
            // A copy of a key that the gateway itself has left behind.
            return default;
        }

        var ended = present.ExpiresAt <= Now;
        if (ended && !await IsConfirmedAsync(transaction, present, request.Mark, address, cancellationToken))
        {
            return (null, true);
        }

        var given = await certification.IssueAsync(transaction, present.Gateway, request, cancellationToken);
        await transaction.Command("DELETE FROM gateway_return WHERE gateway = @gateway", ("gateway", present.Gateway.Id)).RunAsync(cancellationToken);
        await audit.AddAsync(
            transaction, Caller.Headquarters, ended ? "gateway.returned" : "gateway.renewed", "gateway", present.Gateway.Name, present.Gateway.Store,
            AuditDetail.Of(("serial", given.Serial), ("before", serial)), cancellationToken);
        return (given, false);
    }

    /// <summary>Whether a person has let this key in; writes the wish down where it is new.</summary>
    private async Task<bool> IsConfirmedAsync(DbTransaction transaction, GivenCertificate ended, string mark, string address, CancellationToken cancellationToken)
    {
        var confirmed = await transaction.Command(
            "SELECT confirmed_at FROM gateway_return WHERE gateway = @gateway AND key_mark = @mark", ("gateway", ended.Gateway.Id), ("mark", mark))
            .ListAsync(r => database.ReadTime(r, 0), cancellationToken);
        if (confirmed is [{ } at] && at > Now - ConfirmedFor)
        {
            return true;
        }

        if (confirmed.Count == 0)
        {
            await transaction.Command(
                """
                INSERT INTO gateway_return (gateway, key_mark, serial, address, asked_at) VALUES (@gateway, @mark, @serial, @address, @now)
                ON CONFLICT (gateway) DO UPDATE SET
                    key_mark = excluded.key_mark, serial = excluded.serial, address = excluded.address, asked_at = excluded.asked_at, confirmed_by = NULL, confirmed_at = NULL
                """,
                ("gateway", ended.Gateway.Id), ("mark", mark), ("serial", ended.Serial), ("address", address), ("now", database.ToTime(Now))).RunAsync(cancellationToken);
        }

        return false;
    }

    private static async Task<string?> StoreOfAsync(DbTransaction transaction, string gateway, CancellationToken cancellationToken) =>
        (await transaction.Command("SELECT store FROM gateway WHERE gateway = @gateway", ("gateway", gateway)).ListAsync(r => r.GetString(0), cancellationToken)).FirstOrDefault();

    private static bool IsSigned(string pem, byte[] signed, byte[] signature)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var key = certificate.GetECDsaPublicKey()!;
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static byte[]? SignatureOf(string? text)
    {
        var bytes = new byte[SignatureLength];
        return text is { Length: <= 2 * SignatureLength } && Convert.TryFromBase64String(text, bytes, out var length) && length == SignatureLength ? bytes : null;
    }
}
