using System.Globalization;
using Cloud.Mqtt;
using Tests.Shared;
using static Cloud.Tests.Mqtt.MqttTestOptions;

namespace Cloud.Tests.Mqtt;

[Trait("needs", "mosquitto")]
public sealed class LibmosquittoConnectionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_WithPropertiesAndContentType_ComesBackWhole()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        await using var connection = await Connector().ConnectAsync(Of(broker, "both"), Token);
        await connection.SubscribeAsync(["a/+", "b"], Token);
        var sent = new MqttMessage
        {
            Topic = "a/1",
            Payload = new byte[] { 0, 1, 255 },
            ContentType = "application/cloudevents-batch+json",
            ResponseTopic = "b/答",
            CorrelationData = new byte[] { 0, 255, 0 },
            ExpirySeconds = 3600,
            UserProperties = [new("epoch", "1-ab"), new("first", "1"), new("名", "值"), new("first", "again")],
        };

        await connection.PublishAsync(sent, Token);
        var received = await connection.Inbound.ReadAsync(Token);

        Assert.Equal("a/1", received.Topic);
        Assert.Equal(sent.Payload.ToArray(), received.Payload.ToArray());
        Assert.Equal(sent.ContentType, received.ContentType);
        Assert.Equal(sent.ResponseTopic, received.ResponseTopic);
        Assert.Equal(sent.CorrelationData.ToArray(), received.CorrelationData.ToArray());
        Assert.InRange(received.ExpirySeconds!.Value, 3000u, 3600u);
        Assert.Equal(sent.UserProperties, received.UserProperties);
        Assert.Equal(1, received.QoS);
        Assert.False(received.Retain);
    }

    [Fact]
    public async Task Publish_QoS0AndEmptyPayload_Arrives()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        await using var connection = await Connector().ConnectAsync(Of(broker, "both"), Token);
        await connection.SubscribeAsync(["a"], Token);

        await connection.PublishAsync(Message("a", "", qos: 0), Token);

        Assert.True((await connection.Inbound.ReadAsync(Token)).Payload.IsEmpty);
    }

    [Fact]
    public async Task Publish_AThousandOverlapping_AreAcknowledgedAndArriveInOrder()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        await using var reader = await Connector().ConnectAsync(Of(broker, "reader"), Token);
        await reader.SubscribeAsync(["n"], Token);
        await using var writer = await Connector().ConnectAsync(Of(broker, "writer"), Token);

        var acknowledged = new List<Task>();
        for (var i = 0; i < 1000; i++)
        {
            acknowledged.Add(writer.PublishAsync(Message("n", i.ToString(CultureInfo.InvariantCulture)), Token));
        }

        await Task.WhenAll(acknowledged);
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), (await reader.Inbound.ReadAsync(Token)).Text());
        }
    }

    [Fact]
    public async Task Session_KeptByTheBroker_DeliversWhatCameMeanwhile()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        var options = Of(broker, "ingest-7") with { CleanStart = false, SessionExpiry = TimeSpan.FromHours(1) };
        await using (var first = await Connector().ConnectAsync(options, Token))
        {
            Assert.False(first.SessionPresent);
            await first.SubscribeAsync(["n"], Token);
        }

        await using (var writer = await Connector().ConnectAsync(Of(broker, "writer"), Token))
        {
            await writer.PublishAsync(Message("n", "kept"), Token);
        }

        await using var second = await Connector().ConnectAsync(options, Token);
        Assert.True(second.SessionPresent);
        Assert.Equal("kept", (await second.Inbound.ReadAsync(Token)).Text());
    }

    [Fact]
    public async Task Will_ConnectionTakenAway_IsPublishedWithItsProperties()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        await using var watcher = await Connector().ConnectAsync(Of(broker, "watcher"), Token);
        await watcher.SubscribeAsync(["state"], Token);
        var will = Message("state", "offline", retain: true) with { UserProperties = [new("boot", "b-1")] };
        await using var connection = await Connector().ConnectAsync(Of(broker, "gw-1") with { Will = will }, Token);

        // Another connection with the same client id: the broker throws the first one out.
        await using var successor = await Connector().ConnectAsync(Of(broker, "gw-1"), Token);

        var received = await watcher.Inbound.ReadAsync(Token);
        Assert.Equal("offline", received.Text());
        Assert.Equal([new("boot", "b-1")], received.UserProperties);
        Assert.NotEmpty(await connection.Closed.WaitAsync(Token));
    }

    [Fact]
    public async Task Dispose_SaysGoodbye_SoThatNoWillIsPublished()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        await using var watcher = await Connector().ConnectAsync(Of(broker, "watcher"), Token);
        await watcher.SubscribeAsync(["state", "marker"], Token);

        await using (await Connector().ConnectAsync(Of(broker, "gw-1") with { Will = Message("state", "offline") }, Token))
        {
        }

        // A second connection of the same id makes the broker settle whatever the first one left.
        await using var successor = await Connector().ConnectAsync(Of(broker, "gw-1"), Token);
        await successor.PublishAsync(Message("marker", "now"), Token);
        Assert.Equal("marker", (await watcher.Inbound.ReadAsync(Token)).Topic);
    }

    [Fact]
    public async Task Dispose_Twice_AndUseAfterwards_FailsClearly()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        var connection = await Connector().ConnectAsync(Of(broker, "gw-1"), Token);

        await connection.DisposeAsync();
        await connection.DisposeAsync();

        Assert.Equal("closed by us", await connection.Closed);
        var failure = await Assert.ThrowsAsync<MqttException>(() => connection.PublishAsync(Message("a", "late"), Token));
        Assert.Contains("closed by us", failure.Message, StringComparison.Ordinal);
        Assert.True(connection.Inbound.Completion.IsCompleted);
    }

    [Fact]
    public async Task Publish_WhenTheBrokerIsKilledMidway_FailsEveryOneNotAcknowledged()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        await using var connection = await Connector().ConnectAsync(Of(broker, "gw-1"), Token);
        await connection.PublishAsync(Message("a", "before"), Token);
        broker.Pause();
        var pending = Enumerable.Range(0, 8).Select(_ => connection.PublishAsync(Message("a", new string('x', 1000)), Token)).ToList();

        await broker.KillAsync();

        foreach (var publish in pending)
        {
            var failure = await Assert.ThrowsAsync<MqttException>(() => publish);
            // What had not left yet when the broker went could not be sent any more.
            Assert.Matches("has ended|was not sent", failure.Message);
        }

        Assert.NotEmpty(await connection.Closed.WaitAsync(Token));
    }

    [Fact]
    public async Task Publish_RefusedByTheAcl_ThrowsTheTopicAndTheReason()
    {
        await using var broker = await MosquittoProcess.StartAsync(new MosquittoSettings { Acl = ["topic read #"] }, Token);
        await using var connection = await Connector().ConnectAsync(Of(broker, "gw-1"), Token);

        var failure = await Assert.ThrowsAsync<MqttException>(() => connection.PublishAsync(Message("forbidden", "x"), Token));

        Assert.Contains("forbidden", failure.Message, StringComparison.Ordinal);
        Assert.Contains("0x87", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inbound_ReaderThatWaits_LosesNothingAndHoldsNoMoreThanItsRoom()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        await using var reader = await Connector().ConnectAsync(Of(broker, "reader") with { InboundCapacity = 4 }, Token);
        await reader.SubscribeAsync(["n"], Token);
        await using var writer = await Connector().ConnectAsync(Of(broker, "writer"), Token);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => writer.PublishAsync(Message("n", $"{i}"), Token)));
        Assert.InRange(reader.Inbound.Count, 0, 4);

        // A reader that is not read still writes.
        await reader.PublishAsync(Message("elsewhere", "x", qos: 0), Token);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal($"{i}", (await reader.Inbound.ReadAsync(Token)).Text());
            Assert.InRange(reader.Inbound.Count, 0, 4);
        }
    }

    [Fact]
    public async Task Inbound_MessageBeyondTheMaximumPacket_IsWithheldAndTheNextArrives()
    {
        await using var broker = await MosquittoProcess.StartAsync(null, Token);
        await using var reader = await Connector().ConnectAsync(Of(broker, "reader") with { MaximumPacketBytes = 100_000 }, Token);
        await reader.SubscribeAsync(["n"], Token);
        await using var writer = await Connector().ConnectAsync(Of(broker, "writer"), Token);

        await writer.PublishAsync(Message("n", new string('x', 99_000)), Token);
        await writer.PublishAsync(Message("n", new string('y', 101_000)), Token);
        await writer.PublishAsync(Message("n", "after"), Token);

        Assert.Equal(99_000, (await reader.Inbound.ReadAsync(Token)).Payload.Length);
        Assert.Equal("after", (await reader.Inbound.ReadAsync(Token)).Text());
    }

    [Fact]
    public async Task Publish_LargerThanTheBrokerTakes_ThrowsAndDoesNotCountAsSent()
    {
        await using var broker = await MosquittoProcess.StartAsync(new MosquittoSettings { Lines = ["max_packet_size 2000"] }, Token);
        await using var connection = await Connector().ConnectAsync(Of(broker, "gw-1"), Token);

        var failure = await Assert.ThrowsAsync<MqttException>(() => connection.PublishAsync(Message("n", new string('x', 5000)), Token));

        Assert.Contains("5000 bytes", failure.Message, StringComparison.Ordinal);
    }
}
