using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Contracts;
using Cloud.Crm.Joining;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm.Joining;

/// <summary>A real Mosquitto with the configuration and the ACL as they are shipped: only ports, paths, user and log are the test's own.</summary>
internal sealed class FleetBroker : IAsyncDisposable
{
    private readonly string _folder;
    private readonly LibmosquittoConnector _connector = new(TimeProvider.System);
    private readonly Authorities _authorities;
    private readonly DateTimeOffset _now;
    private MosquittoProcess _process = null!;
    private int _ownPort;

    private FleetBroker(string folder, Authorities authorities, DateTimeOffset now) => (_folder, _authorities, _now) = (folder, authorities, now);

    internal MosquittoProcess Process => _process;

    internal string Revocations => Path.Combine(_folder, "gateways.crl");

    internal static async Task<FleetBroker> StartAsync(Authorities authorities, TimeProvider clock, CancellationToken cancellationToken)
    {
        var broker = new FleetBroker(Directory.CreateTempSubdirectory("fleet-").FullName, authorities, clock.GetUtcNow());
        broker.Issue("broker", key => authorities.Services.IssueServer(["127.0.0.1"], key, broker._now));
        broker.Issue("headquarters", key => authorities.Services.IssueClient("headquarters", key, broker._now, Authority.ServiceLife));
        await File.WriteAllTextAsync(broker.At("services.pem"), authorities.Services.Pem, cancellationToken);
        await File.WriteAllTextAsync(broker.At("gateways.pem"), authorities.Gateways.Pem, cancellationToken);
        await File.WriteAllTextAsync(broker.Revocations, authorities.Gateways.RevocationList([], broker._now), cancellationToken);
        broker._process = await MosquittoProcess.StartAsync(new MosquittoSettings { Whole = broker.Configuration }, cancellationToken);
        return broker;
    }

    /// <summary>Headquarters' door.</summary>
    internal MqttConnectOptions Headquarters(string clientId) => Options(_ownPort, clientId, "headquarters");

    internal Task<IMqttConnection> ConnectHeadquartersAsync(string clientId, CancellationToken cancellationToken) =>
        _connector.ConnectAsync(Headquarters(clientId), cancellationToken).AsTask();

    /// <summary>The gateways' door, with a certificate made here.</summary>
    internal Task<IMqttConnection> ConnectAsync(GatewayAddress who, CancellationToken cancellationToken, Func<MqttConnectOptions, MqttConnectOptions>? change = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{who.Store}.{who.Gateway}");
        if (!File.Exists(At($"{name}.pem")))
        {
            var identity = JoiningGateway.IdentityOf(who.Shard, who.Store, who.Gateway);
            Issue(name, key => _authorities.Gateways.IssueClient(identity, key, _now, Authority.GatewayLife));
        }

        var options = Options(_process.Port, who.Gateway, name);
        return _connector.ConnectAsync(change?.Invoke(options) ?? options, cancellationToken).AsTask();
    }

    internal int OwnPort => _ownPort;

    internal string At(string file) => Path.Combine(_folder, file);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal MqttConnectOptions Options(int port, string clientId, string name) => new()
    {
        Host = "127.0.0.1", Port = port, ClientId = clientId, InboundCapacity = 20_000, Tls = new MqttTlsFiles(At("services.pem"), At($"{name}.pem"), At($"{name}.key")),
    };

    private string Configuration(int port, string folder)
    {
        _ownPort = MosquittoProcess.FreePort();
        var shipped = Path.Combine(AppContext.BaseDirectory, "broker");
        var text = File.ReadAllText(Path.Combine(shipped, "mosquitto.conf"));
        foreach (var (from, to) in new[]
        {
            ("\nlistener 8883\n", $"\nlistener {port} 127.0.0.1\n"), ("\nlistener 8884 ", $"\nlistener {_ownPort} "), ("/etc/mosquitto/fleet/", _folder + "/"),
            ("/etc/mosquitto/conf.d/fleet.acl", Path.Combine(shipped, "fleet.acl")), ("/var/lib/headquarters/broker/gateways.crl", Revocations), ("/var/lib/mosquitto/", folder + "/"),
        })
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return $"user root\nlog_dest stderr\n{text}";
    }

    private void Issue(string name, Func<PublicKey, X509Certificate2> issue)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = issue(new PublicKey(key));
        File.WriteAllText(At($"{name}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(At($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
