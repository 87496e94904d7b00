using System.Diagnostics.Metrics;
using System.Net;
using EdgeGateway.Core.Certificates;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Running;

public sealed class StoreStaffTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MeterSet _meters = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _meters.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task WithoutASecureUrl_ThereIsNoDoorAndNoAuthority()
    {
        using var staff = new StoreStaff(Parts(null));

        Assert.Null(staff.Certificate);
        Assert.Empty(staff.Hosts);
        Assert.Null(await staff.ListenAsync(_ => Task.CompletedTask, Stop));
        Assert.False(File.Exists(StoreAuthority.FileIn(_folder.Path)));
    }

    [Fact]
    public async Task WithASecureUrl_ItListensWithTheStoresCertificate_AndSaysWherePhonesFindIt()
    {
        using var staff = new StoreStaff(Parts("https://0.0.0.0:0", "gateway.store"));
        await using var server = await staff.ListenAsync(_ => Task.CompletedTask, Stop);
        var port = new Uri(server!.Url).Port;

        Assert.StartsWith("https://", server.Url, StringComparison.Ordinal);
        var origins = staff.Origins;
        Assert.Equal($"https://gateway.store:{port}", origins[0]);
        Assert.All(origins, origin => Assert.EndsWith($":{port}", origin, StringComparison.Ordinal));
        Assert.DoesNotContain(origins, origin => origin.Contains("127.0.0.1", StringComparison.Ordinal) || origin.Contains("localhost", StringComparison.Ordinal));
        Assert.All(origins, origin => Assert.True(staff.Certificate!.Current().TargetCertificate.MatchesHostname(new Uri(origin).Host), origin));
        Assert.Contains("gateway.store", staff.Hosts);
        Assert.True(File.Exists(StoreAuthority.FileIn(_folder.Path)));
    }

    [Fact]
    public async Task AnotherPortOfTheSame_SaysWhichIsTaken()
    {
        using var staff = new StoreStaff(Parts("https://127.0.0.1:0"));
        await using var server = await staff.ListenAsync(_ => Task.CompletedTask, Stop);
        using var other = new StoreStaff(Parts($"https://127.0.0.1:{new Uri(server!.Url).Port}"));

        var thrown = await Assert.ThrowsAsync<IOException>(() => other.ListenAsync(_ => Task.CompletedTask, Stop));

        Assert.Contains("is in use by another program", thrown.Message, StringComparison.Ordinal);
        Assert.Equal([$"https://127.0.0.1:{new Uri(server.Url).Port}"], staff.Origins);
    }

    private GatewayParts Parts(string? url, params string[] hosts)
    {
        var options = new GatewayOptions { Store = "store-1", Gateway = "gw-1", DataFolder = _folder.Path };
        options.Console.SecureUrl = url;
        options.Console.Hosts = [.. hosts];
        return new GatewayParts(options, null!, null!, TimeProvider.System, () => 0.5, NullLoggerFactory.Instance, _meters);
    }

    private sealed class MeterSet : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
