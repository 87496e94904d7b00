using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Contracts.Joining;
using Cloud.Crm.Joining;
using Cloud.Crm.Setup;
using Tests.Shared;

namespace Cloud.Tests.Crm.Joining;

[SupportedOSPlatform("linux")]
public sealed class AuthorityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("authority-").FullName;
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_MadeOnceAndKeptFromOthers_IsReadAgainAndRefusedWhereOthersCanRead()
    {
        var file = Path.Combine(_folder, "gateways.key");
        using (var made = Authority.Load(file, "gateways", _clock))
        using (var read = Authority.Load(file, "gateways", _clock))
        {
            Assert.Equal(made.Der, read.Der);
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<IOException>(() => Authority.Load(file, "gateways", _clock)).Message, StringComparison.Ordinal);
        File.WriteAllText(file, "nothing");
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        Assert.Contains("PEM", Assert.Throws<IOException>(() => Authority.Load(file, "gateways", _clock)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CaCertificates_OfASingleMachine_AreWhatBrokerAndHeadquartersShowEachOther()
    {
        var configuration = Path.Combine(_folder, "headquarters.json");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            { "database": { "provider": "sqlite", "connection": "Data Source={{_folder}}/hq.db" }, "broker": { "host": "127.0.0.1", "port": 8884 },
              "joining": { "folder": "{{_folder}}/keys", "brokerHost": "broker.example" } }
            """,
            Cancel);
        var made = Path.Combine(_folder, "made");

        Assert.Equal(0, await CommandLine.RunAsync(["ca", "certificates", "--config", configuration, "--host", "broker.example", "--host", "127.0.0.1", "--out", made], Cancel));

        using var services = X509Certificate2.CreateFromPemFile(Path.Combine(_folder, "keys", "services.key"));
        using var broker = X509Certificate2.CreateFromPemFile(Path.Combine(made, "broker.pem"), Path.Combine(made, "broker.key"));
        Assert.True(broker.MatchesHostname("broker.example") && broker.MatchesHostname("127.0.0.1"));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(services);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        Assert.True(chain.Build(broker));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(made, "headquarters.key")));
        Assert.DoesNotContain("PRIVATE", await File.ReadAllTextAsync(Path.Combine(made, "gateways.pem"), Cancel), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(made, "gateways.crl")));
    }

    [Fact]
    public void JoinCode_ReadBack_IsTheSameHoweverItIsTyped()
    {
        var code = JoinCode.Make([1, 2, 3]);

        Assert.Equal(code, JoinCode.Read(code.ToString(), out _));
        Assert.Equal(code, JoinCode.Read($"  {code.ToString().ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)} ", out _));
        Assert.Equal(39, code.ToString().Length);
        Assert.NotEqual(JoinCode.FingerprintOf([1, 2, 3]), JoinCode.FingerprintOf([1, 2, 4]));
    }

    [Theory]
    [InlineData(null, "expected a join code")]
    [InlineData("ABCD-EFGH", "8 letters and digits")]
    [InlineData("2222-2222-2222-2222-2222-2222-2222-222I", "no code has a 'I'")]
    public void JoinCode_ThatIsNone_SaysWhy(string? typed, string why)
    {
        Assert.Null(JoinCode.Read(typed, out var mistake));
        Assert.Contains(why, mistake, StringComparison.Ordinal);
    }
}
