using System.Globalization;
using Bench;
using Bench.Faces;
using Bench.Gallery;
using Bench.Pages;
using Bench.Peers;
using Bench.Profiles;
using Bench.Shelves;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
if (args.Any(word => word is "-h" or "--help"))
{
    // Shown below, and no folder of that name is made.
    args = ["--help"];
}

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
int Number(int otherwise) => args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : otherwise;
string Models() => Environment.GetEnvironmentVariable("EDGE_MODELS") ?? Path.Combine(Root(), "artifacts", "models");
var parts = new Dictionary<string, Func<Task<FigureTable>>>(StringComparer.Ordinal)
{
    ["append"] = async () => FigureTable.Of(await AppendBench.RunAsync(folder, stop.Token)),
    ["ingest"] = async () => FigureTable.Of(await IngestBench.RunAsync(folder, stop.Token)),
    ["effects"] = async () => FigureTable.Of(await EffectsBench.RunAsync(folder, stop.Token)),
    ["replay"] = async () => FigureTable.Of(await ReplayBench.RunAsync(folder, Number(365), stop.Token)),
    ["pages"] = async () => FigureTable.Of(await PagesBench.RunAsync(folder, args.Length > 2 && args[2] == "tenth" ? PageSize.Tenth : PageSize.Whole, stop.Token)),
    ["decoders"] = () => Task.FromResult(FigureTable.Of(DecoderBench.Run(stop.Token))),
    ["alerts"] = async () => FigureTable.Of(await AlertBench.RunAsync(folder, stop.Token)),
    ["print"] = async () => FigureTable.Of(await PrintBench.RunAsync(folder, stop.Token)),
    ["plates"] = async () => FigureTable.Of(await PlateBench.RunAsync(stop.Token)),
    ["uplink"] = async () => FigureTable.Of(await UplinkBench.RunAsync(stop.Token)),
    ["vision"] = () => Task.FromResult(FigureTable.Of(VisionBench.Run(Models(), stop.Token))),
    ["end-to-end"] = async () => FigureTable.Of(await EndToEndBench.RunAsync(PublishFolder(), stop.Token)),
    ["full-store"] = async () => FigureTable.Of(await FullStoreBench.RunAsync(PublishFolder(), Number(60), stop.Token)),
    ["idle"] = async () => FigureTable.Of(await IdleBench.RunAsync(PublishFolder(), stop.Token)),
    ["arrival"] = async () => FigureTable.Of(await ArrivalBench.RunAsync(PublishFolder(), Models(), Number(60), stop.Token)),
    ["profile"] = () => ProfileBench.RunAsync(PublishFolder(), Number(10), stop.Token),
    ["peers"] = () => PeerBench.RunAsync(PublishFolder(), Path.Combine(Root(), "tests", "conformance"), folder, args.Length > 2 && args[2] == "quick", stop.Token),
};
var verb = args.FirstOrDefault() ?? "";
if (verb == Numbers.Name && page is not null)
{
    Numbers.Put(page);
    page.Save();
    return 0;
}

if (verb != "all" && !parts.ContainsKey(verb))
{
    Console.Error.WriteLine($"usage: bench {string.Join(" | ", parts.Keys)} | all [FOLDER] [replay: DAYS, pages: tenth, full-store: MINUTES, arrival: VISITS, peers: quick, profile: SECONDS] | {Numbers.Name} | {GalleryVerb.Verb} [FOLDER] | shelf [OPTION]... | endurance FOLDER [DAYS] [CAP-BYTES] | {FaceBench.Verb} [FILE]   (--page FILE: into this page's tables; end-to-end, full-store, idle, arrival, peers, profile and all: after ./run --build-only)");
    return 2;
}

foreach (var (name, measure) in parts.Where(part => verb == "all" || verb == part.Key))
{
    Console.Error.WriteLine($"measuring {name}");
    var measured = await measure();
    measured.Print(Console.Out);
    if (page is not null)
    {
        page.Put(name, measured, TimeProvider.System.GetUtcNow());
        page.Save();
        Numbers.Put(page);
        page.Save();
    }
}

return 0;

static string Root()
{
    var above = new DirectoryInfo(AppContext.BaseDirectory);
    while (above is not null && !File.Exists(Path.Combine(above.FullName, "EdgeGateway.sln")))
    {
        above = above.Parent;
    }

    return above?.FullName ?? ".";
}

static string PublishFolder()
{
    var published = Path.Combine(Root(), "artifacts", "publish");
    return Directory.Exists(published) ? published : throw new DirectoryNotFoundException($"{published} is not there; run ./run --build-only first.");
}
