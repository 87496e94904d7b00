using System.Globalization;

namespace Simulation.Verbs;

/// <summary>The planted faults, and how many seeds it takes until the books find each.</summary>
internal static class PlantedFaults
{
    /// <summary>Every fault that the simulation has to find: its name in <c>PLANTED_FAULT</c>, and what it does.</summary>
    public static IReadOnlyList<(string Name, string What)> All { get; } =
    [
        ("ack-before-quick-commit", "outbox: answers an append before its commit"),
        ("failure-swallowed", "outbox: answers an append whose commit failed"),
        ("sync-skipped", "outbox: never syncs"),
        ("sync-normal", "outbox: syncs at checkpoints only"),
        ("checksum-not-verified", "outbox: believes every row that it reads"),
        ("seq-reused", "outbox: after a restart counts on from what is left in the file"),
        ("epoch-not-renewed", "outbox: a restart or a restored copy goes on in the old epoch"),
        ("gap-not-told", "outbox: what was dropped or damaged is not told"),
        ("gap-hidden", "outbox: a batch does not name the rows that are gone"),
        ("ledger-dropped", "outbox: drops ledger events as if they were telemetry"),
        ("trim-one-more", "outbox: lets one row go that nobody has acknowledged"),
        ("any-epoch-accepted", "outbox: takes a cursor of another epoch for one of its own"),
        ("origin-forgotten", "outbox: stores what a program hands over again"),
        ("trim-on-puback", "uplink: lets go what the broker has acknowledged"),
        ("window-off-by-one", "uplink: one batch more on its way than allowed"),
        ("replay-ignored", "uplink: does not go back when asked to"),
        ("cursor-timeout-missing", "uplink: waits for ever for a commit"),
        ("gaps-unsaid", "uplink: leaves the gaps out of a batch's header"),
        ("cursor-before-commit", "ingest: tells the cursor before its commit"),
        ("no-dedupe", "ingest: counts again what it has seen"),
        ("overlap-applied", "ingest: stores a batch's beginning that it has already"),
        ("seen-effects", "ingest: moves stock again for what it has seen"),
        ("hole-accepted", "ingest: goes on behind a hole"),
        ("hole-acknowledged", "ingest: tells a cursor beyond a hole"),
        ("epoch-jumped", "ingest: begins an epoch before the one before it is whole"),
        ("epoch-not-saved", "ingest: does not write down how far an epoch is"),
        ("replay-not-asked", "ingest: does not ask for what is missing"),
        ("headquarters-sync-skipped", "ingest: its database never syncs"),
    ];

    public static int Run(IReadOnlyList<string> args)
    {
        var most = Arguments.Text(args, "--most") ?? "200";
        var all = All.Select(fault => (Verb: "", fault.Name, fault.What))
            .Concat(StoreFaults.All.Select(fault => (Verb: "store", fault.Name, fault.What)))
            .Concat(FaceFaults.All.Select(fault => (Verb: "faces", fault.Name, fault.What)))
            .Concat(ShelfFaults.All.Select(fault => (Verb: "shelves", fault.Name, fault.What))).ToList();
        var wanted = all.Where(fault => args.Contains(fault.Name)).ToList();
        var missed = 0;
        foreach (var (verb, name, what) in wanted.Count > 0 ? wanted : all)
        {
            var begun = TimeProvider.System.GetTimestamp();
            var (code, said) = Self.Run(name, [.. verb.Length > 0 ? [verb] : Array.Empty<string>(), "--seeds", "1.." + most, "--until-broken"]);
            var took = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            var found = said.Split('\n')[0];
            missed += code == 1 ? 0 : 1;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {(code == 1 ? found[..Math.Min(found.Length, 260)] : $"NOT FOUND in {most} seeds (exit {code})")} [{took:0} s; {what}]"));
        }

        return missed == 0 ? 0 : 1;
    }
}
