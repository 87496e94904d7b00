using System.Globalization;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Alerts.Webhooks;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Visits;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench;

/// <summary>How soon an arrival is shown, and claimed: on the disk, with three webhooks that cannot be reached, 50 alerts open, and notes.</summary>
internal static class AlertBench
{
    private const int Arrivals = 1000;
    private const int Open = 50;

    /// <summary>Members arrive one after the other; each is claimed and done.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var secret = Path.Combine(folder, "webhook-secret");
        await File.WriteAllTextAsync(secret, new string('s', 32), cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var clock = TimeProvider.System;
        var options = new AlertOptions { MostOpen = 2000 };
        for (var i = 0; i < 3; i++)
        {
            // The discard port of this machine: every try fails at once, and is written down.
            options.Webhooks.Add(new WebhookOptions { Name = $"hook-{i}", Kind = WebhookKind.Generic, Url = "http://127.0.0.1:9/", SecretFile = secret, PerMinute = 600 });
        }

        var profile = new MemberProfile("m", "Ms. Lee", "gold", clock.GetUtcNow(), [.. Enumerable.Range(0, 8).Select(i => new UsualGoods($"sku-{i}", $"Goods {i}"))], ["A note."], null, clock.GetUtcNow());
        var sources = new AlertSources(_ => profile, _ => 3, _ => true, () => ["ann", "bob"]);
        using var desk = AlertDesk.OpenAt(
            Path.Combine(folder, $"alerts-{Guid.NewGuid():N}.db"), options, sources, new NoteSeal(plain => plain, box => box), (_, _) => ValueTask.CompletedTask, clock, null,
            NullLogger<AlertDesk>.Instance);
        using var webhooks = new AlertWebhooks(desk, options, "store-1", _ => profile, clock, () => 0.5, null, NullLogger.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Task.WhenAll(desk.RunAsync(stop.Token), webhooks.RunAsync(stop.Token));
        for (var i = 0; i < Open; i++)
        {
            await ArriveAsync(desk, $"waits-{i}", cancellationToken);
        }

        List<double> shown = [], cards = [], claimed = [];
        var (begun, caller, told) = (0L, 0, double.NaN);
        desk.Changed += () =>
        {
            // Turns of others are told on another thread.
            if (Environment.CurrentManagedThreadId == caller && double.IsNaN(told))
            {
                told = clock.GetElapsedTime(begun).TotalMilliseconds;
            }
        };
        for (var i = 0; i < Arrivals; i++)
        {
            (begun, caller, told) = (clock.GetTimestamp(), Environment.CurrentManagedThreadId, double.NaN);
            await ArriveAsync(desk, $"member-{i % 100}", cancellationToken);
            shown.Add(told);
            begun = clock.GetTimestamp();
            var alert = desk.Open.First(one => one.Member == $"member-{i % 100}");
            cards.Add(clock.GetElapsedTime(begun).TotalMilliseconds);
            begun = clock.GetTimestamp();
            _ = await desk.ClaimAsync(alert.Id, "ann", cancellationToken);
            claimed.Add(clock.GetElapsedTime(begun).TotalMilliseconds);
            _ = await desk.NoteAsync(alert.Id, "ann", "Likes tea.", cancellationToken);
            _ = await desk.DoneAsync(alert.Id, "ann", cancellationToken);
        }

        await stop.CancelAsync();
        await running;
        var tries = webhooks.Views.Sum(view => view.Waiting);
        return
        [
            new BenchRow("arrival handed over to listeners told, p99", Ms(shown, 0.99), "1000 ms from the frame", Note(shown, $"{Arrivals} arrivals, one fsync each, {Open} open; {tries} messages wait for webhooks that refuse")),
            new BenchRow($"the cards of {Open + 1} open alerts, p99", Ms(cards, 0.99), "none set", Note(cards, "8 goods, the profile, up to 20 notes each")),
            new BenchRow("claim to its answer, p99", Ms(claimed, 0.99), "none set", Note(claimed, "on the disk with its event")),
        ];
    }

    private static Task ArriveAsync(AlertDesk desk, string member, CancellationToken cancellationToken) =>
        desk.ArrivedAsync(new Arrival(Guid.NewGuid(), member, RecognisedBy.Face, "entrance", TimeProvider.System.GetUtcNow(), 0.93m), cancellationToken);

    private static string Note(List<double> values, string text) => string.Create(CultureInfo.InvariantCulture, $"median {Ms(values, 0.5)}, longest {Ms(values, 1)}; {text}");

    private static string Ms(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)]:F1} ms");
    }
}
