using System.Globalization;
using System.Text;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench;

/// <summary>What a durable append costs, beside what the disk itself costs in the same run.</summary>
internal static class AppendBench
{
    private const int Rounds = 8;
    private const int Producers = 256;
    private const int AppendsARound = 50;
    private const int LeastSingleRounds = 20;
    private static readonly TimeSpan s_single = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1);
    private static readonly TimeProvider s_clock = TimeProvider.System;

    /// <summary>Runs all of it in <paramref name="folder"/>, which must be on the disk that is meant.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var rows = new List<BenchRow>();
        rows.AddRange(await SingleAsync(folder, cancellationToken).ConfigureAwait(false));
        rows.AddRange(await ManyAsync(folder, cancellationToken).ConfigureAwait(false));
        return rows;
    }

    /// <summary>
    /// One append at a time against append + fdatasync of the same bytes. Rounds are short and alternate, and each gives its own
    /// ratio, because the speed of a disk under load changes from one second to the next.
    /// </summary>
    private static async Task<IReadOnlyList<BenchRow>> SingleAsync(string folder, CancellationToken cancellationToken)
    {
        var entry = Entry();
        var outboxTimes = new List<double>();
        var rawTimes = new List<double>();
        var ratios = new List<double>();
        await using var outbox = OpenOutbox(Path.Combine(folder, "single.db"));
        using var raw = new RawAppend(Path.Combine(folder, "single.raw"));
        await MeasureAsync(outbox, entry, [], cancellationToken).ConfigureAwait(false);
        Measure(raw, entry.Body, []);
        var begin = s_clock.GetTimestamp();
        while (ratios.Count < LeastSingleRounds || s_clock.GetElapsedTime(begin) < s_single)
        {
            var ours = new List<double>();
            var theirs = new List<double>();
            await MeasureAsync(outbox, entry, ours, cancellationToken).ConfigureAwait(false);
            Measure(raw, entry.Body, theirs);
            ratios.Add(Percentile(ours, 0.5) / Percentile(theirs, 0.5));
            outboxTimes.AddRange(ours);
            rawTimes.AddRange(theirs);
        }

        return
        [
            new(
                "single durable append, p50 / p99",
                Invariant($"{Percentile(outboxTimes, 0.5):F0} / {Percentile(outboxTimes, 0.99):F0} µs"),
                Invariant($"raw append + fdatasync {Percentile(rawTimes, 0.5):F0} / {Percentile(rawTimes, 0.99):F0} µs"),
                Invariant($"{entry.Body.Length} bytes; {ratios.Count} alternated rounds of {AppendsARound} each")),
            new(
                "single durable append / raw",
                Invariant($"{Percentile(ratios, 0.5):F2} (quartiles {Percentile(ratios, 0.25):F2} to {Percentile(ratios, 0.75):F2})"),
                "<= 1.10",
                "median of the rounds' ratios of medians; one fsync a commit is what holds it back"),
        ];
    }

    /// <summary>256 producers, each waiting for its append before the next.</summary>
    private static async Task<IReadOnlyList<BenchRow>> ManyAsync(string folder, CancellationToken cancellationToken)
    {
        var entry = Entry();
        var rates = new List<double>();
        var costs = new List<double>();
        await using var outbox = OpenOutbox(Path.Combine(folder, "many.db"));
        for (var round = 0; round < Rounds; round++)
        {
            var done = 0L;
            var cpu = Environment.CpuUsage.TotalTime;
            var start = s_clock.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(
                async () =>
                {
                    var count = 0;
                    while (s_clock.GetElapsedTime(start) < s_round)
                    {
                        await outbox.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
                        count++;
                    }

                    Interlocked.Add(ref done, count);
                },
                cancellationToken))).ConfigureAwait(false);
            if (round > 0)
            {
                rates.Add(done / s_clock.GetElapsedTime(start).TotalSeconds);
                costs.Add((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / done);
            }

            var last = outbox.Snapshot();
            outbox.ApplyCursor(last.Epoch, last.LastSeq);
        }

        return
        [
            new(
                Invariant($"durable appends, {Producers} producers"),
                Invariant($"{Percentile(rates, 0.5):N0} /s (rounds {rates.Min():N0} to {rates.Max():N0})"),
                ">= 50,000 /s",
                "acknowledged rows leave meanwhile; the writer's CPU and the copy of the log into the file hold it back"),
            new(
                "CPU a durable append, 256 producers",
                Invariant($"{Percentile(costs, 0.5):F1} µs"),
                "a few µs",
                "whole process: producers, writer, garbage collection"),
        ];
    }

    private static async Task MeasureAsync(Outbox outbox, OutboxEntry entry, List<double> microseconds, CancellationToken cancellationToken)
    {
        for (var i = 0; i < AppendsARound; i++)
        {
            var start = s_clock.GetTimestamp();
            await outbox.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
            microseconds.Add(s_clock.GetElapsedTime(start).TotalMicroseconds);
        }
    }

    private static void Measure(RawAppend raw, byte[] body, List<double> microseconds)
    {
        for (var i = 0; i < AppendsARound; i++)
        {
            var start = s_clock.GetTimestamp();
            raw.Append(body);
            microseconds.Add(s_clock.GetElapsedTime(start).TotalMicroseconds);
        }
    }

    private static Outbox OpenOutbox(string path)
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm", path + ".lock", path + ".opened"])
        {
            File.Delete(file);
        }

        var stamp = new EventStamp("store-1", "gw-1", s_clock);
        return Outbox.Open(new OutboxOptions { Path = path }, stamp, s_clock, NullLogger.Instance);
    }

    private static OutboxEntry Entry()
    {
        var data = Encoding.UTF8.GetBytes("""{"symbology":"ean-13","text":"4006381333931"}""");
        return new EventStamp("store-1", "gw-1", s_clock).Stamp(new EventDraft(EventTypes.ScanRead, "till-1", s_clock.GetUtcNow(), data));
    }

    private static double Percentile(List<double> values, double part)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
