using System.Net;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using EdgeGateway.Core.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Core.Tests.Certificates;

[SupportedOSPlatform("linux")]
public sealed class StoreAuthorityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ca-").FullName;
    private readonly ManualClock _clock = new();
    private readonly GatewayNames _names = GatewayNames.Of(["gateway.store", "192.168.1.20"], "Edge-7.lan", [IPAddress.Parse("10.0.0.7"), IPAddress.Parse("203.0.113.9"), IPAddress.Parse("fd00::7")]);

    private string File => StoreAuthority.FileIn(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Names_AreWhatTheOwnerSaysAndWhatTheMachineIsCalled_AndPrivateAddresses()
    {
        Assert.Equal(["gateway.store", "edge-7.lan", "edge-7", "edge-7.local", "localhost"], _names.Hosts);
        Assert.Equal(["192.168.1.20", "10.0.0.7", "fd00::7", "127.0.0.1", "::1"], _names.Addresses.Select(a => a.ToString()));
        Assert.DoesNotContain("*.store", GatewayNames.Of(["*.store", "a b", ""], "x", []).Hosts);
    }

    [Fact]
    public void Open_MakesItOnce_AndOnlyTheServiceMayReadIt()
    {
        using var first = Open();
        using var again = Open();

        Assert.Equal(first.Fingerprint, again.Fingerprint);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        using var alone = X509CertificateLoader.LoadCertificate(first.Der);
        Assert.False(alone.HasPrivateKey);
    }

    [Fact]
    public void Issue_IsTrustedThroughTheAuthority_ByEveryNameAndAddress()
    {
        using var authority = Open();
        using var issued = authority.Issue(_names, _clock.GetUtcNow(), out var leftOut);

        Assert.Empty(leftOut);
        Assert.Equal([], Mistakes(authority, issued));
        Assert.All(_names.Hosts.Concat(_names.Addresses.Select(a => a.ToString())), name => Assert.True(issued.MatchesHostname(name), name));
        Assert.False(issued.MatchesHostname("bank.example"));
        Assert.InRange(issued.NotAfter - issued.NotBefore, TimeSpan.FromDays(300), TimeSpan.FromDays(825));
        Assert.Contains(issued.Extensions.OfType<X509EnhancedKeyUsageExtension>(), e => e.EnhancedKeyUsages["1.3.6.1.5.5.7.3.1"] is not null);
    }

    [Fact]
    public void Issue_OfAnotherName_LeavesItOut()
    {
        using var authority = Open();
        using var issued = authority.Issue(_names with { Hosts = ["edge-9.local", "bank.example"] }, _clock.GetUtcNow(), out var leftOut);

        Assert.Equal(["bank.example"], leftOut);
        Assert.True(issued.MatchesHostname("edge-9.local"));
        Assert.False(issued.MatchesHostname("bank.example"));
    }

    [Theory]
    [InlineData("bank.example", null)]
    [InlineData(null, "203.0.113.9")]
    public void Authority_WhoseKeyWasStolen_CannotVouchForOthers(string? name, string? address)
    {
        using var authority = Open();
        var pem = System.IO.File.ReadAllText(File);
        using var stolen = X509Certificate2.CreateFromPem(pem, pem);
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        if (name is not null)
        {
            alternatives.AddDnsName(name);
        }
        else
        {
            alternatives.AddIpAddress(IPAddress.Parse(address!));
        }

        request.CertificateExtensions.Add(alternatives.Build());
        using var forged = request.Create(stolen, stolen.NotBefore, stolen.NotBefore.AddDays(30), [1]);

        Assert.Contains(Mistakes(authority, forged), status => status.HasFlag(X509ChainStatusFlags.HasNotPermittedNameConstraint) || status.HasFlag(X509ChainStatusFlags.InvalidNameConstraints));
    }

    [Fact]
    public void Open_WithAClockThatIsNotSet_StillMakesOneThatLasts()
    {
        _clock.StepUtc(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero) - _clock.GetUtcNow());
        using var authority = Open();

        Assert.True(authority.Until > new DateTimeOffset(2045, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var issued = authority.Issue(_names, _clock.GetUtcNow(), out _);
        Assert.True(issued.NotAfter.ToUniversalTime() > new DateTime(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void Open_OfADamagedFile_SaysSoAndKeepsIt(string content)
    {
        System.IO.File.WriteAllText(File, content);
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var thrown = Assert.Throws<IOException>(Open);

        Assert.Contains("backup", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Open_OfAFileThatOthersMayRead_IsRefused()
    {
        Open().Dispose();
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Contains("chmod 600", Assert.Throws<IOException>(Open).Message, StringComparison.Ordinal);
    }

    private StoreAuthority Open() => StoreAuthority.Open(File, "store-1", _names, _clock, NullLogger.Instance);

    private List<X509ChainStatusFlags> Mistakes(StoreAuthority authority, X509Certificate2 issued)
    {
        using var root = X509CertificateLoader.LoadCertificate(authority.Der);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _clock.GetUtcNow().UtcDateTime;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        chain.Build(issued);
        return [.. chain.ChainStatus.Select(s => s.Status)];
    }
}
