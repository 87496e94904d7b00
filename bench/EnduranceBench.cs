using System.Globalization;
using System.Text;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench;

/// <summary>
/// Days without headquarters, at full speed: the real outbox on a real disk, with the clock in step with the events. One event in ten is of
/// the ledger and must be kept; the others are telemetry, and the cap is reached. Then headquarters is back and takes everything, and every
/// number is looked at.
/// </summary>
internal static class EnduranceBench
{
    private const int EventsASecond = 5;
    private const int LedgerEvery = 10;

    /// <summary>Events of one transaction: fifty seconds of the store's time. What a commit costs by itself is measured apart.</summary>
    private const int Together = 250;

    private const int SingleEvents = 1_000;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);

    /// <summary>Runs it in <paramref name="folder"/>, which must be on the disk that is meant.</summary>
    /// <param name="folder">Where the outbox is made anew.</param>
    /// <param name="days">How many days of the store's time.</param>
    /// <param name="capacity">The cap of the file, in bytes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string folder, int days, long capacity, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var clock = new SteppedClock();
        var offered = new OfferedEvents(days * 86_400L * EventsASecond);
        var disk = new OutboxDisk(Path.Combine(folder, "endurance.db"));
        disk.Delete();
        var outbox = Outbox.Open(new OutboxOptions { Path = disk.Path, CapacityBytes = capacity }, new EventStamp("store-1", "gw-1", clock), clock, NullLogger.Instance);
        await using (outbox.ConfigureAwait(false))
        {
            var single = await SingleAsync(outbox, clock, offered, cancellationToken).ConfigureAwait(false);
            var idle = await IdleAsync(cancellationToken).ConfigureAwait(false);
            var offline = await OfflineAsync(outbox, clock, offered, disk, cancellationToken).ConfigureAwait(false);
            var dropped = outbox.Snapshot().Dropped;
            var check = Drain(outbox, offered);
            return
            [
                new("events offered", Invariant($"{offered.Count:N0} in {days} days of the store, {offline.Time.TotalSeconds:N0} s here"), "", Invariant($"{offered.Ledger:N0} of the ledger, {offered.Count - offered.Ledger:N0} telemetry; {EventsASecond} a second of the store's time, {Together} a transaction")),
                new("memory, growth of RSS", Invariant($"{Mega(offline.RssEnd - offline.RssBegin)} MB, at most {Mega(offline.RssPeak - offline.RssBegin)} MB"), "<= 5 MB", Invariant($"from the end of the first day ({Mega(offline.RssBegin)} MB) to the end, looked at daily")),
                new("disk, the most", Invariant($"{offline.DiskPeak:N0} bytes = {offline.DiskPeak * 100.0 / capacity:F2} % of the cap"), "<= 101 %", Invariant($"cap {capacity:N0} bytes; database, write-ahead log and what else lies beside it, looked at every {40 * Together:N0} events")),
                new("ledger events lost", Invariant($"{check.LedgerMissing}"), "0", Invariant($"{check.LedgerSeen:N0} read back in order")),
                new("telemetry dropped", Invariant($"{dropped:N0}"), "", Invariant($"{check.TelemetryMissing:N0} numbers of telemetry have no row")),
                new("gap records", Invariant($"{check.Told:N0} events told by {check.Records:N0} records; {check.Untold} missing and not told, {check.ToldAndThere} numbers given as gap and there"), Invariant($"{check.TelemetryMissing:N0} told, 0, 0"), "each number is a row, or in a gap, and the sum of the records' counts is what is missing"),
                new("write amplification, by the transaction", Invariant($"{offline.Amplification:F2}"), "", Invariant($"/proc/self/io write_bytes / bytes of the events; {Together} a transaction, drops at the cap included")),
                new("write amplification, one at a time", Invariant($"{single:F1}"), "", Invariant($"{SingleEvents:N0} commits of one event: whole pages of 4 kB in the log, then in the file")),
                new("idle writes", Invariant($"{idle} bytes in {s_idle.TotalSeconds:0} s"), "0", "the outbox open and at rest"),
            ];
        }
    }

    private static async Task<double> SingleAsync(Outbox outbox, SteppedClock clock, OfferedEvents offered, CancellationToken cancellationToken)
    {
        var before = ProcessFigures.WrittenBytes();
        var payload = 0L;
        for (var i = 0; i < SingleEvents; i++)
        {
            var entry = offered.Next(clock);
            payload += entry.Body.Length;
            offered.Took(entry, await outbox.AppendAsync(entry, cancellationToken).ConfigureAwait(false));
            clock.Step(TimeSpan.FromSeconds(1.0 / EventsASecond));
        }

        return (ProcessFigures.WrittenBytes() - before) / (double)payload;
    }

    private static async Task<long> IdleAsync(CancellationToken cancellationToken)
    {
        var before = ProcessFigures.WrittenBytes();
        await Task.Delay(s_idle, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return ProcessFigures.WrittenBytes() - before;
    }

    private static async Task<OfflineFigures> OfflineAsync(
        Outbox outbox, SteppedClock clock, OfferedEvents offered, OutboxDisk disk, CancellationToken cancellationToken)
    {
        var begin = TimeProvider.System.GetTimestamp();
        var written = ProcessFigures.WrittenBytes();
        var (payload, rssBegin, rssPeak, diskPeak) = (0L, 0L, 0L, 0L);
        var entries = new List<OutboxEntry>(Together);
        var tomorrow = clock.GetUtcNow().AddDays(1);
        while (offered.Left > 0)
        {
            entries.Clear();
            while (entries.Count < Together && offered.Left > entries.Count)
            {
                entries.Add(offered.Next(clock));
                payload += entries[^1].Body.Length;
                clock.Step(TimeSpan.FromSeconds(1.0 / EventsASecond));
            }

            var positions = await outbox.AppendAsync(entries, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < entries.Count; i++)
            {
                offered.Took(entries[i], positions[i]);
            }

            diskPeak = offered.Taken % (40 * Together) == 0 ? Math.Max(diskPeak, disk.Bytes()) : diskPeak;
            if (clock.GetUtcNow() < tomorrow && offered.Left > 0)
            {
                continue;
            }

            tomorrow = tomorrow.AddDays(1);
            var rss = ProcessFigures.RssBytes();
            rssBegin = rssBegin == 0 ? rss : rssBegin;
            rssPeak = Math.Max(rssPeak, rss);
            diskPeak = Math.Max(diskPeak, disk.Bytes());
            await Console.Error.WriteLineAsync(Invariant($"{clock.GetUtcNow():MM-dd} {offered.Taken:N0} events, RSS {Mega(rss)} MB, disk {Mega(disk.Bytes())} MB")).ConfigureAwait(false);
        }

        return new OfflineFigures(
            TimeProvider.System.GetElapsedTime(begin), rssBegin, ProcessFigures.RssBytes(), rssPeak, diskPeak, (ProcessFigures.WrittenBytes() - written) / (double)payload);
    }

    /// <summary>Takes everything as headquarters would, and looks at every number.</summary>
    private static EnduranceCheck Drain(Outbox outbox, OfferedEvents offered)
    {
        var check = new EnduranceCheck(offered);
        while (outbox.Read(check.Position, 1000, 1 << 20) is { } batch)
        {
            check.Take(batch);
            outbox.ApplyCursor(batch.Epoch, batch.Last);
        }

        check.Close();
        return check;
    }

    private static string Mega(long bytes) => (bytes / 1e6).ToString("F1", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record OfflineFigures(TimeSpan Time, long RssBegin, long RssEnd, long RssPeak, long DiskPeak, double Amplification);

    /// <summary>Makes the events and remembers which number each kind got. All its memory is taken at the beginning.</summary>
    internal sealed class OfferedEvents
    {
        private static readonly byte[] s_scan = Encoding.UTF8.GetBytes("""{"symbology":"]E0","text":"6901234567892"}""");
        private static readonly byte[] s_sample = Encoding.UTF8.GetBytes("""{"quantity":"load","value":"1203.5","unit":"g"}""");

        /// <summary>By sequence number: 0 none of ours, 1 telemetry, 2 ledger.</summary>
        private readonly byte[] _kinds;

        private long _made;
        private long _took;

        public OfferedEvents(long count)
        {
            Count = count;
            _kinds = new byte[count + (count / 50) + 10_000];
            Array.Fill(_kinds, (byte)1);
            Array.Clear(_kinds);
        }

        public long Count { get; }

        public long Left => Count - _took;

        public long Ledger { get; private set; }

        public OutboxEntry Next(SteppedClock clock)
        {
            var isLedger = _made++ % LedgerEvery == 0;
            return new EventStamp("store-1", "gw-1", clock, () => true, () => clock.SinceStart)
                .Stamp(new EventDraft(isLedger ? EventTypes.ScanRead : EventTypes.DeviceSample, isLedger ? "till-1" : "plate-1", clock.GetUtcNow(), isLedger ? s_scan : s_sample));
        }

        public void Took(OutboxEntry entry, OutboxPosition position)
        {
            _took++;
            Ledger += entry.Class == EventClass.Ledger ? 1 : 0;
            _kinds[position.Seq] = entry.Class == EventClass.Ledger ? (byte)2 : (byte)1;
        }

        public long Taken => _took;

        public bool IsTelemetry(long seq) => seq < _kinds.Length && _kinds[seq] == 1;

        public bool IsLedger(long seq) => seq < _kinds.Length && _kinds[seq] == 2;
    }
}
