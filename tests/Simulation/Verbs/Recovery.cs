using System.Diagnostics;
using System.Globalization;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace Simulation.Verbs;

/// <summary>How long an outbox takes to open after its program was killed: on the real disk, by SQLite's own seam to the system.</summary>
internal static class Recovery
{
    private const int Bodies = 1000;

    public static int Run(IReadOnlyList<string> args)
    {
        var size = (Arguments.Text(args, "--size") ?? "1GB").ToUpperInvariant().Replace("GB", "000MB", StringComparison.Ordinal).Replace("MB", "", StringComparison.Ordinal);
        var bytes = long.Parse(size, CultureInfo.InvariantCulture) * 1_000_000;
        if (Arguments.Text(args, "--fill") is { } file)
        {
            Fill(file, bytes);
        }

        var folder = Directory.CreateTempSubdirectory("sim-recovery-").FullName;
        try
        {
            var path = Path.Combine(folder, "outbox.db");
            var (code, _) = Self.Run("", "recovery", "--fill", path, "--size", (bytes / 1_000_000).ToString(CultureInfo.InvariantCulture) + "MB");
            var log = new FileInfo(path + "-wal");
            var words = string.Create(CultureInfo.InvariantCulture, $"outbox of {new FileInfo(path).Length / 1e6:0} MB with a log of {(log.Exists ? log.Length : 0) / 1e6:0.0} MB, its program killed (exit {code})");
            var begun = TimeProvider.System.GetTimestamp();
            var outbox = Open(path, bytes);
            var opened = TimeProvider.System.GetElapsedTime(begun);
            var first = outbox.Read(outbox.CommittedSeq, 500, 256 * 1024);
            var read = TimeProvider.System.GetElapsedTime(begun);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{words}: opened in {opened.TotalMilliseconds:0} ms, first batch of {first?.Rows.Count ?? 0} read after {read.TotalMilliseconds:0} ms; {outbox.LastSeq} events"));
            outbox.DisposeAsync().AsTask().GetAwaiter().GetResult();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Outbox Open(string path, long bytes) => Outbox.Open(
        new OutboxOptions { Path = path, CapacityBytes = bytes * 2 }, new EventStamp("store-0", "gw-0", TimeProvider.System, () => true, () => TimeSpan.Zero), TimeProvider.System, NullLogger.Instance);

    /// <summary>Fills an outbox with events of 1,000 bytes and is killed.</summary>
    private static void Fill(string path, long bytes)
    {
        var outbox = Open(path, bytes);
        var body = EventBody.Write(
            EventTypes.DeviceSample, new EventSource("store-0", "gw-0", "d0"), DateTimeOffset.UnixEpoch, true, TimeSpan.Zero, null,
            System.Text.Encoding.UTF8.GetBytes($"{{\"pad\":\"{new string('x', 700)}\"}}"));
        var entries = Enumerable.Repeat(new OutboxEntry(EventClass.Ledger, DateTimeOffset.UnixEpoch, body), Bodies).ToList();
        while (new FileInfo(path).Length < bytes)
        {
            outbox.AppendAsync(entries, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }

        Process.GetCurrentProcess().Kill();
    }
}
