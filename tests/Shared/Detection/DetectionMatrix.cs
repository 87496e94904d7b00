using System.Globalization;
using Drivers.Detection;
using EdgeGateway.Core.Setup;

namespace Tests.Shared.Detection;

/// <summary>The detection matrix: protocols by settings, with every confusion.</summary>
internal sealed class DetectionMatrix
{
    private readonly List<(ScaleCase Case, PortDetection Found, string Outcome)> _cells = [];

    public int Count => _cells.Count;

    public IReadOnlyList<(ScaleCase Case, PortDetection Found, string Outcome)> Cells => _cells;

    /// <summary>The share that is right, 0 to 1.</summary>
    public double Right => (double)_cells.Count(cell => cell.Outcome == "right") / _cells.Count(cell => cell.Outcome != "silent");

    /// <summary>A scale that speaks and was not recognised at all.</summary>
    public int Missed => _cells.Count(cell => cell.Outcome == "missed");

    /// <summary>Cells in which the scale gives no frame even to one who knows its protocol and setting: they count neither way.</summary>
    public int Silent => _cells.Count(cell => cell.Outcome == "silent");

    /// <summary>Taken for something else, or for another line setting.</summary>
    public int Wrong => _cells.Count(cell => cell.Outcome is "wrong" or "line");

    /// <summary>Runs it over so many seeds a cell.</summary>
    public static DetectionMatrix Run(int seeds, ProbeScope scope = ProbeScope.Safe, Func<ScaleCase, bool>? which = null)
    {
        var matrix = new DetectionMatrix();
        foreach (ScaleCase one in ScaleCase.All(seeds).Where(which ?? (_ => true)))
        {
            PortDetection found = one.Detect(scope);
            matrix._cells.Add((one, found, one.Outcome(found)));
        }
        return matrix;
    }

    /// <summary>The time within which this share of all detections ended.</summary>
    public TimeSpan Percentile(double share) => Percentile([.. _cells.Where(cell => cell.Outcome != "silent")], share);

    /// <summary>One line a protocol and setting, then the confusions, then the sums.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine($"{"protocol",-24}{"line",-12}{"right",6}{"line",6}{"ambig",6}{"wrong",6}{"missed",7}{"silent",7}{"p50 ms",8}{"p95 ms",8}");
        foreach (var row in _cells.GroupBy(cell => (cell.Case.Driver, cell.Case.Line)))
        {
            List<(ScaleCase, PortDetection, string)> cells = [.. row];
            int Of(string outcome) => cells.Count(cell => cell.Item3 == outcome);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.Key.Driver,-24}{row.Key.Line,-12}{Of("right"),6}{Of("line"),6}{Of("ambiguous"),6}{Of("wrong"),6}{Of("missed"),7}{Of("silent"),7}{Percentile(cells, 0.5).TotalMilliseconds,8:0}{Percentile(cells, 0.95).TotalMilliseconds,8:0}"));
        }
        output.WriteLine();
        foreach (var confusion in _cells.Where(cell => cell.Outcome != "right").GroupBy(cell => (cell.Case.Driver, cell.Case.Line, cell.Outcome, Taken: Taken(cell.Found))))
            output.WriteLine($"{confusion.Key.Driver} at {confusion.Key.Line}: {confusion.Key.Outcome} as {confusion.Key.Taken}: {confusion.Count()} ({string.Join(", ", confusion.Select(cell => cell.Case.State).Distinct())})");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_cells.Count} detections ({Silent} of a scale that says nothing in that state), {Right:P2} right, {Wrong} wrong, p50 {Percentile(0.5).TotalMilliseconds:0} ms, p95 {Percentile(0.95).TotalMilliseconds:0} ms, longest {Percentile(1).TotalMilliseconds:0} ms"));
    }

    private static string Taken(PortDetection found) => found.State switch
    {
        DetectionState.Recognised => $"{found.Protocol} at {found.Line}",
        DetectionState.Ambiguous => string.Join(" or ", found.Candidates.Select(candidate => $"{candidate.Protocol} at {candidate.Line}")),
        _ => found.State.ToString().ToLowerInvariant(),
    };

    private static TimeSpan Percentile(List<(ScaleCase, PortDetection Found, string)> cells, double share)
    {
        List<TimeSpan> took = [.. cells.Select(cell => cell.Found.Took).Order()];
        return took[Math.Clamp((int)Math.Ceiling(share * took.Count) - 1, 0, took.Count - 1)];
    }
}
