using System.Globalization;
using System.Text.Json;
using Simulation.Store;

namespace Simulation.Shelves;

/// <summary>Holds what the gateway has told of its plates against what really happened on them.</summary>
internal sealed class ShelfBook(IReadOnlyList<PlateSite> plates, Promises promises)
{
    private const double Certain = 0.95;

    /// <summary>Plates whose books were judged: those of which all that was told was certain.</summary>
    public int Judged { get; private set; }

    /// <summary>In the end: what was told adds up to what lies there, with nothing told that did not happen.</summary>
    /// <param name="told">Every event of the outbox, in order.</param>
    public void CheckAll(IReadOnlyList<JsonElement> told)
    {
        foreach (var plate in plates)
        {
            var (onPlate, taken, put) = (plate.Start, 0, 0);
            if (told.Any(one => PlateOf(one) == plate.Id && IsDoubtful(one, plate)))
            {
                continue;
            }

            Judged++;
            foreach (var one in told.Where(one => PlateOf(one) == plate.Id))
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
                    promises.Broken(Say($"{plate.Id}: an event says that {said} are left; with all that was told before it is {onPlate}"));
                }
            }

            if (onPlate != plate.Count)
            {
                promises.Broken(Say($"{plate.Id}: {plate.Count} lie there; what was told adds up to {onPlate} (taken {taken} of {plate.Taken}, put {put} of {plate.Put})"));
            }
            else if (taken > plate.Taken || put > plate.Put)
            {
                promises.Broken(Say($"{plate.Id}: {taken} are said to be taken and {put} put there; truly it was {plate.Taken} and {plate.Put}"));
            }
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
