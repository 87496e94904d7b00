using System.Globalization;

namespace Bench.Peers;

/// <summary>Makes the table: a line for each figure, a column for each gateway, and the machine's limit of the same rounds.</summary>
internal static class PeerTable
{
    /// <summary>The head of the column of limits.</summary>
    public const string Limit = "limit in the same rounds";

    public static FigureTable Of(IReadOnlyList<(PeerKind Kind, PeerFigures Figures)> all, PeerLimits limits, bool quick)
    {
        List<IReadOnlyList<string>> rows = [];
        Row("when it says \"taken\", the event is", one => one.Kind.Promise, "");
        Best("hundreds from 8 devices, taken", one => one.Packs.Taken, Rate, most: true, $"append + fdatasync of a hundred: {Rate(limits.DiskEvents.Hundred)}");
        Best("hundreds from 8 devices, delivered", one => one.Packs.Delivered, Rate, most: true, $"straight to the broker: {Rate(limits.Broker.Packs.Delivered)}", one => Ending(one.Packs));
        Best("hundreds: CPU an event", one => one.Packs.Cpu, Micro, most: false, "");
        Best("hundreds: written to the disk an event", one => one.Packs.Written, Bytes, most: false, "");
        Best("one at a time from 64 devices, taken", one => one.Singles.Taken, Rate, most: true, $"append + fdatasync, one after another: {Rate(limits.DiskEvents.One)}");
        Best("one at a time from 64 devices, delivered", one => one.Singles.Delivered, Rate, most: true, $"straight to the broker, 8 connections: {Rate(limits.Broker.Singles.Delivered)}", one => Ending(one.Singles));
        Best("one at a time: CPU an event", one => one.Singles.Cpu, Micro, most: false, "");
        Best("one at a time: written to the disk an event", one => one.Singles.Written, Bytes, most: false, "");
        Best("one event alone, until taken, p50 / p99", one => one.TakenAfter, Milli, most: false, $"append + fdatasync: {Milli(limits.Sync)}");
        Best("one event alone, until delivered, p50 / p99", one => one.DeliveredAfter, Milli, most: false, $"straight to the broker: {Milli(limits.Broker.DeliveredAfter)}");
        Best("start until its door answers", one => one.Start, values => Text($"{Median(values):N0} ms"), most: false, "");
        Best("memory at rest / at most", one => [one.RestBytes, one.MostBytes], values => Text($"{values[0] / 1048576.0:0} / {values[1] / 1048576.0:0} MB"), most: false, "");
        return new FigureTable([quick ? "what (a quick run: proves little)" : "what", .. all.Select(one => one.Kind.Name), Limit], rows);

        void Row(string what, Func<(PeerKind Kind, PeerFigures Figures), string> cell, string limit) => rows.Add([what, .. all.Select(cell), limit]);

        void Best(string what, Func<PeerFigures, List<double>> values, Func<List<double>, string> text, bool most, string limit, Func<PeerFigures, string>? ending = null)
        {
            var medians = all.Select(one => Median(values(one.Figures))).ToList();
            var best = most ? medians.Max() : medians.Min();
            Row(what, one => $"{(Median(values(one.Figures)) == best ? $"**{text(values(one.Figures))}**" : text(values(one.Figures)))}{ending?.Invoke(one.Figures)}", limit);
        }
    }

    private static string Ending(LoadFigures load) =>
        $"{(load.CutTo is { } count ? Text($", {count:N0} events in its time") : "")}{(load.Lost > 0 ? Text($", {load.Lost:N0} never came") : "")}";

    private static string Rate(List<double> values) => Text($"{Median(values):N0} /s");

    private static string Micro(List<double> values) => Text($"{Median(values):N0} µs");

    private static string Bytes(List<double> values) => Text($"{Median(values):N0} bytes");

    private static string Milli(List<double> values) => Text($"{At(values, 0.5):0.0} / {At(values, 0.99):0.0} ms");

    private static double Median(List<double> values) => At(values, 0.5);

    private static double At(List<double> values, double part) => values.Order().ElementAt(Math.Min(values.Count - 1, (int)(values.Count * part)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
