using System.Threading.Channels;
using Cloud.Contracts;
using Cloud.Crm.Ingest;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm;

/// <summary>Which cursors are published on a connection: of a gateway's only the newest that waits, and requests to send again are not lost.</summary>
public sealed class IngestCursorsTests : IAsyncDisposable
{
    private static readonly RegisteredGateway s_one = new(1, 7, "store-1", "gw-1");
    private static readonly RegisteredGateway s_two = new(2, 7, "store-1", "gw-2");

    private readonly Wire _wire = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CursorPublisher _publisher;

    public IngestCursorsTests() => _publisher = new(_wire);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return _wire.DisposeAsync();
    }

    [Theory]
    [InlineData("replay 5, told 9", "5 again")]
    [InlineData("replay 5, moved 9", "9")]
    [InlineData("replay 5, replay 9", "9 again")]
    [InlineData("told 5, told 9", "9")]
    [InlineData("moved 5, replay 9", "9 again")]
    [InlineData("first 3, moved 9", "9")]
    [InlineData("first 3, first 4", "4")]
    [InlineData("told 9, first 3", "9")]
    public async Task WhatWaits_IsTheNewest_ButARequestStandsUntilEventsMoveTheCursor(string offers, string published)
    {
        foreach (var words in offers.Split(", ").Select(offer => offer.Split(' ')))
        {
            var cursor = new CursorDocument("e", long.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), words[0] == "replay");
            if (words[0] == "first")
            {
                _publisher.OfferFirst(s_one, cursor);
            }
            else
            {
                _publisher.Offer(s_one, cursor, words[0] == "moved");
            }
        }

        await EndAsync();
        Assert.Equal([$"r/v1/7/store-1/gw-1/cursor {published} retained"], _wire.Published);
    }

    [Fact]
    public async Task OfferedLater_IsPublishedWhileItRuns_EachGatewaysOwn()
    {
        var running = _publisher.RunAsync(_stop.Token);
        _publisher.Offer(s_one, new CursorDocument("e", 1), moved: true);
        await _wire.PublishedAsync(1);
        _publisher.OfferFirst(s_two, new CursorDocument("e", 2));
        await _wire.PublishedAsync(2);
        _publisher.OfferFirst(s_one, new CursorDocument("e", 0));
        _publisher.Offer(s_two, new CursorDocument("e", 3), moved: true);
        await _wire.PublishedAsync(3);
        await _stop.CancelAsync();
        await running.WaitAsync(Ct);
        Assert.Equal(["gw-1/cursor 1 retained", "gw-2/cursor 2 retained", "gw-2/cursor 3 retained"], _wire.Published.Select(line => line["r/v1/7/store-1/".Length..]));
    }

    /// <summary>At most 64 wait for the broker's word; the run ends when all have it, also where the connection broke.</summary>
    [Fact]
    public async Task Run_EndsWhenEveryCursorIsAcknowledgedOrLost()
    {
        _wire.Holds = true;
        foreach (var i in Enumerable.Range(0, 100))
        {
            _publisher.Offer(new RegisteredGateway(i, 7, "store-1", $"gw-{i}"), new CursorDocument("e", i), moved: true);
        }

        var running = _publisher.RunAsync(_stop.Token);
        await _wire.PublishedAsync(64);
        await _stop.CancelAsync();
        Assert.Equal((64, false), (_wire.Published.Count, running.IsCompleted));
        _wire.Release(new MqttException("the connection broke"));
        await running.WaitAsync(Ct);
        Assert.Equal(100, _wire.Published.Count);
    }

    [Fact]
    public async Task Run_WithOneCursorUnacknowledged_DoesNotEnd()
    {
        _wire.Holds = true;
        _publisher.Offer(s_one, new CursorDocument("e", 1), moved: true);
        await _stop.CancelAsync();
        var running = _publisher.RunAsync(_stop.Token);
        Assert.False(running.IsCompleted);
        _wire.Release(new MqttException("the connection broke"));
        await running.WaitAsync(Ct);
    }

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _publisher.RunAsync(_stop.Token).WaitAsync(Ct);
    }

    private sealed class Wire : IMqttConnection
    {
        private readonly Lock _gate = new();
        private readonly List<string> _published = [];
        private readonly Channel<int> _counts = Channel.CreateBounded<int>(1000);
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool SessionPresent => false;

        public ChannelReader<MqttMessage> Inbound => Channel.CreateBounded<MqttMessage>(1).Reader;

        public Task<string> Closed { get; } = new TaskCompletionSource<string>().Task;

        public bool Holds { get; set; }

        public IReadOnlyList<string> Published
        {
            get
            {
                lock (_gate)
                {
                    return [.. _published];
                }
            }
        }

        public void Release(Exception exception)
        {
            Holds = false;
            _answer.SetException(exception);
        }

        public async Task PublishedAsync(int count)
        {
            while (await _counts.Reader.ReadAsync(Ct) < count)
            {
            }
        }

        public ValueTask SubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken) => default;

        public Task PublishAsync(MqttMessage message, CancellationToken cancellationToken)
        {
            var cursor = CursorDocument.Read(message.Payload.Span)!;
            lock (_gate)
            {
                _published.Add($"{message.Topic} {cursor.Seq}{(cursor.Replay ? " again" : "")}{(message.Retain ? " retained" : "")}");
                _counts.Writer.TryWrite(_published.Count);
            }

            return Holds ? _answer.Task : Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => default;
    }
}
