using System.Globalization;
using Bench;
using Bench.Faces;
using Bench.Gallery;
using Bench.Pages;
using Bench.Shelves;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
if (args.FirstOrDefault() == UplinkSubscriber.Verb)
{
    await UplinkSubscriber.RunAsync(int.Parse(args[1], CultureInfo.InvariantCulture), args[2], stop.Token);
    return 0;
}

if (args.FirstOrDefault() == GalleryVerb.Verb)
{
    GalleryVerb.Run(args.Length > 1 ? args[1] : Path.Combine("docs", "gallery"), Console.Out);
    return 0;
}

if (args.FirstOrDefault() == FaceBench.Verb)
{
    return FaceBench.Run(args.Length > 1 ? args[1] : Path.Combine("docs", "face-accuracy.md"), stop.Token);
}

if (args.FirstOrDefault() == "shelf")
{
    return ShelfBench.Run(args.AsSpan(1), stop.Token);
}

if (args.FirstOrDefault() == "endurance")
{
    var days = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 30;
    var capacity = args.Length > 3 ? long.Parse(args[3], CultureInfo.InvariantCulture) : 1L << 30;
    BenchRow.Print(await EnduranceBench.RunAsync(args[1], days, capacity, stop.Token), Console.Out);
    return 0;
}

var pageAt = Array.IndexOf(args, "--page");
var page = pageAt >= 0 && pageAt + 1 < args.Length ? FigurePage.Open(args[pageAt + 1]) : null;
args = page is null ? args : [.. args[..pageAt], .. args[(pageAt + 2)..]];

// Measured where the work is kept: a folder in memory would have no disk to be measured against.
var folder = args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "edge-gateway-bench");
var parts = new Dictionary<string, Func<Task<IReadOnlyList<BenchRow>>>>(StringComparer.Ordinal)
{
    ["append"] = () => AppendBench.RunAsync(folder, stop.Token),
    ["ingest"] = () => IngestBench.RunAsync(folder, stop.Token),
    ["effects"] = () => EffectsBench.RunAsync(folder, stop.Token),
    ["replay"] = () => ReplayBench.RunAsync(folder, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 365, stop.Token),
    ["pages"] = () => PagesBench.RunAsync(folder, args.Length > 2 && args[2] == "tenth" ? PageSize.Tenth : PageSize.Whole, stop.Token),
    ["decoders"] = () => Task.FromResult(DecoderBench.Run(stop.Token)),
    ["alerts"] = () => AlertBench.RunAsync(folder, stop.Token),
    ["print"] = () => PrintBench.RunAsync(folder, stop.Token),
    ["plates"] = () => PlateBench.RunAsync(stop.Token),
    ["uplink"] = () => UplinkBench.RunAsync(stop.Token),
    ["vision"] = () => Task.FromResult(VisionBench.Run(Environment.GetEnvironmentVariable("EDGE_MODELS") ?? Path.Combine("artifacts", "models"), stop.Token)),
    ["end-to-end"] = () => EndToEndBench.RunAsync(PublishFolder(), stop.Token),
    ["full-store"] = () => FullStoreBench.RunAsync(PublishFolder(), args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 60, stop.Token),
    ["idle"] = () => IdleBench.RunAsync(PublishFolder(), stop.Token),
    ["arrival"] = () => ArrivalBench.RunAsync(PublishFolder(), stop.Token),
};
var verb = args.FirstOrDefault() ?? "";
if (verb != "all" && !parts.ContainsKey(verb))
{
    Console.Error.WriteLine($"usage: bench {string.Join(" | ", parts.Keys)} | all [FOLDER] [replay: DAYS, pages: tenth, full-store: MINUTES] | {GalleryVerb.Verb} [FOLDER] | shelf [OPTION]... | endurance FOLDER [DAYS] [CAP-BYTES] | {FaceBench.Verb} [FILE]   (--page FILE: into this page's tables; end-to-end, full-store, idle, arrival and all: after ./run --build-only)");
    return 2;
}

var rows = new List<BenchRow>();
foreach (var (name, measure) in parts.Where(part => verb == "all" || verb == part.Key))
{
    Console.Error.WriteLine($"measuring {name}");
    var measured = await measure();
    rows.AddRange(measured);
    if (page is not null)
    {
        page.Put(name, measured, TimeProvider.System.GetUtcNow());
        Numbers.Put(page);
        page.Save();
    }
}

BenchRow.Print(rows, Console.Out);
return 0;

static string PublishFolder()
{
    var above = new DirectoryInfo(AppContext.BaseDirectory);
    while (above is not null && !File.Exists(Path.Combine(above.FullName, "EdgeGateway.sln")))
    {
        above = above.Parent;
    }

    var published = Path.Combine(above?.FullName ?? ".", "artifacts", "publish");
    return Directory.Exists(published) ? published : throw new DirectoryNotFoundException($"{published} is not there; run ./run --build-only first.");
}
