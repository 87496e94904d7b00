using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Contracts.Joining;
using EdgeGateway.Host.Joining;

namespace EdgeGateway.Host.Updating;

/// <summary>Headquarters' answer to the question for a part of a bundle. Its body is read from the network.</summary>
/// <param name="Status">HTTP's.</param>
/// <param name="From">The first byte of it that comes.</param>
/// <param name="Total">Bytes of the whole; null where that is not said.</param>
/// <param name="Body">The bytes.</param>
internal sealed record BundlePart(int Status, long From, long? Total, Stream Body) : IAsyncDisposable
{
    private IDisposable[] Owned { get; init; } = [];

    /// <summary>Asks as the gateway that joined, by its own key, over the connection that it trusts since.</summary>
    /// <exception cref="UpdateRefusedException">It has not joined.</exception>
    /// <exception cref="JoinException">No answer came.</exception>
    public static async Task<BundlePart> OpenAsync(string dataFolder, string path, long from, CancellationToken cancellationToken)
    {
        var identity = Identity.Read(Identity.FileIn(dataFolder), out var mistake)
            ?? throw new UpdateRefusedException(mistake ?? "this gateway has not joined; only one that has fetches from headquarters. Join it, or use edge-gateway update FILE");
        using var certificate = identity.Certificate();
        using var key = ECDsa.Create();
        key.ImportFromPem(identity.KeyPem);
        var authority = X509Certificate2.CreateFromPem(identity.AuthorityPem);
        var door = new HeadquartersDoor(new Uri(identity.Facts.Headquarters), authority);
        try
        {
            var proof = GatewayProof.Make(key, Convert.ToHexStringLower(certificate.SerialNumberBytes.Span), path);
            var answer = await door.GetAsync(path, proof, from, cancellationToken);
            var range = answer.Content.Headers.ContentRange;
            return new BundlePart(
                (int)answer.StatusCode, range?.From ?? 0, range is null ? answer.Content.Headers.ContentLength : range.Length, await answer.Content.ReadAsStreamAsync(cancellationToken))
            {
                Owned = [answer, door, authority],
            };
        }
        catch
        {
            door.Dispose();
            authority.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        foreach (var owned in Owned)
        {
            owned.Dispose();
        }
    }
}
