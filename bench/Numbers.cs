using System.Text;

namespace Bench;

/// <summary>The numbers this project set out to reach, each beside what the page's tables say of it; where another command writes the figure, the page that has it.</summary>
internal static class Numbers
{
    /// <summary>The table's name.</summary>
    public const string Name = "numbers";

    private static readonly Number[] s_all =
    [
        new("crash: `kill -9` at random, and every write prefix", "0 acknowledged events lost, 0 out of order, 0 applied twice", [], "[reliability.md](reliability.md)"),
        new("durable append, one at a time", "within 10 % of a raw append + fdatasync", ["single durable append / raw"]),
        new("durable append, 256 producers", ">= 50,000 a second", ["durable appends, 256 producers"]),
        new("gateway to committed at headquarters", ">= 20,000 events a second; p99 of a single event <= 50 ms", ["gateway to committed", "one event, POST to committed row"]),
        new("CPU a durable event costs the gateway, in batches", "<= 40 µs", ["CPU a durable append", "CPU an event, outbox to committed"]),
        new("memory, no camera, full store, after an hour", "<= 80 MB", ["memory of the gateway, full store"]),
        new("start to first reading", "<= 1 s", ["gateway start to first reading"]),
        new("30 days offline at 5 events a second", "RSS growth <= 5 MB, disk <= cap + 1 %", [], "[reliability.md](reliability.md)"),
        new("any scale plugged in", "recognised <= 5 s, >= 99.5 % right, 0 false claims in 10,000", [], "[detection.md](detection.md)"),
        new("shelf inference", ">= 98.5 % right, <= 0.5 % wrong (easy); >= 95 % and <= 1.5 % (hard)", [], "[shelf-accuracy.md](shelf-accuracy.md)"),
        new("VIP at the zone to staff's phone", "p99 <= 1 s without internet", ["frame to the staff's phone"]),
        new("5,000 simulated stores, broker restarted", "all back <= 120 s, 0 lost", [], "[fleet-storm.md](fleet-storm.md)"),
        new("ingest into PostgreSQL", ">= 40,000 events a second in one node", ["ingest into PostgreSQL, batches"]),
    ];

    private sealed record Number(string What, string Bar, IReadOnlyList<string> Rows, string Page = "");

    /// <summary>Makes the table anew out of the page's other tables.</summary>
    public static void Put(FigurePage page)
    {
        var rows = page.RowsWithout(Name);
        var text = new StringBuilder("| what | bar | measured | beside it, in the same run |\n|---|---|---|---|\n");
        foreach (var number in s_all)
        {
            var found = rows.Where(row => number.Rows.Any(beginning => row.What.StartsWith(beginning, StringComparison.Ordinal))).ToList();
            var (measured, beside) = number.Page.Length > 0 ? (number.Page, "") : found.Count == 0 ? ("not measured yet", "")
                : (string.Join("<br>", found.Select(row => $"{row.What}: {row.Measured}")), string.Join("<br>", found.Select(row => row.Limit)));
            text.Append("| ").AppendJoin(" | ", number.What, number.Bar, measured, beside).Append(" |\n");
        }

        page.PutText(Name, text.ToString());
    }
}
