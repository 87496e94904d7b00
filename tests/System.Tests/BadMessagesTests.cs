using System.Text;
using Cloud.Contracts;
using Cloud.Mqtt;
using Simulators.World;
using SystemTests.Support;

namespace SystemTests;

/// <summary>Somebody has one gateway's password. That gateway's topic is all that suffers.</summary>
[Trait("needs", "world")]
public sealed class BadMessagesTests
{
    [Fact]
    public Task GarbageAndLies_OnOneGatewaysTopic_AreSetAsideAndHarmNobodyElse() => Scenario.RunAsync(
        Scenario.Usual with { AbsentStores = 1 },
        async scenario =>
        {
            var victim = scenario.World.Addresses[1];
            await scenario.ProgressAsync();
            (MqttMessage Message, string Reason)[] bad =
            [
                (Batch(victim, [], "not a batch at all"), "epoch"),
                (Batch(victim, Header(1, 1), "not JSON"), "JSON"),
                (Batch(victim, Header(2, 3), $"[{Event(victim, 2)}]"), "events"),
                (Batch(victim, Header(4, 4), $"[{Event(victim with { Gateway = "gw-1" }, 4)}]"), "gw-1"),
                (Batch(victim, Header(5, 5), $"[{Event(victim with { Store = "store-1" }, 5)}]"), "store-1"),
                (Batch(victim, [.. Header(6, 6), new("encoding", "br")], "this is no Brotli"), "Brotli"),
            ];
            foreach (var (message, _) in bad)
            {
                await PublishAsync(scenario, victim, message);
            }

            await Waiting.UntilAsync(
                "all are set aside",
                Scenario.Limit,
                async () => (await scenario.World.DeadLetterReasonsAsync(victim, Scenario.Stop)).Count >= bad.Length,
                Scenario.Stop);
            var reasons = await scenario.World.DeadLetterReasonsAsync(victim, Scenario.Stop);
            Assert.All(bad.Zip(reasons), pair => Assert.Contains(pair.First.Reason, pair.Second, StringComparison.OrdinalIgnoreCase));

            // The real gateway of that name comes, and all is well with it too.
            var late = await scenario.World.AddStoreAsync(Scenario.Stop);
            await scenario.ProgressAsync(late.Gateway, events: 10);
            var report = await scenario.RequireRightLedgerAsync();
            Assert.All(report.Gateways, gateway => Assert.True(gateway.Acknowledged > 0));
            Assert.Empty(await scenario.World.DeadLetterReasonsAsync(scenario.World.Addresses[0], Scenario.Stop));
        });

    [Fact]
    public Task OversizeMessageAndForeignTopic_AreStoppedAtTheBroker() => Scenario.RunAsync(Scenario.Usual with { AbsentStores = 1 }, async scenario =>
    {
        var victim = scenario.World.Addresses[1];
        var other = scenario.World.Addresses[0];
        await scenario.ProgressAsync();
        await Assert.ThrowsAsync<MqttException>(() => PublishAsync(scenario, victim, Batch(victim, Header(1, 1), new string(' ', 2 << 20))));
        await Assert.ThrowsAsync<MqttException>(() => PublishAsync(scenario, victim, Batch(other, Header(1, 1), $"[{Event(other, 1)}]")));

        await scenario.ProgressAsync();
        await scenario.RequireRightLedgerAsync();
        Assert.Empty(await scenario.World.DeadLetterReasonsAsync(other, Scenario.Stop));
    });

    private static IReadOnlyList<KeyValuePair<string, string>> Header(long first, long last) =>
        new BatchHeader("1-0badcafe", first, last, [], null, Brotli: false, Depth: 1, OldestUnsent: null).ToProperties();

    private static string Event(GatewayAddress from, long seq) =>
        $$"""
        {"id":"{{from.Gateway}}/1-0badcafe/{{seq}}","seq":{{seq}},"epoch":"1-0badcafe","specversion":"1.0","type":"scan.read",
        "source":"/stores/{{from.Store}}/gateways/{{from.Gateway}}","time":"2026-01-01T00:00:00Z","class":"ledger","clock":"synced",
        "data":{"symbology":"ean13","text":"9520000000004"} }
        """;

    private static MqttMessage Batch(GatewayAddress to, IReadOnlyList<KeyValuePair<string, string>> properties, string payload) => new()
    {
        Topic = to.Topic(Topics.Events),
        Payload = Encoding.UTF8.GetBytes(payload),
        ContentType = BatchHeader.ContentType,
        UserProperties = properties,
    };

    private static async Task PublishAsync(Scenario scenario, GatewayAddress who, MqttMessage message)
    {
        var broker = scenario.World.Broker;
        await using var connection = await new LibmosquittoConnector(TimeProvider.System).ConnectAsync(
            new MqttConnectOptions
            {
                Host = "127.0.0.1",
                Port = broker.Port,
                ClientId = "somebody-else",
                UserName = who.Gateway,
                Password = await File.ReadAllTextAsync(broker.PasswordFile(who.Gateway), Scenario.Stop),
            },
            Scenario.Stop);
        await connection.PublishAsync(message, Scenario.Stop);
    }
}
