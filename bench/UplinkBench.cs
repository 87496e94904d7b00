using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Cloud.Contracts;
using Cloud.Mqtt;
using Cloud.Uplink;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging.Abstractions;
using Simulators.World;

namespace Bench;

/// <summary>What the uplink carries and costs, through a real Mosquitto to a subscriber that only answers cursors, beside the broker's own limit.</summary>
internal static class UplinkBench
{
    private const int Backlog = 200_000;
    private const int Singles = 300;
    private const int Rounds = 3;
    private static readonly TimeProvider s_clock = TimeProvider.System;
    private static readonly GatewayAddress s_address = GatewayAddress.Of("store-1", "gw-1");

    /// <summary>Runs all of it, about a minute.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(CancellationToken cancellationToken)
    {
        var folder = PrivateFolder.Open(null);
        var broker = await Broker.StartAsync(folder, new BrokerOptions { Persistence = false }, [s_address], cancellationToken);
        await using var ownedBroker = broker;
        using var subscriber = UplinkSubscriber.Start(broker);
        var rows = new List<BenchRow>();
        rows.AddRange(await BacklogAsync(broker, folder, compress: true, cancellationToken));
        rows.AddRange(await BacklogAsync(broker, folder, compress: false, cancellationToken));
        rows.Add(await SingleAsync(broker, folder, cancellationToken));
        subscriber.Kill();
        folder.Delete();
        return rows;
    }

    /// <summary>Drains a full outbox; then publishes messages of the same size from memory, alternating.</summary>
    private static async Task<IReadOnlyList<BenchRow>> BacklogAsync(
        Broker broker, PrivateFolder folder, bool compress, CancellationToken cancellationToken)
    {
        var rates = new List<double>();
        var costs = new List<double>();
        var limits = new List<double>();
        var limitCosts = new List<double>();
        var size = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var path = Path.Combine(folder.Folder("outbox"), $"{(compress ? "br" : "plain")}-{round}.db");
            await using var outbox = Outbox.Open(new OutboxOptions { Path = path }, Stamp(), s_clock, NullLogger.Instance);
            await FillAsync(outbox, cancellationToken);
            using var meters = new UplinkMeters();
            var options = Options(broker);
            options.CompressAboveBytes = compress ? 1024 : 16 * 1024 * 1024;
            var start = s_clock.GetTimestamp();
            var cpu = Environment.CpuUsage.TotalTime;
            await using (var uplink = new RunningUplink(outbox, options, meters))
            {
                await uplink.CommittedAsync(outbox.LastSeq, cancellationToken);
                rates.Add(Backlog / s_clock.GetElapsedTime(start).TotalSeconds);
                costs.Add((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Backlog);
            }

            size = meters.Bytes / Math.Max(1, meters.Batches);
            var (limit, limitCost) = await LimitAsync(broker, (int)size, cancellationToken);
            limits.Add(limit * 500);
            limitCosts.Add(limitCost / 500);
        }

        var name = compress ? "Brotli" : "not compressed";
        return
        [
            new(
                $"outbox to committed, batches of 500 ({name})",
                Invariant($"{Median(rates):N0} events/s (rounds {rates.Min():N0} to {rates.Max():N0})"),
                Invariant($"broker alone {Median(limits):N0} events/s"),
                Invariant($"{Backlog:N0} events, {size:N0} bytes a batch, window 8; the broker's limit: the same messages from memory, acknowledged only")),
            new(
                $"CPU an event, outbox to committed ({name})",
                Invariant($"{Median(costs):F1} µs (rounds {costs.Min():F1} to {costs.Max():F1})"),
                Invariant($"<= 40 µs; publishing alone {Median(limitCosts):F2} µs"),
                "whole process: read, splice, compress, publish, trim, garbage collection"),
        ];
    }

    /// <summary>One event after another, each when the one before is committed.</summary>
    private static async Task<BenchRow> SingleAsync(Broker broker, PrivateFolder folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.Folder("outbox"), "single.db");
        await using var outbox = Outbox.Open(new OutboxOptions { Path = path }, Stamp(), s_clock, NullLogger.Instance);
        using var meters = new UplinkMeters();
        await using var uplink = new RunningUplink(outbox, Options(broker), meters);
        var entry = Entry(Stamp(), 0);
        var appends = new List<double>();
        var all = new List<double>();
        for (var i = 0; i < Singles; i++)
        {
            // A pause, as between customers: no batch before it holds the event back.
            await Task.Delay(TimeSpan.FromMilliseconds(10), s_clock, cancellationToken);
            var start = s_clock.GetTimestamp();
            var position = await outbox.AppendAsync(entry, cancellationToken);
            appends.Add(s_clock.GetElapsedTime(start).TotalMilliseconds);
            await uplink.CommittedAsync(position.Seq, cancellationToken);
            all.Add(s_clock.GetElapsedTime(start).TotalMilliseconds);
        }

