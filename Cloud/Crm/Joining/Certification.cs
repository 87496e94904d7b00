using System.Data.Common;
using System.Security.Cryptography.X509Certificates;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Joining;

/// <summary>Gives certificates and takes them back, within the transaction of what they are given for.</summary>
internal sealed class Certification(HeadquartersDatabase database, Authorities? authorities, TimeProvider clock)
{
    /// <summary>The authorities; null where this headquarters has none.</summary>
    internal Authorities? Authorities => authorities;

    /// <summary>Gives a gateway a certificate for a key, and writes it down.</summary>
    internal async Task<GivenCertificate> IssueAsync(DbTransaction transaction, JoiningGateway gateway, SigningRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        using var made = authorities!.Gateways.IssueClient(gateway.Identity, request.Key, now, Authority.GatewayLife);
        var given = new GivenCertificate(SerialOf(made), gateway, made.ExportCertificatePem() + "\n", made.NotAfter.ToUniversalTime(), null);
        await transaction.Command(
            """
            INSERT INTO gateway_certificate (serial, gateway, key_mark, pem, issued_at, expires_at) VALUES (@serial, @gateway, @mark, @pem, @now, @end)
            """,
            ("serial", given.Serial), ("gateway", gateway.Id), ("mark", request.Mark), ("pem", given.Pem), ("now", database.ToTime(now.UtcDateTime)),
            ("end", database.ToTime(given.ExpiresAt))).RunAsync(cancellationToken);
        return given;
    }

    /// <summary>Takes back every certificate that a gateway has, also those that have ended: none of them lets it return.</summary>
    /// <returns>How many.</returns>
    internal async Task<int> RevokeAsync(DbTransaction transaction, JoiningGateway gateway, string reason, CancellationToken cancellationToken)
    {
        await transaction.Command("DELETE FROM gateway_return WHERE gateway = @gateway", ("gateway", gateway.Id)).RunAsync(cancellationToken);
        return await transaction.Command(
            "UPDATE gateway_certificate SET revoked_at = @now, reason = @reason WHERE gateway = @gateway AND revoked_at IS NULL",
            ("gateway", gateway.Id), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime)), ("reason", reason)).RunAsync(cancellationToken);
    }

    private static string SerialOf(X509Certificate2 certificate) => Convert.ToHexStringLower(certificate.SerialNumberBytes.Span);
}
