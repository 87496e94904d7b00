using Cloud.Contracts;
using Cloud.Crm.Demo;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm.Proof;

/// <summary>Real nodes, a real broker and one PostgreSQL: whichever node dies with whatever in hand, the books are those of one node that lives.</summary>
[Trait("needs", "postgres")]
public sealed class KilledNodesTests : IAsyncDisposable
{
    private static readonly TimeSpan s_resend = TimeSpan.FromSeconds(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("nodes-").FullName;
    private readonly List<PostgresTestDatabase> _databases = [];
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ThreeNodes_KilledInTheMiddleOfBatches_LeaveTheBooksOfOneNode()
    {
        var days = ProofDays.Messages();
        var (expected, _) = await BooksAsync("one", ["alone"], days, _ => false);
        Assert.True(expected.Count(line => line.StartsWith("sale:", StringComparison.Ordinal)) > 500, "the days have sales");

        var (books, killed) = await BooksAsync("three", ["a", "b", "c"], days, sent => sent % 10 == 2);

        Assert.Equal(3, killed);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', books));
    }

    /// <summary>The books after all days.</summary>
    /// <param name="name">A name for the run's files.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="days">For each store its messages.</param>
    /// <param name="kills">Whether the node that was just sent this message, counted from 0 over all stores, dies before its answer is awaited.</param>
    private async Task<(IReadOnlyList<string> Books, int Killed)> BooksAsync(string name, IReadOnlyList<string> nodes, List<List<MqttMessage>> days, Func<int, bool> kills)
    {
        var test = new PostgresTestDatabase();
        _databases.Add(test);
        await test.CreateAsync(_stop);
        await using (var prepared = await ProofNode.StartAsync(test, "prepares", new DemoClock(ProofDays.End), _stop))
        {
            await ProofDays.PrepareAsync(prepared.Database, prepared.Services, _stop);
        }

        await using var broker = await MosquittoProcess.StartAsync(null, _stop);
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var running = nodes.Select(node => NodeProcess.Start(folder, node, test, broker.Port)).ToList();
        var database = test.Open();
        var (sent, killed) = (0, 0);
        try
        {
            using var one = new SemaphoreSlim(1, 1);
            await Task.WhenAll(DemoStore.All.Select((store, i) => SendAsync(store, days[i], broker.Port, async () =>
            {
                if (kills(Interlocked.Increment(ref sent) - 1))
                {
                    await one.WaitAsync(_stop);
                    await (await HolderAsync(database, store, running)).KillAndRestartAsync();
                    killed++;
                    one.Release();
                }
            })));
            await UntilBookedAsync(database);
        }
        finally
        {
            foreach (var node in running)
            {
                await node.DisposeAsync();
            }
        }

        // The nodes settle baskets at their own times, which comes to the same in the end.
        await new BasketSettling(database, TimeProvider.System).SettleAsync(_stop);
        Assert.Empty(await Books.UnevenAsync(database, _stop));
        return (await Books.ReadAsync(database, _stop), killed);
    }

    /// <summary>The node to which the store's messages go.</summary>
    private async Task<NodeProcess> HolderAsync(HeadquartersDatabase database, DemoStore store, List<NodeProcess> running)
    {
        await using var connection = await database.OpenAsync(_stop);
        var holder = await connection.Command(
            "SELECT l.holder FROM shard_lease l JOIN gateway g ON g.shard = l.shard WHERE g.gateway = @gateway", ("gateway", store.Gateway)).ListAsync(r => r.GetString(0), _stop);
        return running.Single(node => Assert.Single(holder).StartsWith(node.Name, StringComparison.Ordinal));
    }

    /// <summary>What a gateway does: sends, and sends again where no cursor says that it arrived.</summary>
    private async Task SendAsync(DemoStore store, List<MqttMessage> messages, int port, Func<Task> afterSending)
    {
        var address = GatewayAddress.Of(store.Store, store.Gateway);
        await using var connection = await new LibmosquittoConnector(TimeProvider.System).ConnectAsync(
            new MqttConnectOptions { Host = "127.0.0.1", Port = port, ClientId = store.Gateway }, _stop);
        await connection.SubscribeAsync([address.Topic(Topics.Cursor)], _stop);
        Assert.True(await connection.Inbound.WaitToReadAsync(_stop), "the node that reads this store shows its cursor");
        foreach (var message in messages)
        {
            Assert.Null(BatchHeader.TryRead(message.UserProperties, out var header));
            await connection.PublishAsync(message, _stop);
            await afterSending();
            while (!await IsCommittedAsync(connection, header!.Last))
            {
                await connection.PublishAsync(message, _stop);
            }
        }
    }

    /// <summary>Whether a cursor comes soon that has this event.</summary>
    private async Task<bool> IsCommittedAsync(IMqttConnection connection, long last)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        patience.CancelAfter(s_resend);
        try
        {
            await foreach (var message in connection.Inbound.ReadAllAsync(patience.Token))
            {
                if (CursorDocument.Read(message.Payload.Span)!.Seq >= last)
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return false;
        }

        throw new InvalidOperationException($"the connection ended: {await connection.Closed}");
    }

    private async Task UntilBookedAsync(HeadquartersDatabase database)
    {
        using var round = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            await using var connection = await database.OpenAsync(_stop);
            if ((await connection.Command("SELECT 1 FROM sale_inbox WHERE state = 'waiting'").ListAsync(r => 1, _stop)).Count == 0)
            {
                return;
            }
        }
        while (await round.WaitForNextTickAsync(_stop));
    }
}
