using System.Text.Json;
using Cloud.Contracts;

namespace Simulators.World.Ledgers;

/// <summary>What became of the goods on the plates of a gateway.</summary>
/// <param name="Moved">Times that a hand moved goods while the gateway could see it, or before a start that it tells of.</param>
/// <param name="Told">Events that say what was taken or returned.</param>
/// <param name="Unclear">Events that say that nobody knows what moved; with one of them on a plate, its pieces cannot be compared.</param>
/// <param name="Wrong">Plates whose pieces do not add up.</param>
public sealed record StockOutcome(long Moved, long Told, long Unclear, IReadOnlyList<string> Wrong)
{
    /// <summary>No plates.</summary>
    public static StockOutcome None { get; } = new(0, 0, 0, []);
}

/// <summary>Compares what hands did at the plates of a gateway with the stock events that came of it.</summary>
/// <remarks>
/// The pieces of every SKU must add up: what was moved is what was told, nothing lost, nothing twice. Where the gateway saw all of it, each move is one event
/// with the right SKU and pieces, in order; over a restart or a silence several may have become one. What was moved before the gateway had seen the plate at rest
/// for the first time, it cannot know.
/// </remarks>
internal sealed class StockCheck
{
    private static readonly TimeSpan s_firstRest = TimeSpan.FromSeconds(4);

    private readonly Dictionary<string, Plate> _plates = new(StringComparer.Ordinal);

    private readonly record struct Move(DateTimeOffset At, string Sku, int Pieces);

    /// <summary>Takes an event of a plate.</summary>
    public void Add(string device, CommittedRow row)
    {
        if (!_plates.TryGetValue(device, out var plate))
        {
            _plates[device] = plate = new Plate();
        }

        switch (row.Type)
        {
            case EventTypes.DeviceOnline:
                plate.OnlineAt ??= row.Time;
                break;
            case EventTypes.StockPlateAmbiguous:
                plate.Unclear++;
                break;
            case EventTypes.StockItemTaken or EventTypes.StockItemReturned when row.Body is { } body:
                using (var document = JsonDocument.Parse(body))
                {
                    var data = document.RootElement;
                    var pieces = data.GetProperty("count").GetInt32();
                    plate.Told.Add(new Move(row.Time, data.GetProperty("sku").GetString()!, row.Type == EventTypes.StockItemTaken ? -pieces : pieces));
                    plate.Unseen |= data.TryGetProperty("at_start", out _) || data.TryGetProperty("after_silence", out _);
                }

                break;
        }
    }

    /// <summary>What fits and what does not.</summary>
    /// <param name="truths">What hands did.</param>
    /// <param name="isOver">Whether they have stopped and all was delivered; while they go on, what comes last may be on its way.</param>
    public StockOutcome Compare(IReadOnlyList<PlateTruth> truths, bool isOver)
    {
        var (moved, told, unclear, wrong) = (0L, 0L, 0L, new List<string>());
        foreach (var truth in truths)
        {
            var plate = _plates.GetValueOrDefault(truth.Device) ?? new Plate();
            var moves = Moves(truth.Path);
            var early = plate.OnlineAt is { } online ? moves.Count(move => move.At < online + s_firstRest) : moves.Count;
            moved += moves.Count - early;
            told += plate.Told.Count;
            unclear += plate.Unclear;
            if (plate.Unclear == 0 && Enumerable.Range(0, early + 1).All(skipped => !Fits(moves[skipped..], plate, isOver)))
            {
                wrong.Add($"{truth.Device}: moved {Shown(moves)}; told {Shown(plate.Told)}");
            }
        }

        return new StockOutcome(moved, told, unclear, wrong);
    }

    private static bool Fits(List<Move> moves, Plate plate, bool isOver)
    {
        if (!isOver)
        {
            return plate.Unseen || plate.Told.Count <= moves.Count && IsSame(moves[..plate.Told.Count], plate.Told);
        }

        return plate.Unseen ? Sums(moves).SetEquals(Sums(plate.Told)) : IsSame(moves, plate.Told);
    }

    private static bool IsSame(List<Move> moves, List<Move> told) =>
        moves.Select(move => (move.Sku, move.Pieces)).SequenceEqual(told.Select(move => (move.Sku, move.Pieces)));

    private static HashSet<(string, int)> Sums(List<Move> moves) =>
        [.. moves.GroupBy(move => move.Sku).Select(group => (group.Key, group.Sum(move => move.Pieces))).Where(sum => sum.Item2 != 0)];

    private static string Shown(List<Move> moves) => string.Join(", ", moves.TakeLast(40).Select(move => $"{move.Pieces:+0;-0} {move.Sku}"));

    private static List<Move> Moves(string path)
    {
        var moves = new List<Move>();
        foreach (var line in JsonLines.Read(path))
        {
            if (line.TryGetProperty("sku", out var sku) && line.GetProperty("event").GetString() is "placed" or "removed" && line.TryGetProperty("count", out var count))
            {
                var sign = line.GetProperty("event").GetString() == "removed" ? -1 : 1;
                moves.Add(new Move(line.GetProperty("at").GetDateTimeOffset(), sku.GetString()!, sign * count.GetInt32()));
            }
        }

        return moves;
    }

    private sealed class Plate
    {
        public DateTimeOffset? OnlineAt { get; set; }

        public List<Move> Told { get; } = [];

        public long Unclear { get; set; }

        public bool Unseen { get; set; }
    }
}
