using System.Text.Json;
using Cloud.Contracts;
using Core.Tests.Outbox;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Stocktake;
using Microsoft.Extensions.Logging.Abstractions;
using Engine = EdgeGateway.Core.Stocktake.Stocktake;

namespace Core.Tests.Stocktake;

/// <summary>A stocktake and an outbox in one folder, which can be copied as it is on the disk: what a kill would leave.</summary>
internal sealed class StocktakeFixture : IAsyncDisposable
{
    public const string Ean = "]E04006381333931";
    public const string Sku = "4006381333931";
    public const string OtherEan = "96385074";

    private readonly List<IDisposable> _open = [];
    private readonly List<IAsyncDisposable> _outboxes = [];

    public StocktakeFixture()
    {
        Outbox = new OutboxFixture();
        Store = Outbox.Open();
        _outboxes.Add(Store);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public OutboxFixture Outbox { get; }

    public EdgeGateway.Core.Outbox.Outbox Store { get; private set; }

    public StocktakeOptions Options { get; } = new();

    public string File => Path.Combine(Outbox.Folder, "stocktake.db");

    /// <summary>Opens the engine on the outbox, or on what a test puts in its place.</summary>
    public Engine Open(Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask>? keep = null)
    {
        var decoder = new ScanDecoder(LabelLayouts.Of(new LabelOptions { Layouts = [new() { Pattern = "21IIIIIWWWWWC" }, new() { Pattern = "23IIIIIPPPPPC" }] }));
        var engine = Engine.Open(File, decoder, Options, keep ?? KeepAsync, Outbox.Clock, NullLogger<Engine>.Instance);
        _open.Add(engine);
        return engine;
    }

    public async ValueTask KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken) =>
        await Store.AppendAsync([.. events.Select(Outbox.Stamp.Stamp)], cancellationToken);

    /// <summary>The lines that headquarters would be told, as many times as it would.</summary>
    public List<(string Location, string Sku, long Counted, string Who, string Unit, string Session)> Told() =>
        [.. OutboxFixture.ReadAll(Store).SelectMany(batch => batch.Rows).Select(OutboxFixture.Body)
            .Where(body => body.GetProperty("type").GetString() == EventTypes.StockCountRecorded).Select(body => Line(body.GetProperty("data")))];

    /// <summary>A fixture on a copy of the files as they are now, while nothing is closed or flushed.</summary>
    public StocktakeFixture Killed()
    {
        var after = new StocktakeFixture();
        after.CloseStore();
        foreach (var file in Directory.GetFiles(Outbox.Folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            System.IO.File.Copy(file, Path.Combine(after.Outbox.Folder, Path.GetFileName(file)), overwrite: true);
        }

        after.Store = after.Outbox.Open();
        after._outboxes.Add(after.Store);
        return after;
    }

    public async ValueTask DisposeAsync()
    {
        _open.ForEach(one => one.Dispose());
        foreach (var outbox in _outboxes)
        {
            await outbox.DisposeAsync();
        }

        await Outbox.DisposeAsync();
    }

    private void CloseStore()
    {
        Store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _outboxes.Clear();
        foreach (var file in Directory.GetFiles(Outbox.Folder))
        {
            System.IO.File.Delete(file);
        }
    }

    private static (string, string, long, string, string, string) Line(JsonElement data) => (
        data.GetProperty("location").GetString()!,
        data.GetProperty("sku").GetString()!,
        data.GetProperty("counted").GetInt64(),
        data.GetProperty("who").GetString()!,
        data.GetProperty("unit").GetString()!,
        data.GetProperty("session").GetString()!);
}
