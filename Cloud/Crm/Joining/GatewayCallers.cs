using System.Security.Cryptography.X509Certificates;
using Cloud.Contracts.Joining;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Joining;

/// <summary>Which gateway asks over HTTPS, by the proof that its key makes (<see cref="GatewayProof"/>).</summary>
internal sealed class GatewayCallers(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>The gateway that made the proof in a request for its path; null where it is none, or its certificate has ended or was taken back.</summary>
    internal async Task<string?> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (GatewayProof.Read(context.Request.Headers.Authorization) is not var (serial, signature))
        {
            return null;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            """
            SELECT g.gateway, c.pem FROM gateway_certificate c JOIN gateway g ON g.id = c.gateway
            WHERE c.serial = @serial AND c.revoked_at IS NULL AND c.expires_at > @now
            """,
            ("serial", serial), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).ListAsync(r => (Gateway: r.GetString(0), Pem: r.GetString(1)), cancellationToken);
        if (found is not [var known])
        {
            return null;
        }

        using var certificate = X509Certificate2.CreateFromPem(known.Pem);
        using var key = certificate.GetECDsaPublicKey()!;
        return GatewayProof.IsBy(key, serial, context.Request.Path, signature) ? known.Gateway : null;
    }
}
