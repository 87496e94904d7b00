using System.Text;
using Cloud.Contracts;
using Cloud.Crm.Joining;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm.Joining;

/// <summary>What a gateway of one store can do to another at a broker with the shipped configuration.</summary>
[Trait("needs", "mosquitto")]
public sealed class BrokerAccessTests : IAsyncLifetime
{
    private const string Evil = "evil";
    private const string Own = "own";
    private const int Seed = 20_261_122;
    private const int Attempts = 10_000;
    private const int AtOnce = 256;

    private static readonly string[] s_toHeadquarters = [Topics.Events, Topics.State, Topics.Reported, $"{Topics.Response}/node-1", $"{Topics.Response}/node-1/deep"];
    private static readonly string[] s_toGateway = [Topics.Cursor, Topics.Desired, $"{Topics.Command}/zero"];

    private readonly string _keys = Directory.CreateTempSubdirectory("keys-").FullName;
    private Authorities _authorities = null!;
    private FleetBroker _broker = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static GatewayAddress Attacker => GatewayAddress.Of("store-1", "gw-1");

    // One of another store, one beside the attacker, and one with the longest names there are.
    private static GatewayAddress[] Victims { get; } =
        [GatewayAddress.Of("store-2", "gw-2"), GatewayAddress.Of("store-1", "gw-10"), GatewayAddress.Of(new string('s', Identifier.MaxLength), new string('g', Identifier.MaxLength))];

