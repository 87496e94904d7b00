using System.Net;
using System.Runtime.Versioning;
using EdgeGateway.Core.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using System.Security.Cryptography.X509Certificates;
using Tests.Shared;

namespace Core.Tests.Certificates;

[SupportedOSPlatform("linux")]
public sealed class ConsoleCertificateTests : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ca-").FullName;
    private readonly ManualClock _clock = new();
    private readonly StoreAuthority _authority;
    private GatewayNames _names = GatewayNames.Of(["gateway.store"], "edge-7", [IPAddress.Parse("192.168.1.20")]);

    public ConsoleCertificateTests() => _authority = StoreAuthority.Open(StoreAuthority.FileIn(_folder), "store-1", _names, _clock, NullLogger.Instance);

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Current_IsTheSameUntilAThirdOfItsLifeIsLeft_ThenAnother()
    {
        using var console = Made();
        var first = Serial(console);
        _clock.Advance(StoreAuthority.LeafLife * 0.6);
        Assert.Equal(first, Serial(console));

        _clock.Advance(StoreAuthority.LeafLife * 0.1);

        Assert.NotEqual(first, Serial(console));
        Assert.True(console.Current().TargetCertificate.NotAfter.ToUniversalTime() > (_clock.GetUtcNow() + (StoreAuthority.LeafLife * 0.9)).UtcDateTime);
    }

    [Fact]
    public void Current_WithANewAddress_IsGoodForIt()
    {
        using var console = Made();
        Assert.False(console.Current().TargetCertificate.MatchesHostname("192.168.1.77"));
        _names = _names with { Addresses = [IPAddress.Parse("192.168.1.77")] };

        _clock.Advance(s_look);

        Assert.True(console.Current().TargetCertificate.MatchesHostname("192.168.1.77"));
    }

    [Fact]
    public void Current_MadeWhileTheClockWasAhead_IsMadeAnewOnceItIsRight()
    {
        _clock.StepUtc(TimeSpan.FromDays(3000));
        using var console = Made();
        var early = Serial(console);

        _clock.StepUtc(TimeSpan.FromDays(-3000));
        _clock.Advance(s_look);

        Assert.NotEqual(early, Serial(console));
    }

    [Fact]
    public void Own_IsReadAgainWhenItsFileChanges_AndABrokenOneDoesNotTakeItsPlace()
    {
        var (certificate, key) = (Path.Combine(_folder, "own.pem"), Path.Combine(_folder, "own.key"));
        var first = Write(certificate, key);
        using var console = ConsoleCertificate.Of(certificate, key, _clock, NullLogger.Instance);
        Assert.Equal(first, Serial(console));

        File.WriteAllText(certificate, "broken");
        File.SetLastWriteTimeUtc(certificate, new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        _clock.Advance(s_look);
        Assert.Equal(first, Serial(console));

        var second = Write(certificate, key);
        _clock.Advance(s_look);
        Assert.Equal(second, Serial(console));
    }

    [Fact]
    public void Own_WithTheKeyOfAnother_SaysSo()
    {
        var (certificate, key) = (Path.Combine(_folder, "own.pem"), Path.Combine(_folder, "own.key"));
        Write(certificate, Path.Combine(_folder, "other.key"));
        Write(Path.Combine(_folder, "other.pem"), key);

        Assert.Contains("no certificate and its key", OwnCertificate.TryRead(certificate, key, out _), StringComparison.Ordinal);
        Assert.Contains("cannot be read", OwnCertificate.TryRead(Path.Combine(_folder, "none"), key, out _), StringComparison.Ordinal);
    }

    private static string Serial(ConsoleCertificate console) => console.Current().TargetCertificate.SerialNumber;

    private ConsoleCertificate Made() => ConsoleCertificate.Of(_authority, () => _names, _clock, NullLogger.Instance);

    private string Write(string certificate, string key)
    {
        using var made = _authority.Issue(_names, _clock.GetUtcNow(), out _);
        File.WriteAllText(certificate, made.ExportCertificatePem());
        using var own = made.GetECDsaPrivateKey()!;
        File.WriteAllText(key, own.ExportPkcs8PrivateKeyPem());
        return made.SerialNumber;
    }
}
