using System.Globalization;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Core.Tests.Shelves.Live;

/// <summary>The plates of a store on real files, an outbox that knows repeats, and hands that are written down; a kill leaves what is on the disk.</summary>
internal sealed class ShelfFixture : IDisposable
{
    public const string Cola = "6901234567892";
    public const string Gum = "6909999999999";

    private readonly List<IDisposable> _open = [];
    private readonly TestMeters _meters = new();
    private readonly HashSet<Guid> _origins = [];
    private readonly List<string> _folders = [];
    private PlateFeed? _feed;
    private int _played;

    public ShelfFixture() => Folder = NewFolder();

    public ManualClock Clock { get; } = new();

    public string Folder { get; private set; }

    public StoreShelves Shelves { get; private set; } = null!;

    public PlanogramDesk Desk { get; private set; } = null!;

    public string? File { get; set; }

    public ShelfCalibration Calibration { get; set; } = ShelfCalibration.None;

    /// <summary>Whether the outbox refuses.</summary>
    public bool Refuses { get; set; }

    /// <summary>What the outbox has, one entry an append.</summary>
    public List<IReadOnlyList<EventDraft>> Appends { get; } = [];

    public IEnumerable<EventDraft> Told => Appends.SelectMany(append => append);

    public IEnumerable<(string Type, JsonElement Data)> Data => Told.Select(draft => (draft.Type, Parse(draft.Data)));

    public static string Planogram(
        int cola = 8, int? low = null, int? restored = null, string plate = "a1", string more = "", string version = "", double unit = 330.5, int? pack = null) =>
        $$"""
        {{{(version.Length > 0 ? $"\"version\":\"{version}\"," : "")}}"plates":[{"plate":"{{plate}}","counts_per_gram":430,"zero_counts":8388608,"sample_hz":10,"capacity_g":10000,
          "items":[{"sku":"{{Cola}}","name":"Cola","unit_g":{{unit.ToString(CultureInfo.InvariantCulture)}},"sigma_g":1.8{{(low is null ? "" : $",\"low\":{low}")}}{{(restored is null ? "" : $",\"restored\":{restored}")}}{{(pack is null ? "" : $",\"pack\":{pack}")}}}{{more}}],
          "start":[{"sku":"{{Cola}}","count":{{cola}}}]}]}
        """;

    /// <summary>Begins on what is in the folder.</summary>
    public ShelfFixture Open(string? planogram = null)
    {
        Shelves = StoreShelves.Open(Path.Combine(Folder, "shelves.db"), Calibration, KeepAsync, new ShelfMetrics(_meters), Clock, NullLogger.Instance);
        _open.Add(Shelves);
        Desk = new PlanogramDesk(Shelves, File, Clock, NullLogger.Instance);
        _feed = Shelves.Connect(new DeviceOptions { Id = "plate-1", Name = "Drinks" }, "a1");
        if (planogram is not null)
        {
            Assert.Empty(Offer(planogram));
        }

        return this;
    }

    public IReadOnlyList<PlanogramMistake> Offer(string planogram)
    {
        using var document = JsonDocument.Parse(planogram);
        return Desk.Offer(document.RootElement);
    }

    /// <summary>Goes on with a copy of the files as they are now, while nothing is closed or flushed.</summary>
    public void KillAndOpen()
    {
        var after = NewFolder();
        foreach (var file in Directory.GetFiles(Folder))
        {
            System.IO.File.Copy(file, Path.Combine(after, Path.GetFileName(file)));
        }

        Folder = after;
        Open();
    }

    /// <summary>Plays what a scripted plate has that was not played yet, as readings with counts alone.</summary>
    public ShelfFixture Play(ScriptedPlate plate)
    {
        for (; _played < plate.Samples.Count; _played++)
        {
            Sample(plate.Samples[_played], _played == 0 ? 0 : plate.Samples[_played - 1].TimeMs);
        }

        return this;
    }

    /// <summary>Plays only what comes before a time.</summary>
    public bool PlayOne(ScriptedPlate plate)
    {
        if (_played < plate.Samples.Count)
        {
            Sample(plate.Samples[_played], _played == 0 ? 0 : plate.Samples[_played - 1].TimeMs);
            _played++;
            return true;
        }

        return false;
    }

    public void Read(long counts, decimal? grams = null, PlateFeed? feed = null, params string[] errors)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(100));
        (feed ?? _feed!).Take(new LoadReading("plate-1", Clock.GetUtcNow(), counts, grams, null, errors));
    }

    public void Skip(int samples) => _played += samples;

    /// <summary>Lets the outbox have all that waits.</summary>
    public async Task<ShelfFixture> DeliverAsync()
    {
        await Shelves.RunAsync(new CancellationToken(canceled: true));
        return this;
    }

    public PlateView View(string plate = "a1") => Shelves.Snapshot(Desk.View).Plates.Single(one => one.Plate == plate);

    public int? Count(string sku = Cola, string plate = "a1") => View(plate).Items.Single(item => item.Sku == sku).Count;

    public EventDraft HandCount(int counted, string location = "a1", string sku = Cola, Guid? origin = null, DateTimeOffset? at = null) => new(
        EventTypes.StockCountRecorded,
        null,
        at ?? Clock.GetUtcNow(),
        Encoding.UTF8.GetBytes($$"""{"location":"{{location}}","sku":"{{sku}}","counted":{{counted}},"who":"Li","unit":"piece"}"""),
        origin ?? Guid.NewGuid());

    public static JsonElement Parse(byte[] data)
    {
        using var document = JsonDocument.Parse(data);
        return document.RootElement.Clone();
    }

    public ValueTask KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        if (Refuses)
        {
            throw new OutboxUnavailableException("the disk refuses");
        }

        events.ToList().ForEach(Conforms);
        var fresh = events.Where(draft => draft.OriginId is not { } origin || _origins.Add(origin)).ToList();
        if (fresh.Count > 0)
        {
            Appends.Add(fresh);
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _open.ForEach(one => one.Dispose());
        _meters.Dispose();
        _folders.ForEach(folder => Directory.Delete(folder, recursive: true));
    }

    /// <summary>Every event is as the catalogue says, and never without an id.</summary>
    private static void Conforms(EventDraft draft)
    {
        Assert.NotNull(draft.OriginId);
        var described = EventCatalog.Find(draft.Type)!;
        var data = Parse(draft.Data);
        Assert.All(described.Required, member => Assert.True(data.TryGetProperty(member.Name, out _), $"{draft.Type} lacks {member.Name}"));
        var known = described.Required.Concat(described.Optional).ToDictionary(member => member.Name, member => member.Kind);
        Assert.All(data.EnumerateObject(), member => Assert.Contains(member.Value.ValueKind, known[member.Name] switch
        {
            DataKind.Text or DataKind.Decimal => [JsonValueKind.String],
            DataKind.Integer => [JsonValueKind.Number],
            DataKind.Boolean => [JsonValueKind.True, JsonValueKind.False],
            _ => new[] { JsonValueKind.Array, JsonValueKind.Object },
        }));
    }

    private void Sample(LoadSample sample, long before)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(sample.TimeMs - before));
        _feed!.Take(new LoadReading("plate-1", Clock.GetUtcNow(), sample.Counts, null, null, []));
    }

    private string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("shelves-").FullName;
        _folders.Add(folder);
        return folder;
    }
}
