using System.Text;

namespace Bench;

/// <summary>The numbers this project set out to reach in one table: the bar, what was measured, the limit of the machine, the nearest other, and the command. It is made out of the tables of its own page and of the pages that proofs write.</summary>
internal static class Numbers
{
    /// <summary>The table's name.</summary>
    public const string Name = "numbers";

    private static readonly Number[] s_all =
    [
        new("crash: `kill -9` at random, and every write prefix", "0 acknowledged events lost, 0 out of order, 0 applied twice", "sim crash-points", "tests/conformance/run")
        {
            Measured = from => [from.Page("reliability.md").Words(@"(\d+) crash points, (\d+) images opened by SQLite, (\d+) with something lost", "{1} crash points, {2} images: {3} with something lost"), Kit(from, "edge-gateway")],
            Limit = _ => ["0"],
            Peer = from => [Kit(from, "mosquitto-tuned"), Kit(from, "mosquitto-on-changes"), Kit(from, "node-red-gate"), Kit(from, "mqttjs-level")],
        },
        new("durable append, one at a time", "within 10 % of a raw append + fdatasync", "bench append", "bench peers")
        {
            Measured = from => [from.Here("single durable append / raw"), from.Here("single durable append, p50")],
            Limit = from => [from.LimitOf("single durable append, p50")],
            Peer = from => ["none syncs before it answers; until taken, p50 / p99:", .. from.Peers("one event alone, until taken")],
        },
        new("durable append, 256 producers", ">= 50,000 a second", "bench append", "bench peers")
        {
            Measured = from => [from.Here("durable appends, 256 producers")],
            Limit = from => [from.PeerLimit("hundreds from 8 devices, taken")],
            Peer = from => ["whole programs, ours by HTTP, none of the others durable:", .. from.Peers("one at a time from 64 devices, taken", withOurs: true)],
        },
        new("gateway to committed at headquarters", ">= 20,000 events a second; p99 of a single event <= 50 ms", "bench end-to-end", "bench peers")
        {
            Measured = from => [from.Here("gateway to committed"), from.Here("one event, POST to committed row")],
            Limit = from => [from.LimitOf("outbox to committed, batches of 500 (Brotli)"), from.LimitOf("ingest into PostgreSQL, batches")],
            Peer = from => ["to a subscriber that commits nothing:", .. from.Peers("hundreds from 8 devices, delivered", withOurs: true), "one alone, p50 / p99:", .. from.Peers("one event alone, until delivered", withOurs: true)],
        },
        new("CPU a durable event costs the gateway, in batches", "<= 40 µs", "bench append, bench uplink", "bench peers")
        {
            Measured = from => [from.Here("CPU a durable append"), from.Here("CPU an event, outbox to committed (Brotli)"), .. from.Peers("hundreds: CPU an event", withOurs: true)[..1], "(that is the whole program, HTTP and JSON of the intake included)"],
            Limit = from => [from.LimitOf("CPU an event, outbox to committed (Brotli)")],
            Peer = from => from.Peers("hundreds: CPU an event"),
        },
        new("memory, no camera, full store, after an hour", "<= 80 MB", "bench full-store", "bench peers")
        {
            Measured = from => [from.Here("memory of the gateway, full store")],
            Limit = _ => ["none known"],
            Peer = from => ["without any device, at rest / at most:", .. from.Peers("memory at rest / at most", withOurs: true), "published: NeuronEX 128 MB for 1,000 tags each 100 ms ([its manual](https://github.com/emqx/neuronex-docs)); Greengrass nucleus 96 MB at least (its developer guide)"],
        },
        new("start to first reading", "<= 1 s", "bench end-to-end", "bench peers")
        {
            Measured = from => [from.Here("gateway start to first reading")],
            Limit = _ => ["none known"],
            Peer = from => ["until its door answers:", .. from.Peers("start until its door answers", withOurs: true), "published: ThingsBoard gateway (Java, of old) 65.5 s on a Raspberry Pi ([its issue 102](https://github.com/thingsboard/thingsboard-gateway/issues/102))"],
        },
        new("30 days offline at 5 events a second", "RSS growth <= 5 MB, disk <= cap + 1 %", "scripts/thirty-days.sh", "tests/conformance/run")
        {
            Measured = from => [$"memory: {from.Page("reliability.md").Cell("memory, growth of RSS", "measured")}", $"disk: {from.Page("reliability.md").Cell("disk, the most", "measured")}", $"ledger events lost: {from.Page("reliability.md").Cell("ledger events lost", "measured")}"],
            Limit = _ => ["0 MB; 100 % of the cap"],
            Peer = from => ["200,000 events queued, of them:", .. ((string[])["mosquitto-tuned", "node-red-gate", "mqttjs-level"]).Select(peer => $"{peer}: {from.Page("conformance.md").Cell("week-offline", peer)} ({from.Page("conformance.md").Cell(peer, "memory with the queue")})"), "published: ThingsBoard gateway keeps 100,000 records in memory by default and drops the newest (its `tb_gateway.json`)"],
        },
        new("any scale plugged in", "recognised <= 5 s, >= 99.5 % right, 0 false claims in 10,000", "scripts/reliability.sh detection", null)
        {
            Measured = from => [from.Page("reliability.md").Words(@"(\d+) detections .*?([\d.]+ %) right, (\d+) wrong, .*?(p95 \d+ ms, longest \d+ ms)", "{1} detections: {2} right, {3} wrong, {4}"), from.Page("reliability.md").Words(@"(\d+) trials, (\d+) false claims", "{2} false claims in {1} trials"), "how it is done: [detection.md](detection.md)"],
            Limit = _ => ["0 false claims"],
            Peer = _ => ["published: Odoo withdrew its Adam driver because it took any serial device for a scale ([odoo 221326](https://github.com/odoo/odoo/pull/221326))"],
        },
        new("shelf inference, easy", ">= 98.5 % right, <= 0.5 % wrong", "bench shelf", null)
        {
            Measured = from => [Shelf(from, "easy")],
            Limit = from => [Reachable(from, "easy")],
            Peer = from => [Baseline(from, "easy")],
        },
        new("shelf inference, hard", ">= 95 % right, <= 1.5 % wrong", "bench shelf", null)
        {
            Measured = from => [Shelf(from, "hard")],
            Limit = from => [Reachable(from, "hard")],
            Peer = from => [Baseline(from, "hard")],
        },
        new("VIP at the zone to staff's phone", "p99 <= 1 s without internet", "bench arrival", null)
        {
            Measured = from => [from.Here("frame to the staff's phone")],
            Limit = from => [from.LimitOf("clean: faces found in a frame"), from.LimitOf("clean: a face embedded")],
            Peer = _ => ["none that publishes a figure"],
        },
        new("5,000 simulated stores, broker restarted", "all back <= 120 s, 0 lost", "scripts/fleet-storm.sh --stores 5000", null)
        {
            Measured = from =>
            [
                $"all online / within 10 s after `kill -9` of the broker: {from.Page("fleet-storm.md").Cell("broker: kill -9, started at once", "back, s: all online / all within 10 s")} s",
                from.Page("fleet-storm.md").Words(@"All were back within (\d+) s of each fault", "all back within {1} s of each fault"),
                from.Page("fleet-storm.md").Words(@"\*\*(\d[\d,]*) lost, (\d[\d,]*) doubled, (\d[\d,]*) altered\*\*", "{1} lost, {2} doubled, {3} altered"),
            ],
            Limit = _ => ["20 s, over which the stores spread their connections"],
            Peer = _ => ["none that publishes the time until all are back"],
        },
        new("ingest into PostgreSQL", ">= 40,000 events a second in one node", "bench ingest", null)
        {
            Measured = from => [from.Here("ingest into PostgreSQL, batches")],
            Limit = from => [from.LimitOf("ingest into PostgreSQL, batches")],
            Peer = _ => ["published: ThingsBoard, one node with PostgreSQL on 2 virtual processors, some 3,000 messages a second ([its page](https://thingsboard.io/docs/reference/performance-aws-instances)); time series 5,000 to 10,000 points a second at most"],
        },
    ];