    public async ValueTask InitializeAsync()
    {
        _authorities = Authorities.Load(_keys, TimeProvider.System);
        _broker = await FleetBroker.StartAsync(_authorities, TimeProvider.System, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _authorities.Dispose();
        Directory.Delete(_keys, recursive: true);
    }

    [Fact]
    public async Task OwnTopics_OfEveryGateway_WorkBothWays()
    {
        await using var headquarters = await _broker.ConnectHeadquartersAsync("ingest-1", Cancel);
        await headquarters.SubscribeAsync(["r/v1/+/+/+/events", "r/v1/+/+/+/state", "r/v1/+/+/+/config/reported", "r/v1/+/+/+/response/#"], Cancel);
        foreach (var who in Victims.Append(Attacker))
        {
            await using var gateway = await _broker.ConnectAsync(who, Cancel);
            await gateway.SubscribeAsync([who.Topic(Topics.Cursor), who.Topic(Topics.Desired), $"{who.Topic(Topics.Command)}/+"], Cancel);
            foreach (var leaf in s_toHeadquarters)
            {
                await gateway.PublishAsync(Message(who.Topic(leaf), Own), Cancel);
                Assert.Equal(who.Topic(leaf), (await headquarters.Inbound.ReadAsync(Cancel)).Topic);
            }

            foreach (var leaf in s_toGateway)
            {
                await headquarters.PublishAsync(Message(who.Topic(leaf), Own), Cancel);
                Assert.Equal(who.Topic(leaf), (await gateway.Inbound.ReadAsync(Cancel)).Topic);
            }
        }
    }

    [Fact]
    public async Task CrossStore_TenThousandAttempts_NoneSucceeds()
    {
        var random = new Random(Seed);
        await using var headquarters = await _broker.ConnectHeadquartersAsync("ingest-1", Cancel);
        await headquarters.SubscribeAsync(["r/v1/+/+/+/events", "r/v1/+/+/+/state", "r/v1/+/+/+/config/reported", "r/v1/+/+/+/response/#"], Cancel);
        List<IMqttConnection> victims = [];
        foreach (var victim in Victims)
        {
            var connection = await _broker.ConnectAsync(victim, Cancel);
            victims.Add(connection);
            await connection.SubscribeAsync([.. s_toGateway.Concat(s_toHeadquarters).Select(victim.Topic)], Cancel);
            foreach (var leaf in s_toGateway)
            {
                await headquarters.PublishAsync(Message(victim.Topic(leaf), Own, retain: true), Cancel);
            }
        }

        await using var attacker = await _broker.ConnectAsync(Attacker, Cancel);
        var publishes = Attempts * 3 / 5;
        var granted = 0;
        foreach (var chunk in Enumerable.Range(0, publishes).Select(_ => Attack(random)).Chunk(AtOnce))
        {
            granted += (await Task.WhenAll(chunk.Select(message => IsGrantedAsync(attacker, message)))).Count(g => g);
        }

        Assert.Equal(0, granted);

        // Subscriptions are granted and stay silent: retained messages are there already, and each victim is sent one more of each kind after every round.
        for (var left = Attempts - publishes; left > 0; left -= AtOnce)
        {
            await attacker.SubscribeAsync([.. Enumerable.Range(0, Math.Min(left, AtOnce)).Select(_ => Filter(random))], Cancel);
            foreach (var victim in Victims)
            {
                foreach (var leaf in s_toGateway)
                {
                    await headquarters.PublishAsync(Message(victim.Topic(leaf), Own), Cancel);
                }
            }
        }

        // The last word to the attacker goes the way all others went: what is before it in its queue came before.
        await attacker.SubscribeAsync([Attacker.Topic(Topics.Cursor)], Cancel);
        await headquarters.PublishAsync(Message(Attacker.Topic(Topics.Cursor), "end"), Cancel);
        await foreach (var message in attacker.Inbound.ReadAllAsync(Cancel))
        {
            Assert.StartsWith($"{Topics.Root}/{JoiningGateway.IdentityOf(Attacker.Shard, Attacker.Store, Attacker.Gateway)}/", message.Topic, StringComparison.Ordinal);
            if (Text(message) == "end")
            {
                break;
            }
        }

        await attacker.PublishAsync(Message(Attacker.Topic(Topics.Events), "end"), Cancel);
        await NoEvilBeforeEndAsync(headquarters);
        for (var i = 0; i < victims.Count; i++)
        {
            await headquarters.PublishAsync(Message(Victims[i].Topic(Topics.Cursor), "end"), Cancel);
            await NoEvilBeforeEndAsync(victims[i]);
            await victims[i].DisposeAsync();
        }
    }

    [Fact]
    public async Task Will_OnATopicOfAnother_IsNeverPublished()
    {
        await using var headquarters = await _broker.ConnectHeadquartersAsync("ingest-1", Cancel);
        await headquarters.SubscribeAsync(["r/v1/+/+/+/state"], Cancel);
        foreach (var victim in Victims)
        {
            try
            {
                await using var attacker = await _broker.ConnectAsync(Attacker, Cancel, o => o with { Will = Message(victim.Topic(Topics.State), Evil, retain: true) });
                // A connection under the same client id ends it without a goodbye: the broker speaks its will.
                await using var other = await _broker.ConnectAsync(Attacker, Cancel);
                await attacker.Closed;
            }
            catch (MqttException)
            {
                // Refused at once is as good.
            }
        }

        await using var last = await _broker.ConnectAsync(Attacker, Cancel);
        await last.PublishAsync(Message(Attacker.Topic(Topics.State), "end"), Cancel);
        await NoEvilBeforeEndAsync(headquarters);
    }

    [Fact]
    public async Task ClientId_OfAnotherOrOfHeadquarters_TakesNobodysSession()
    {
        await using var headquarters = await _broker.ConnectHeadquartersAsync("ingest-1", Cancel);
        await using var victim = await _broker.ConnectAsync(Victims[0], Cancel);
        var identity = JoiningGateway.IdentityOf(Victims[0].Shard, Victims[0].Store, Victims[0].Gateway);
        foreach (var id in new[] { "ingest-1", identity, Victims[0].Gateway })
        {
            await using var attacker = await _broker.ConnectAsync(Attacker, Cancel, o => o with { ClientId = id });
            await attacker.PublishAsync(Message(Attacker.Topic(Topics.Events), Own), Cancel);
        }

        await victim.PublishAsync(Message(Victims[0].Topic(Topics.Events), Own), Cancel);
        await headquarters.PublishAsync(Message(Victims[0].Topic(Topics.Cursor), Own), Cancel);
        Assert.False(victim.Closed.IsCompleted);
        Assert.False(headquarters.Closed.IsCompleted);
    }

    [Fact]
    public async Task Doors_OpenToTheirOwnCertificatesOnly()
    {
        await using (await _broker.ConnectAsync(Attacker, Cancel))
        {
        }

        await RefusedAsync(_broker.Options(_broker.OwnPort, "gw-1", "store-1.gw-1"));
        await RefusedAsync(_broker.Options(_broker.Process.Port, "headquarters", "headquarters"));
        await RefusedAsync(_broker.Options(_broker.Process.Port, "gw-1", "broker"));
        await RefusedAsync(_broker.Headquarters("x") with { Tls = new MqttTlsFiles(_broker.At("services.pem"), null, null) });
        await RefusedAsync(_broker.Headquarters("x") with { Port = _broker.Process.Port, Tls = new MqttTlsFiles(_broker.At("services.pem"), null, null) });
    }

    private static async Task RefusedAsync(MqttConnectOptions options) =>
        await Assert.ThrowsAsync<MqttException>(async () =>
        {
            // TLS 1.3 tells a client of its refused certificate after its handshake: what was let in must also be answered.
            await using var connection = await new LibmosquittoConnector(TimeProvider.System).ConnectAsync(options, Cancel);
        });

    private static async Task NoEvilBeforeEndAsync(IMqttConnection connection)
    {
        await foreach (var message in connection.Inbound.ReadAllAsync(Cancel))
        {
            Assert.NotEqual(Evil, Text(message));
            if (Text(message) == "end")
            {
                return;
            }
        }

        Assert.Fail($"the connection ended: {await connection.Closed}");
    }

    private static async Task<bool> IsGrantedAsync(IMqttConnection attacker, MqttMessage message)
    {
        try
        {
            await attacker.PublishAsync(message, Cancel);
            return true;
        }
        catch (MqttException exception)
        {
            // The broker's own word, and not that of a connection that broke.
            Assert.Contains("authori", exception.Message, StringComparison.OrdinalIgnoreCase);
            return false;
        }
    }

    private static MqttMessage Attack(Random random)
    {
        var victim = Victims[random.Next(Victims.Length)];
        var leaves = s_toHeadquarters.Concat(s_toGateway).ToArray();
        var leaf = leaves[random.Next(leaves.Length)];
        var topic = random.Next(8) switch
        {
            // Its own name on another's shard or in another's store, what only headquarters says to it, and what stands in no topic of ours.
            0 => new GatewayAddress(victim.Shard, Attacker.Store, Attacker.Gateway).Topic(leaf),
            1 => new GatewayAddress(Attacker.Shard, victim.Store, Attacker.Gateway).Topic(leaf),
            2 => Attacker.Topic(s_toGateway[random.Next(s_toGateway.Length)]),
            3 => Attacker.Topic($"events/{random.Next()}"),
            4 => $"$SYS/{random.Next()}",
            _ => victim.Topic(leaf),
        };
        if (s_toHeadquarters.Select(Attacker.Topic).Contains(topic))
        {
            // Of the victim beside the attacker only the name differs: this one is the attacker's own.
            topic = victim.Topic(leaf);
        }

        return Message(topic, Evil, retain: random.Next(2) == 0) with { ResponseTopic = victim.Topic(leaf) };
    }

    private static string Filter(Random random)
    {
        var victim = Victims[random.Next(Victims.Length)];
        var leaf = s_toGateway[random.Next(s_toGateway.Length)];
        var filter = random.Next(7) switch
        {
            0 => "#",
            1 => $"{Topics.Root}/#",
            2 => $"{Topics.Root}/+/+/+/{leaf}",
            3 => $"{Topics.Root}/{victim.Shard}/{victim.Store}/{victim.Gateway}/#",
            4 => $"+/+/+/{victim.Store}/#",
            5 => "$SYS/#",
            _ => victim.Topic(leaf),
        };
        return random.Next(3) == 0 && filter[0] != '$' ? $"$share/{random.Next(10)}/{filter}" : filter;
    }

    private static MqttMessage Message(string topic, string text, bool retain = false) => new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), Retain = retain };

    private static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
