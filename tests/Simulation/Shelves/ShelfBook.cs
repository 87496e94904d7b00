using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Shelves.Live;
using Simulation.Store;

namespace Simulation.Shelves;

/// <summary>Holds what the gateway has told of its plates against what really happened on them, and against what it knows itself.</summary>
internal sealed class ShelfBook(IReadOnlyList<PlateSite> plates, Promises promises)
{
    private const double Certain = 0.95;

    /// <summary>Plates whose books were judged: those of which all that was told was certain.</summary>
    public int Judged { get; private set; }

    /// <summary>In the end: what was told adds up to what lies there, with nothing told that did not happen.</summary>
    /// <param name="told">Every event of the outbox, in order.</param>
    /// <param name="shelves">The shelves at the end.</param>
    public void CheckAll(IReadOnlyList<JsonElement> told, StoreShelves shelves)
    {
        foreach (var plate in plates)
        {
            var said = told.Where(one => PlateOf(one) == plate.Id).ToList();
            CheckKnown(plate, said, shelves);
            if (plate.IsMixed || said.Exists(one => IsDoubtful(one, plate)))
            {
                continue;
            }

            Judged++;
            CheckTrue(plate.Id, plate.Kinds[0], said);
        }
    }

    /// <summary>Whoever follows the events has the gateway's own counts, where it is almost certain of them, though which of two kinds it was could not be seen at first.</summary>
    private void CheckKnown(PlateSite plate, IReadOnlyList<JsonElement> said, StoreShelves shelves)
    {
        var books = plate.Kinds.ToDictionary(goods => goods.Sku, goods => (int?)goods.Plan.Start);
        foreach (var one in said)
        {
            var data = one.GetProperty("data");
            if (one.GetProperty("type").GetString() == "stock.count.recorded")
            {
                // What moved unseen may be told as later than it; the plate's next event says what lies there.
                books[data.GetProperty("sku").GetString()!] = null;
            }

            foreach (var count in data.TryGetProperty("recounted", out var recounted) ? (IEnumerable<JsonElement>)[data, .. recounted.EnumerateArray()] : [data])
            {
                if (count.TryGetProperty("on_plate", out var onPlate))
                {
                    books[count.GetProperty("sku").GetString()!] = onPlate.GetInt32();
                }
            }
        }

        foreach (var item in shelves.Standing(plate.Id)!.Items.Where(item => item.Confidence >= Certain && books[item.Sku] is { } told && told != item.Count))
        {
            promises.Broken(Say($"{plate.Id}: the gateway knows of {item.Count} {item.Sku} ({item.Confidence:0.000}); by its events it is {books[item.Sku]}"));
        }
    }

    private void CheckTrue(string plate, Goods goods, IReadOnlyList<JsonElement> told)
    {
        var (onPlate, taken, put) = (goods.Plan.Start, 0, 0);
        foreach (var one in told)
        {
            var data = one.GetProperty("data");
            switch (one.GetProperty("type").GetString())
            {
                case "stock.item.taken":
                    taken += data.GetProperty("count").GetInt32();
                    onPlate -= data.GetProperty("count").GetInt32();
                    break;
                case "stock.item.returned":
                    put += data.GetProperty("count").GetInt32();
                    onPlate += data.GetProperty("count").GetInt32();
                    break;
                case "stock.count.recorded":
                    onPlate += data.GetProperty("difference").GetInt32();
                    break;
                default:
                    continue;
            }

            if (data.TryGetProperty("on_plate", out var said) && said.GetInt32() != onPlate)
            {
                promises.Broken(Say($"{plate}: an event says that {said} are left; with all that was told before it is {onPlate}"));
            }
        }

        if (onPlate != goods.Pieces.Count)
        {
            promises.Broken(Say($"{plate}: {goods.Pieces.Count} lie there; what was told adds up to {onPlate} (taken {taken} of {goods.Taken}, put {put} of {goods.Put})"));
        }
        else if (taken > goods.Taken || put > goods.Put)
        {
            promises.Broken(Say($"{plate}: {taken} are said to be taken and {put} put there; truly it was {goods.Taken} and {goods.Put}"));
        }
    }

    /// <summary>Told as not known, as no goods, or as not quite certain: the inference may have erred, and has said so.</summary>
    private static bool IsDoubtful(JsonElement one, PlateSite plate) => one.GetProperty("type").GetString() switch
    {
        "stock.plate.ambiguous" => true,
        "stock.plate.disturbed" => Math.Abs(double.Parse(one.GetProperty("data").GetProperty("change").GetString()!, CultureInfo.InvariantCulture)) > plate.UnitGrams / 2,
        "stock.item.taken" or "stock.item.returned" => double.Parse(one.GetProperty("data").GetProperty("confidence").GetString()!, CultureInfo.InvariantCulture) < Certain,
        _ => false,
    };

    private static string? PlateOf(JsonElement one) => one.GetProperty("data").TryGetProperty("plate", out var plate) ? plate.GetString() : null;

    private static string Say(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}