    /// <summary>Makes the table anew.</summary>
    /// <exception cref="InvalidDataException">A page that has a figure does not have it any more.</exception>
    public static void Put(FigurePage page)
    {
        var from = new NumberSources(page);
        var text = new StringBuilder("| what | bar | measured | limit of the machine | nearest other | command |\n|---|---|---|---|---|---|\n");
        foreach (var number in s_all)
        {
            string[] commands = [.. ((string?[])[number.Command, number.PeerCommand]).OfType<string>().Select(command => $"`{command}`")];
            text.Append("| ").AppendJoin(" | ", number.What, number.Bar, Lines(number.Measured(from)), Lines(number.Limit(from)), Lines(number.Peer(from)), string.Join("<br>", commands)).Append(" |\n");
        }

        page.PutText(Name, text.ToString());
    }

    private static string Lines(IReadOnlyList<string> lines) => string.Join("<br>", lines);

    private static string Kit(NumberSources from, string peer) => $"{peer}, killed three times in an outage, of events acknowledged: {from.Page("conformance.md").Cell("killed-in-outage", peer)}";

    private static string Shelf(NumberSources from, string set) => $"{from.Page("shelf-accuracy.md").Cell($"{set}:", "right")} right, {from.Page("shelf-accuracy.md").Cell($"{set}:", "wrong")} wrong";

    private static string Reachable(NumberSources from, string set) => $"{from.Page("shelf-accuracy.md").Cell(set, "reachable right")} right, for one who knew everything";

    private static string Baseline(NumberSources from, string set) =>
        $"plain baseline {from.Page("shelf-accuracy.md").Cell($"{set}:", "plain right / wrong")}; by threshold {from.Page("shelf-accuracy.md").Cell($"{set}:", "threshold right / wrong")} (right / wrong)";

    private sealed record Number(string What, string Bar, string Command, string? PeerCommand)
    {
        public required Func<NumberSources, IReadOnlyList<string>> Measured { get; init; }

        public required Func<NumberSources, IReadOnlyList<string>> Limit { get; init; }

        public required Func<NumberSources, IReadOnlyList<string>> Peer { get; init; }
    }
}
