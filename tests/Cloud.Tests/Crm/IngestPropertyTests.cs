using Cloud.Contracts;
using Cloud.Crm.Ingest;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm;

/// <summary>A network that drops, doubles and delays, a gateway that only follows cursors: every event once, in order, none missing.</summary>
public sealed class IngestPropertyTests : IAsyncLifetime
{
    private const int Cases = 40;
    private readonly SqliteTestDatabase _database = new();
    private readonly GatewayModel[] _gateways = [.. Enumerable.Range(0, 2 * Cases).Select(i => new GatewayModel("store-1", $"gw-{i}"))];
    private IngestFixture _ingest = null!;
    private int _next;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(TestContext.Current.CancellationToken);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), _gateways, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public Task AnyNetwork_AnyGrouping_CommitsEveryEventOnceInOrder() => Samples.SeedsAsync(Cases, seed => RunAsync(new Random(seed), seed));

    private async Task RunAsync(Random random, int seed)
    {
        var sender = new FollowingSender(_gateways[_next++ % _gateways.Length], random);
        var network = new List<MqttMessage>();
        for (var round = 0; !sender.IsDone && round < 400; round++)
        {
            // After a while the network behaves, so that the end is reached whenever the rules allow it.
            var bad = round < 60;
            network.AddRange(sender.Send());
            network = [.. network.Where(_ => !bad || random.Next(5) > 0).SelectMany(m => bad && random.Next(5) == 0 ? new[] { m, m } : [m])];
            if (bad && random.Next(4) == 0)
            {
                random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(network));
            }

            var group = network.Take(random.Next(1, 12)).ToArray();
            network.RemoveRange(0, group.Length);
            foreach (var outcome in group.Length == 0 ? [] : await _ingest.ApplyAsync(group))
            {
                if (outcome.Cursor is { } cursor && (!bad || random.Next(3) > 0))
                {
                    sender.Follow(cursor);
                }
            }

            sender.TimeOut(random.Next(6) == 0);
        }

        Assert.True(sender.IsDone, $"seed {seed}: stuck");
        foreach (var (epoch, seqs) in sender.Expected)
        {
            Assert.Equal(seqs, await _ingest.StoredAsync(sender.Gateway.Name, epoch));
        }

        var ledger = (await _ingest.Queries.LedgerAsync(null, TestContext.Current.CancellationToken)).Single(l => l.Gateway == sender.Gateway.Name);
        Assert.Equal((ledger.Rows, (long)sender.Expected.Sum(e => e.Seqs.Count)), (ledger.Tally, ledger.Rows));
    }

    /// <summary>The gateway's half of the rules, as simple as they can be said: an outbox of several epochs, a read position, cursors.</summary>
    private sealed class FollowingSender
    {
        private readonly List<(string Epoch, long First, long Last)> _epochs = [];
        private readonly HashSet<long> _missing = [];
        private readonly Random _random;
        private long _read;
        private long _committed;

        internal FollowingSender(GatewayModel gateway, Random random)
        {
            Gateway = gateway;
            _random = random;
            var first = 1L;
            for (var i = 1; i <= random.Next(1, 4); i++)
            {
                var last = first + random.Next(0, 25);
                _epochs.Add(($"{i}-a", first, last));
                first = last + 1;
            }

            for (var seq = 1L; seq < first; seq++)
            {
                if (random.Next(12) == 0)
                {
                    _missing.Add(seq);
                }
            }
        }

        internal GatewayModel Gateway { get; }

        internal bool IsDone => _committed == _epochs[^1].Last;

        internal IEnumerable<(string Epoch, List<long> Seqs)> Expected => _epochs.Select(e =>
            (e.Epoch, Enumerable.Range(0, (int)(e.Last - e.First + 1)).Select(i => e.First + i).Where(s => !_missing.Contains(s)).ToList()));

        internal IEnumerable<MqttMessage> Send()
        {
            for (var batches = _random.Next(1, 5); batches > 0 && _read < _epochs[^1].Last; batches--)
            {
                var at = _epochs.FindIndex(e => e.Last > _read);
                var epoch = _epochs[at];
                var first = _read + 1;
                var last = Math.Min(epoch.Last, _read + _random.Next(1, 9));
                _read = last;
                yield return Gateway.Batch(
                    epoch.Epoch,
                    first,
                    last,
                    at > 0 && first == epoch.First ? new EpochEnd(_epochs[at - 1].Epoch, _epochs[at - 1].Last) : null,
                    [.. _missing.Where(m => m >= first && m <= last).Order().Select(m => new SeqRange(m, m))],
                    _random.Next(2) == 0);
            }
        }

        internal void Follow(CursorDocument cursor)
        {
            var epoch = _epochs.Find(e => e.Epoch == cursor.Epoch);
            var position = Math.Max(cursor.Seq, epoch.First - 1);
            if (cursor.Replay)
            {
                _read = position;
            }

            _committed = Math.Max(_committed, position);
        }

        internal void TimeOut(bool now)
        {
            if (now)
            {
                _read = _committed;
            }
        }
    }
}
