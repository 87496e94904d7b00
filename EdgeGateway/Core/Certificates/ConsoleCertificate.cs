using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Certificates;

/// <summary>
/// The certificate that the console shows now: made by the store's authority and made anew before it ends or when the gateway gets another name
/// or address; or the owner's own, read again when its file changes. Nothing has to be restarted. Safe for use from several threads.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class ConsoleCertificate : IDisposable
{
    private static readonly TimeSpan s_lookPace = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Func<Shown?, Shown?> _look;
    private readonly TimeProvider _clock;
    private Shown? _shown;
    private long _lookedAt;

    private ConsoleCertificate(Func<Shown?, Shown?> look, TimeProvider clock) => (_look, _clock) = (look, clock);

    /// <summary>Made by the store's authority.</summary>
    /// <param name="authority">The authority; the caller's to dispose, later than this.</param>
    /// <param name="names">The gateway's names and addresses now; asked for at most once a minute.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Is told of a new one.</param>
    public static ConsoleCertificate Of(StoreAuthority authority, Func<GatewayNames> names, TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(clock);
        return new ConsoleCertificate(
            before =>
            {
                var (wanted, now) = (names(), clock.GetUtcNow());
                var key = string.Join(", ", wanted.Hosts.Concat(wanted.Addresses.Select(a => a.ToString())));
                if (before is not null && before.Key == key && now >= before.Certificate.NotBefore && now < RenewAt(before.Certificate))
                {
                    return null;
                }

                var made = authority.Issue(wanted, now, out var leftOut);
                LogMessages.CertificateMade(logger, key, made.NotAfter.ToUniversalTime());
                if (leftOut.Count > 0)
                {
                    LogMessages.NamesLeftOut(logger, string.Join(", ", leftOut));
                }

                return new Shown(key, made, SslStreamCertificateContext.Create(made, [authority.Certificate], offline: true));
            },
            clock);
    }

    /// <summary>The owner's own.</summary>
    /// <param name="certificateFile">The certificate and those between it and a known authority, PEM.</param>
    /// <param name="keyFile">Its key, PEM.</param>
    /// <param name="clock">How often the files are looked at.</param>
    /// <param name="logger">Is told of a new one, and of one that cannot be used.</param>
    public static ConsoleCertificate Of(string certificateFile, string keyFile, TimeProvider clock, ILogger logger) => new(
        before =>
        {
            // The files' times stand for their content; a pair that does not fit yet is looked at again when either changes.
            var key = $"{File.GetLastWriteTimeUtc(certificateFile).Ticks} {File.GetLastWriteTimeUtc(keyFile).Ticks}";
            if (before?.Key == key)
            {
                return null;
            }

            if (OwnCertificate.TryRead(certificateFile, keyFile, out var chain) is { } mistake)
            {
                LogMessages.CertificateRefused(logger, mistake);
                return before is null ? null : before with { Key = key };
            }

            LogMessages.CertificateRead(logger, certificateFile, chain![0].NotAfter.ToUniversalTime());
            return new Shown(key, chain[0], SslStreamCertificateContext.Create(chain[0], [.. chain.Skip(1)], offline: true));
        },
        clock);

    /// <summary>What to show to somebody who connects now.</summary>
    /// <exception cref="InvalidOperationException">There never was one that could be read.</exception>
    public SslStreamCertificateContext Current()
    {
        lock (_gate)
        {
            if (_shown is null || _clock.GetElapsedTime(_lookedAt) >= s_lookPace)
            {
                _lookedAt = _clock.GetTimestamp();
                // The one before is not disposed: connections under way may still show it, and there are few.
                _shown = _look(_shown) ?? _shown;
            }

            return _shown?.Context ?? throw new InvalidOperationException("The console's certificate cannot be read.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _shown?.Certificate.Dispose();
            _shown = null;
        }
    }

    /// <summary>A third of its life before it ends: a phone or a box whose clock is off still finds it good.</summary>
    private static DateTimeOffset RenewAt(X509Certificate2 certificate) => certificate.NotAfter - ((certificate.NotAfter - certificate.NotBefore) / 3);

    private sealed record Shown(string Key, X509Certificate2 Certificate, SslStreamCertificateContext Context);
}
