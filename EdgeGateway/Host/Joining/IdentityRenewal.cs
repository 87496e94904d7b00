using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Cloud.Contracts.Joining;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Joining;

/// <summary>Gets the next certificate at two thirds of the present one's life, for a new key, on the word of the present one. Nothing restarts: every connection reads the file anew.</summary>
/// <remarks>After the end it goes on asking, and headquarters lets a person decide.</remarks>
internal sealed class IdentityRenewal(
    string dataFolder,
    Func<Identity, RenewalRequest, CancellationToken, Task<(int Status, byte[] Body)>> post,
    TimeProvider clock,
    Func<double> jitter,
    ILogger<IdentityRenewal> logger)
{
    /// <summary>How often it is looked at least: a clock that was wrong at the start is right some hours later.</summary>
    internal static readonly TimeSpan LookPace = TimeSpan.FromHours(1);

    /// <summary>The longest pause before the next try; half of it at least.</summary>
    internal static readonly TimeSpan TryPace = TimeSpan.FromMinutes(10);

    private string? _told;

    /// <summary>Called after each step that changes something, for tests of being cut short there.</summary>
    internal Action<string> Done { get; init; } = _ => { };

    /// <summary>Over HTTPS.</summary>
    public static IdentityRenewal Over(string dataFolder, TimeProvider clock, Func<double> jitter, ILogger<IdentityRenewal> logger) => new(
        dataFolder,
        async (identity, document, cancellationToken) =>
        {
            using var authority = X509Certificate2.CreateFromPem(identity.AuthorityPem);
            using var door = new HeadquartersDoor(new Uri(identity.Facts.Headquarters), authority);
            return await door.PostAsync("/api/join/renew", document, JoinJson.Default.RenewalRequest, cancellationToken);
        },
        clock, jitter, logger);

    /// <summary>Runs until it is stopped; ends at once where the gateway has not joined.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (Identity.Read(Identity.FileIn(dataFolder), out _) is { } identity)
            {
                await Task.Delay(await LookAsync(identity, cancellationToken), clock, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>Renews where it is time.</summary>
    /// <returns>When to look again.</returns>
    internal async Task<TimeSpan> LookAsync(Identity identity, CancellationToken cancellationToken)
    {
        using var certificate = identity.Certificate();
        var (begin, end) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        var left = begin + ((end - begin) * 2 / 3) - clock.GetUtcNow().UtcDateTime;
        if (left > TimeSpan.Zero)
        {
            return left < LookPace ? left : LookPace;
        }

        try
        {
            if (await RenewAsync(identity, certificate, cancellationToken) is { } waiting)
            {
                Tell(waiting, () => logger.ReturnAwaited(KeyMark.Shown(waiting)));
            }
            else
            {
                _told = null;
                return TimeSpan.FromMinutes(1);
            }
        }
        catch (Exception e) when (e is JoinException or IOException or UnauthorizedAccessException)
        {
            Tell(e.Message, () => logger.RenewalFailing(end, e.Message));
        }

        return (TryPace / 2) + (TryPace / 2 * jitter());
    }

    /// <returns>Null when it is done, or the key that a person must let in.</returns>
    private async Task<string?> RenewAsync(Identity identity, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var serial = Convert.ToHexStringLower(certificate.SerialNumberBytes.Span);
        using var next = NextKey.Take(dataFolder, $"serial {serial}");
        Done("key kept");
        var request = next.Request();
        using var present = ECDsa.Create();
        present.ImportFromPem(identity.KeyPem);
        var signature = Convert.ToBase64String(present.SignData(RenewalRequest.Signed(serial, request), HashAlgorithmName.SHA256));
        var (status, body) = await post(identity, new RenewalRequest(serial, request, signature), cancellationToken);
        Done("answered");
        if (status == 202)
        {
            return next.Mark;
        }

        if (status != 200)
        {
            throw new JoinException(Enrolling.RefusalOf(status, body));
        }

        using var authority = X509Certificate2.CreateFromPem(identity.AuthorityPem);
        var renewed = Enrolling.Take(body, next, authority, new Uri(identity.Facts.Headquarters), identity.Facts.CodeHash);
        renewed.Write(Identity.FileIn(dataFolder));
        Done("identity kept");
        File.Delete(NextKey.FileIn(dataFolder));
        Done("key forgotten");
        using var given = renewed.Certificate();
        var end = given.NotAfter.ToUniversalTime();
        logger.CertificateRenewed(end);
        return null;
    }

    private void Tell(string what, Action log)
    {
        if (_told != what)
        {
            _told = what;
            log();
        }
    }
}
