using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Cloud.Tests.Crm.Outgoing;

/// <summary>What leaves the database: once in normal work, at least once over a crash, and not for ever.</summary>
public abstract class OutgoingTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly ManualClock _clock = new();
    private readonly Recorder _recorder = new();
    private HeadquartersDatabase _open = null!;
    private OutgoingQueue _queue = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _open = _database.Open();
        _queue = new OutgoingQueue(_open, _clock, () => 0.5);
        await SchemaMigration.ApplyAsync(_open, _clock, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Messages_WithTwoNodes_AreCarriedOnceEach()
    {
        for (var i = 0; i < 60; i++)
        {
            await AddAsync($"key-{i}");
            await AddAsync($"key-{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            async () =>
            {
                using var node = Worker(new OutgoingQueue(_database.Open(), _clock, () => 0.5));
                while (await node.RoundAsync(Cancel) > 0)
                {
                }
            },
            Cancel)));

        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"key-{i}").Order(StringComparer.Ordinal), _recorder.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(60, await CountAsync("SELECT count(*) FROM outgoing WHERE state = 'sent'"));
    }

    [Fact]
    public async Task Message_OfANodeThatDied_IsTakenByAnotherAndNotWrittenByTheDead()
    {
        await AddAsync("key-1");
        var dead = (await _queue.TakeAsync(8, Cancel)).Single();
        Assert.Empty(await _queue.TakeAsync(8, Cancel));
        _clock.Advance(OutgoingQueue.Held);
        var again = (await _queue.TakeAsync(8, Cancel)).Single();
        Assert.Equal((dead.Id, 2), (again.Id, again.Attempts));

        await _queue.EndAsync(dead, new Carried(CarryOutcome.Never, "late"), Cancel);
        await _queue.EndAsync(again, new Carried(CarryOutcome.Sent, "200"), Cancel);
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM outgoing WHERE state = 'sent' AND said = '200'"));
    }

    [Fact]
    public async Task Message_ThatNeverArrives_WaitsLongerEachTimeAndIsGivenUp()
    {
        await AddAsync("key-1");
        _recorder.Answer = new Carried(CarryOutcome.Again, "503 closed");
        using var worker = Worker(_queue);
        var attempts = 0;
        var waits = new List<TimeSpan>();
        while (await CountAsync("SELECT count(*) FROM outgoing WHERE state = 'waiting'") > 0)
        {
            Assert.Equal(1, await worker.RoundAsync(Cancel));
            var wait = OutgoingQueue.Backoff(++attempts, 0.5);
            waits.Add(wait);
            _clock.Advance(wait - TimeSpan.FromSeconds(1));
            Assert.Equal(0, await worker.RoundAsync(Cancel));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(OutgoingQueue.MostAttempts, attempts);
        Assert.Equal(waits.Order(), waits);
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM outgoing WHERE state = 'failed' AND said = '503 closed'"));
    }

    [Fact]
    public async Task Webhook_IsPostedSignedAndItsRedirectNotFollowed()
    {
        using var receiver = new Receiver("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
        using var key = new MemberKey(new byte[MemberKey.Length], "86");
        var webhooks = new WebhookTable(_open, new AuditTable(_open, _clock), _clock);
        var webhook = await webhooks.AddAsync(Caller.Headquarters, "receiver", receiver.Url, ["stock.low"], ["store-1"], Cancel);
        var events = new WebhookEvents(new OutgoingTable(_open, _clock), _clock);
        foreach (var (name, store) in new[] { ("stock.low", "store-1"), ("stock.low", "store-2"), ("stock.low", null), ("order.sent", "store-1") })
        {
            await _open.WriteAsync(
                async t =>
                {
                    await events.AddAsync(t, name, $"{name}/{store}", store, """{"sku":"cola"}""", Cancel);
                    return true;
                },
                Cancel);
        }

        using var carrier = new WebhookCarrier(webhooks, new MemberKeyring(key), new OutgoingOptions { PrivateNetworks = [IPNetwork.Parse("127.0.0.0/8")] }, _clock);
        using var worker = new OutgoingWorker(_queue, [carrier], TimeSpan.FromSeconds(1), _clock, NullLogger<OutgoingWorker>.Instance);
        Assert.Equal(1, await worker.RoundAsync(Cancel));
        var (head, body) = await receiver.RequestAsync(Cancel);
        Assert.Contains($"Headquarters-Signature: {WebhookCarrier.Sign(WebhookCarrier.SecretOf(webhook, key)!, _clock.GetUtcNow(), body)}", head, StringComparison.Ordinal);
        Assert.Equal("""{"event":"stock.low","key":"stock.low/store-1","at":"2026-11-21T08:00:00Z","store":"store-1","data":{"sku":"cola"}}""", body);

        var delivery = (await webhooks.DeliveriesAsync(webhook.Id, null, 10, Cancel)).Deliveries.Single();
        Assert.Equal("sent", delivery.State);
        Assert.True(await _queue.AgainAsync(WebhookCarrier.KindName, webhook.Id, delivery.Id, Cancel));
        await worker.RoundAsync(Cancel);
        Assert.Equal(("waiting", "302"), (await webhooks.DeliveriesAsync(webhook.Id, null, 10, Cancel)).Deliveries.Single() is var d ? (d.State, d.Said) : default);
    }

    [Theory]
    [InlineData("https://127.0.0.1:1/")]
    [InlineData("https://localhost:1/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("http://93.184.216.34/")]
    public async Task Webhook_ToAnAddressOfOurOwn_IsNotConnectedTo(string url)
    {
        using var key = new MemberKey(new byte[MemberKey.Length], "86");
        var webhooks = new WebhookTable(_open, new AuditTable(_open, _clock), _clock);
        var webhook = await webhooks.AddAsync(Caller.Headquarters, "receiver", url, ["stock.low"], [], Cancel);
        using var carrier = new WebhookCarrier(webhooks, new MemberKeyring(key), new OutgoingOptions(), _clock);
        var carried = await carrier.CarryAsync(new OutgoingMessage("1", "webhook", "k", webhook.Id, "{}", 1, _clock.GetUtcNow().UtcDateTime), Cancel);

        Assert.Equal(CarryOutcome.Again, carried.Outcome);
        Assert.Contains("outgoing.privateNetworks", carried.Said, StringComparison.Ordinal);
    }

    private OutgoingWorker Worker(OutgoingQueue queue) => new(queue, [_recorder], TimeSpan.FromSeconds(1), _clock, NullLogger<OutgoingWorker>.Instance);

    private Task<bool> AddAsync(string key) => _open.WriteAsync(t => new OutgoingTable(_open, _clock).AddAsync(t, "test", key, "there", "{}", Cancel), Cancel);

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = await _open.OpenAsync(Cancel);
        return (await connection.Command(sql).ListAsync(r => r.GetInt64(0), Cancel)).Single();
    }

    private sealed class Recorder : IOutgoingCarrier
    {
        private readonly ConcurrentQueue<string> _keys = new();

        public string Kind => "test";

        public IReadOnlyCollection<string> Keys => _keys;

        public Carried Answer { get; set; } = new(CarryOutcome.Sent, "200");

        public Task<Carried> CarryAsync(OutgoingMessage message, CancellationToken cancellationToken)
        {
            _keys.Enqueue(message.Key);
            return Task.FromResult(Answer);
        }
    }
}

/// <summary>Takes requests on loopback and answers each with the next of what it was given.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly System.Threading.Channels.Channel<(string Head, string Body)> _requests = System.Threading.Channels.Channel.CreateBounded<(string, string)>(16);
    private readonly Queue<string> _answers;
    private readonly Task _working;

    internal Receiver(params string[] answers)
    {
        _answers = new Queue<string>(answers);
        _listener.Start();
        _working = WorkAsync();
    }

    internal string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook";

    internal async Task<(string Head, string Body)> RequestAsync(CancellationToken cancellationToken) => await _requests.Reader.ReadAsync(cancellationToken);

    public void Dispose()
    {
        _listener.Stop();
        _ = _working;
    }

    private async Task WorkAsync()
    {
        try
        {
            while (_answers.TryDequeue(out var answer))
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                using var text = new MemoryStream();
                var buffer = new byte[4096];
                string all;
                int head, length;
                do
                {
                    text.Write(buffer, 0, await stream.ReadAsync(buffer));
                    all = Encoding.UTF8.GetString(text.ToArray());
                    head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                    length = head < 0 ? 0 : int.Parse(all.Split("Content-Length: ")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
                }
                while (head < 0 || text.Length < head + 4 + length);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal)));
                await _requests.Writer.WriteAsync((all[..head], all[(head + 4)..]));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The test has ended.
        }
    }
}

public sealed class OutgoingOnSqliteTests : OutgoingTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class OutgoingOnPostgresTests : OutgoingTests<PostgresTestDatabase>;
