using Cloud.Mqtt;
using static Cloud.Tests.Mqtt.MqttTestOptions;

namespace Cloud.Tests.Mqtt;

public sealed class LibmosquittoRefusalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_ServerUnavailable_ThrowsTheReason()
    {
        using var broker = new ScriptedBroker((_, _) => [0x20, 3, 0, 0x88, 0]);

        var failure = await Assert.ThrowsAsync<MqttException>(() => Connector().ConnectAsync(broker.Options, Token).AsTask());

        Assert.Contains("0x88", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_OneOfTwoRefused_ThrowsThatOne()
    {
        using var broker = new ScriptedBroker((type, packet) => type switch
        {
            ScriptedBroker.Connect => ScriptedBroker.Accept,
            ScriptedBroker.Subscribe => [0x90, 5, packet[0], packet[1], 0, 1, 0x87],
            _ => [],
        });
        await using var connection = await Connector().ConnectAsync(broker.Options, Token);

        var failure = await Assert.ThrowsAsync<MqttException>(() => connection.SubscribeAsync(["fine", "secret"], Token).AsTask());

        Assert.Contains("secret", failure.Message, StringComparison.Ordinal);
        Assert.Contains("0x87", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_BrokerSaysWhy_HoldsTheReason()
    {
        using var broker = new ScriptedBroker((type, _) => type == ScriptedBroker.Connect ? ScriptedBroker.Accept : [0xE0, 2, 0x8E, 0]);
        await using var connection = await Connector().ConnectAsync(broker.Options, Token);

        var failure = await Assert.ThrowsAsync<MqttException>(() => connection.PublishAsync(Message("n", "x"), Token));

        Assert.Contains("0x8E", failure.Message, StringComparison.Ordinal);
        Assert.Contains("0x8E", await connection.Closed.WaitAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_AcknowledgedWithoutSubscribers_Succeeds()
    {
        using var broker = new ScriptedBroker((type, packet) => type switch
        {
            ScriptedBroker.Connect => ScriptedBroker.Accept,
            ScriptedBroker.Publish => [0x40, 3, packet[3], packet[4], 0x10],
            _ => [],
        });
        await using var connection = await Connector().ConnectAsync(broker.Options, Token);

        await connection.PublishAsync(Message("n", "x"), Token);
    }

    [Fact]
    public async Task Publish_MoreThanTheBrokerTakesAtOnce_AreSentAsItAcknowledges()
    {
        // Receive maximum 2 in CONNACK.
        using var broker = new ScriptedBroker((type, packet) => type switch
        {
            ScriptedBroker.Connect => [0x20, 6, 0, 0, 3, 0x21, 0, 2],
            ScriptedBroker.Publish => [0x40, 2, packet[3], packet[4]],
            _ => [],
        });
        await using var connection = await Connector().ConnectAsync(broker.Options, Token);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => connection.PublishAsync(Message("n", "x"), Token)));
    }
}