        return new(
            "one event, append to cursor back",
            Invariant($"p50 {Percentile(all, 0.5):F1} ms, p99 {Percentile(all, 0.99):F1} ms"),
            Invariant($"p99 <= 50 ms; its append alone p50 {Percentile(appends, 0.5):F1} ms, p99 {Percentile(appends, 0.99):F1} ms"),
            Invariant($"{Singles} events 10 ms apart; the subscriber commits nothing to a disk"));
    }

    /// <summary>Messages a second that the broker takes from one connection with the same window and size, and their CPU in µs.</summary>
    private static async Task<(double Rate, double Cost)> LimitAsync(Broker broker, int size, CancellationToken cancellationToken)
    {
        var options = Options(broker);
        await using var connection = await new LibmosquittoConnector(s_clock).ConnectAsync(
            new MqttConnectOptions
            {
                Host = options.Host,
                Port = options.Port,
                ClientId = "limit",
                UserName = options.UserName,
                Password = (await File.ReadAllTextAsync(options.PasswordFile!, cancellationToken)).TrimEnd(),
            },
            cancellationToken);
        var message = new MqttMessage { Topic = s_address.Topic(Topics.Events), Payload = new byte[size], ContentType = BatchHeader.ContentType };
        using var window = new SemaphoreSlim(options.WindowBatches);
        const int messages = Backlog / 500 * 4;
        var cpu = Environment.CpuUsage.TotalTime;
        var start = s_clock.GetTimestamp();
        var sending = new List<Task>();
        for (var i = 0; i < messages; i++)
        {
            await window.WaitAsync(cancellationToken);
            sending.Add(PublishAsync());
        }

        await Task.WhenAll(sending);
        return (messages / s_clock.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / messages);

        async Task PublishAsync()
        {
            await connection.PublishAsync(message, cancellationToken);
            window.Release();
        }
    }

    private static UplinkOptions Options(Broker broker) => new()
    {
        Port = broker.Port,
        UserName = s_address.Gateway,
        PasswordFile = broker.PasswordFile(s_address.Gateway),
    };

    private static EventStamp Stamp() => new(s_address.Store, s_address.Gateway, s_clock);

    private static OutboxEntry Entry(EventStamp stamp, int number)
    {
        var data = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"symbology":"ean-13","text":"{{4006381000000 + (number * 7919L % 999_983)}}"}"""));
        return stamp.Stamp(new EventDraft(EventTypes.ScanRead, "till-1", s_clock.GetUtcNow(), data));
    }

    private static async Task FillAsync(Outbox outbox, CancellationToken cancellationToken)
    {
        var stamp = Stamp();
        for (var i = 0; i < Backlog; i += 1000)
        {
            await outbox.AppendAsync([.. Enumerable.Range(i, 1000).Select(n => Entry(stamp, n))], cancellationToken);
        }
    }

    private static double Median(List<double> values) => Percentile(values, 0.5);

    private static double Percentile(List<double> values, double part) =>
        values.Order().ElementAt(Math.Min(values.Count - 1, (int)(values.Count * part)));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>An uplink that runs until it is disposed.</summary>
    private sealed class RunningUplink : IAsyncDisposable
    {
        private readonly Outbox _outbox;
        private readonly CancellationTokenSource _stop = new();
        private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private readonly Task _running;

        public RunningUplink(Outbox outbox, UplinkOptions options, IMeterFactory meters)
        {
            _outbox = outbox;
            var service = new UplinkService(
                outbox, new LibmosquittoConnector(s_clock), options, new UplinkIdentity(s_address, "bench", "bench"), s_clock,
                () => 0.5, meters, DownlinkHandlers.None, NullLogger<UplinkService>.Instance);
            service.StatusChanged += _ => _changes.Writer.TryWrite(true);
            _running = service.RunAsync(_stop.Token);
        }

        public async Task CommittedAsync(long seq, CancellationToken cancellationToken)
        {
            while (_outbox.CommittedSeq < seq)
            {
                await _changes.Reader.ReadAsync(cancellationToken);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _stop.Dispose();
        }
    }
}
