using System.Text;
using Cloud.Contracts;
using Cloud.Uplink;

namespace Cloud.Tests.Uplink;

public sealed class UplinkServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_Made_SubscribesItsCursorAndSaysOnlineWithAnOfflineWill()
    {
        await using var box = new UplinkBox();

        box.Start();
        var connection = await box.Connector.NextAsync(Token);

        Assert.Equal(new StateDocument("online", "1.2.3", "boot-1"), await connection.States.ReadAsync(Token));
        Assert.Equal([UplinkBox.Address.Topic(Topics.Cursor)], connection.Filters);
        var options = Assert.Single(box.Connector.Attempts).Options;
        Assert.Equal("gw-1", options.ClientId);
        Assert.True(options.CleanStart);
        Assert.Equal(new StateDocument("offline", "1.2.3", "boot-1"), StateDocument.Read(options.Will!.Payload.Span));
        Assert.True(options.Will.Retain);
        Assert.Equal(UplinkBox.Address.Topic(Topics.State), options.Will.Topic);
    }

    [Fact]
    public async Task Events_Waiting_AreSentWholeWithTheirHeader()
    {
        await using var box = new UplinkBox();
        box.Options.BatchEvents = 10;
        box.Options.CompressAboveBytes = 100_000;
        var positions = await box.AppendAsync(3, Token);

        var connection = await box.StartAsync(Token);
        var batch = await connection.Batches.ReadAsync(Token);

        Assert.Equal(positions.Select(p => p.Seq), batch.Seqs);
        Assert.All(batch.Events, e => Assert.Equal(new EventId("gw-1", positions[0].Epoch, e.Id.Seq), e.Id));
        Assert.Equal(
            new BatchHeader(positions[0].Epoch, 1, 3, [], batch.Header.After, false, 3, EventBody.FormatTime(box.Clock.GetUtcNow())) with { Gaps = batch.Header.Gaps },
            batch.Header);
        Assert.Empty(batch.Header.Gaps);
        Assert.Equal(UplinkBox.Address.Topic(Topics.Events), batch.Message.Topic);
        Assert.Equal(1, batch.Message.QoS);
    }

    [Fact]
    public async Task NothingToSend_IsASignOfLifeEveryTenSeconds()
    {
        await using var box = new UplinkBox();
        var connection = await box.StartAsync(Token);

        for (var i = 0; i < 3; i++)
        {
            box.Clock.Advance(TimeSpan.FromSeconds(10));
            var sign = await connection.Signs.ReadAsync(Token);
            Assert.Equal(new StateDocument("online", "1.2.3", "boot-1"), StateDocument.Read(sign.Payload.Span));
        }

        Assert.False(connection.Signs.TryRead(out _));
    }

    [Fact]
    public async Task Batch_IsASignOfLifeItself()
    {
        await using var box = new UplinkBox();
        await box.AppendAsync(1, Token);
        var connection = await box.StartCommittedAsync(Token);

        // Each event comes before ten seconds have passed since the one before, and the loop has come round after all but the last.
        for (var i = 2; i < 8; i++)
        {
            box.Clock.Advance(TimeSpan.FromSeconds(6));
            await box.AppendAsync(1, Token);
            var header = (await connection.Batches.ReadAsync(Token)).Header;
            Assert.Equal(i, header.Last);
            connection.Cursor(header.Epoch, header.Last);
        }

        Assert.False(connection.Signs.TryRead(out _));
    }

    [Fact]
    public async Task Window_Full_SendsNoMoreUntilTheCursorCovers()
    {
        await using var box = new UplinkBox();
        var epoch = (await box.AppendAsync(9, Token))[0].Epoch;
        var connection = await box.StartCommittedAsync(Token);
        Assert.Equal([3, 4], (await connection.Batches.ReadAsync(Token)).Seqs);
        Assert.Equal([5, 6], (await connection.Batches.ReadAsync(Token)).Seqs);

        connection.Cursor(epoch, 3);
        connection.Cursor(epoch, 4);

        // Two batches were room; the cursor at 4 made room for exactly one more.
        Assert.Equal([7, 8], (await connection.Batches.ReadAsync(Token)).Seqs);
        connection.Cursor(epoch, 8);
        Assert.Equal([9], (await connection.Batches.ReadAsync(Token)).Seqs);
        Assert.False(connection.Batches.TryRead(out _));
    }

    [Fact]
    public async Task FirstBatch_OfAConnection_TravelsAloneUntilItIsCommitted()
    {
        await using var box = new UplinkBox();
        var epoch = (await box.AppendAsync(6, Token))[0].Epoch;
        var connection = await box.StartAsync(Token);
        Assert.Equal([1, 2], (await connection.Batches.ReadAsync(Token)).Seqs);

        // Partly committed, it is still on its way; wholly, two more may go.
        connection.Cursor(epoch, 1);
        connection.Receive(UplinkBox.Address.Topic(Topics.Cursor), Encoding.UTF8.GetBytes("{}"));
        await box.AppendAsync(1, Token);
        Assert.False(connection.Batches.TryRead(out _));
        connection.Cursor(epoch, 2);

        Assert.Equal([3, 4], (await connection.Batches.ReadAsync(Token)).Seqs);
        Assert.Equal([5, 6], (await connection.Batches.ReadAsync(Token)).Seqs);
    }

    [Fact]
    public async Task Acknowledgement_ByTheBroker_TrimsNothing()
    {
        await using var box = new UplinkBox();
        var epoch = (await box.AppendAsync(6, Token))[0].Epoch;
        var connection = await box.StartCommittedAsync(Token);
        await connection.Batches.ReadAsync(Token);
        await connection.Batches.ReadAsync(Token);
        Assert.Equal(2, box.Outbox.CommittedSeq);

        connection.Cursor(epoch, 4);
        await box.AppendAsync(1, Token);
        Assert.Equal([7], (await connection.Batches.ReadAsync(Token)).Seqs);

        Assert.Equal(4, box.Outbox.CommittedSeq);
    }

    [Fact]
    public async Task RetainedCursor_AheadOfOurs_IsWhereSendingBegins()
    {
        await using var box = new UplinkBox();
        var epoch = (await box.AppendAsync(4, Token))[0].Epoch;
        box.Connector.Make = () => new FakeConnection(UplinkBox.Address) { Retained = new CursorDocument(epoch, 3) };

        var connection = await box.StartAsync(Token);

        Assert.Equal([4], (await connection.Batches.ReadAsync(Token)).Seqs);
    }

    [Fact]
    public async Task Cursor_OlderWithoutReplay_ChangesNothing()
    {
        await using var box = new UplinkBox();
        var epoch = (await box.AppendAsync(4, Token))[0].Epoch;
        var connection = await box.StartAsync(Token);
        connection.Cursor(epoch, 4);
        connection.Cursor(epoch, 1);
        connection.Cursor(null, 0);
        connection.Receive(UplinkBox.Address.Topic(Topics.Cursor), Encoding.UTF8.GetBytes("not a cursor"));
        connection.Receive("r/v1/1/elsewhere/gw-9/cursor", new CursorDocument(epoch, 0, true).ToUtf8());

        await box.AppendAsync(1, Token);

        await foreach (var batch in connection.Batches.ReadAllAsync(Token))
        {
            if (batch.Header.Last == 5)
            {
                Assert.Equal([5], batch.Seqs);
                break;
            }
        }

        Assert.Equal(4, box.Outbox.CommittedSeq);
    }

    [Fact]
    public async Task Replay_Asked_SendsAgainFromThere()
    {
        await using var box = new UplinkBox();
        var epoch = (await box.AppendAsync(6, Token))[0].Epoch;
        var connection = await box.StartCommittedAsync(Token);
        await connection.Batches.ReadAsync(Token);
        await connection.Batches.ReadAsync(Token);

        connection.Cursor(epoch, 2, replay: true);

        var again = await connection.Batches.ReadAsync(Token);
        Assert.Equal([3, 4], again.Seqs);
        Assert.Equal(2, box.Outbox.CommittedSeq);
        Assert.False(connection.Batches.TryRead(out _));
    }

    [Fact]
    public async Task Replay_BehindWhatWasTrimmed_NamesTheLostAsAGap()
    {
        await using var box = new UplinkBox();
        box.Options.BatchEvents = 1000;
        var epoch = (await box.AppendTogetherAsync(600, Token))[0].Epoch;
        var connection = await box.StartAsync(Token);
        await connection.Batches.ReadAsync(Token);
        connection.Cursor(epoch, 600);
        await box.AppendAsync(1, Token);
        Assert.Equal([601], (await connection.Batches.ReadAsync(Token)).Seqs);

        // So many are worth a trim with the next commit.
        await box.AppendAsync(1, Token);
        Assert.Equal(601, box.Outbox.Read(0, 1, 1)!.Rows[0].Seq);
        connection.Cursor(epoch, 1, replay: true);

        var again = await FirstAsync(connection, b => b.Header.First == 2);
        Assert.Equal([new SeqRange(2, 600)], again.Header.Gaps);
        Assert.Equal("trimmed", again.Events.Single(e => e.Type == EventTypes.BufferGap).Data.GetProperty("why").GetString());
    }

    [Fact]
    public async Task Epoch_Ended_IsWhollyCommittedBeforeTheNextBegins()
    {
        await using var box = new UplinkBox();
        var first = (await box.AppendAsync(3, Token))[0].Epoch;
        await box.ReopenAsync();
        await box.ReopenAsync();
        var second = (await box.AppendAsync(3, Token))[0].Epoch;
        box.Options.WindowBatches = 8;

        var connection = await box.StartAsync(Token);
        Assert.Equal([1, 2], (await connection.Batches.ReadAsync(Token)).Seqs);
        connection.Cursor(first, 2);
        Assert.Equal([3], (await connection.Batches.ReadAsync(Token)).Seqs);
        connection.Cursor(first, 3);
        var begins = await connection.Batches.ReadAsync(Token);
        Assert.False(connection.Batches.TryRead(out _));
        connection.Cursor(second, 5);
        var follows = await connection.Batches.ReadAsync(Token);

        Assert.Equal(second, begins.Header.Epoch);
        Assert.Equal([4, 5], begins.Seqs);
        Assert.Equal(new EpochEnd(first, 3), begins.Header.After);
        Assert.Null(follows.Header.After);
    }

    [Fact]
    public async Task Cursor_OfAnEpochUnknown_IsToldAndSendingGoesOn()
    {
        await using var box = new UplinkBox();
        box.Options.BatchEvents = 100;
        await box.AppendAsync(1, Token);
        box.Connector.Make = () => new FakeConnection(UplinkBox.Address)
        {
            Retained = new CursorDocument("9-deadbeef", 900),
            OnBatch = CommitAll,
        };

        var connection = await box.StartAsync(Token);

        var batch = await FirstAsync(connection, b => b.Events.Any(e => e.Type == EventTypes.BufferGap));
        Assert.Equal("restored", batch.Events[^1].Data.GetProperty("why").GetString());
    }

    [Fact]
    public async Task Batch_AboveTheSize_IsCompressedWhereThatHelps()
    {
        await using var box = new UplinkBox();
        box.Options.BatchEvents = 200;
        box.Options.CompressAboveBytes = 1024;
        await box.AppendAsync(1, Token);
        var connection = await box.StartAsync(Token);
        Assert.False((await connection.Batches.ReadAsync(Token)).Header.Brotli);

        await using var more = new UplinkBox();
        more.Options.BatchEvents = 200;
        await more.AppendAsync(100, Token);
        var batch = await (await more.StartAsync(Token)).Batches.ReadAsync(Token);

        Assert.True(batch.Header.Brotli);
        Assert.Equal(100, batch.Events.Count);
        Assert.InRange(batch.Message.Payload.Length, 1, 10_000);
    }

    [Fact]
    public async Task Linger_AfterABatch_GathersTheNextAndNeverDelaysAfterAPause()
    {
        await using var box = new UplinkBox();
        box.Options.BatchEvents = 100;
        box.Options.WindowBatches = 8;
        box.Options.Linger = TimeSpan.FromMilliseconds(5);
        box.Connector.Make = () => new FakeConnection(UplinkBox.Address) { OnBatch = CommitAll };
        var connection = await box.StartAsync(Token);
        await box.AppendAsync(1, Token);
        Assert.Equal([1], (await connection.Batches.ReadAsync(Token)).Seqs);

        await box.AppendAsync(2, Token);
        Assert.False(connection.Batches.TryRead(out _));
        SentMessage? gathered;
        while (!connection.Batches.TryRead(out gathered))
        {
            box.Clock.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }

        Assert.Equal([2, 3], gathered.Seqs);
        box.Clock.Advance(TimeSpan.FromSeconds(1));
        await box.AppendAsync(1, Token);
        Assert.Equal([4], (await connection.Batches.ReadAsync(Token)).Seqs);
    }

    [Fact]
    public async Task TrimPuback_AcknowledgedOutOfOrder_TrimsOnlyWhatIsWholeFromTheFront()
    {
        await using var box = new UplinkBox();
        box.Options.Trim = UplinkTrim.Puback;
        box.Connector.Make = () => new FakeConnection(UplinkBox.Address) { HoldAcknowledgements = true };
        await box.AppendAsync(8, Token);
        var connection = await box.StartAsync(Token);
        Assert.Empty(connection.Filters);
        await connection.Batches.ReadAsync(Token);
        connection.Acknowledge(0);
        await connection.Batches.ReadAsync(Token);
        await connection.Batches.ReadAsync(Token);
        Assert.Equal(2, box.Outbox.CommittedSeq);

        connection.Acknowledge(1);
        Assert.Equal(2, box.Outbox.CommittedSeq);
        connection.Acknowledge(0);

        Assert.Equal([7, 8], (await connection.Batches.ReadAsync(Token)).Seqs);
        Assert.Equal(6, box.Outbox.CommittedSeq);
    }

    private static void CommitAll(FakeConnection connection, Cloud.Mqtt.MqttMessage message)
    {
        var header = SentMessage.Read(message).Header;
        connection.Cursor(header.Epoch, header.Last);
    }

    private static async Task<SentMessage> FirstAsync(FakeConnection connection, Func<SentMessage, bool> wanted)
    {
        await foreach (var batch in connection.Batches.ReadAllAsync(Token))
        {
            if (wanted(batch))
            {
                return batch;
            }
        }

        throw new InvalidOperationException("The connection ended first.");
    }
}
