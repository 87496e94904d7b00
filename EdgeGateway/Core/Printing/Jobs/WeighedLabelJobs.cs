using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Weighing;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>Prints a label of goods that were weighed and captured, where the store wants it: once a capture, however often its event is handed over.</summary>
/// <param name="desk">Where jobs go.</param>
/// <param name="prices">The price list, for the names of goods; answers null where the store has none.</param>
/// <param name="clock">Time, and the store's time zone.</param>
/// <param name="logger">Told of labels that are not printed.</param>
public sealed class WeighedLabelJobs(PrintDesk desk, Func<PriceList?> prices, TimeProvider clock, ILogger logger)
{
    /// <summary>The template.</summary>
    public const string Template = "weighed-label";

    /// <summary>Before the jobs of the till, after what a person waits for.</summary>
    private const int Priority = 7;

    private static readonly MassUnit s_kilogram = MassUnit.Shown("kg")!;

    /// <summary>Takes events that the outbox has; a label is on its way before this returns. Captures without goods and price have none.</summary>
    public void Take(IReadOnlyList<EventDraft> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (desk.Options.WeighedLabels is not { } role)
        {
            return;
        }

        foreach (var draft in events.Where(draft => draft.Type == EventTypes.GoodsWeighed))
        {
            try
            {
                Take(draft, role);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                // A program in the store may hand over goods.weighed too, with what it likes in it.
                LogMessages.WeighedLabelRefused(logger, draft.OriginId, e.Message);
            }
        }
    }

    /// <summary>The job of a capture: always the same id.</summary>
    public static Guid IdOf(Guid capture) => JobEvents.Derive($"weighed-label/{capture:D}");

    private void Take(EventDraft draft, string role)
    {
        using var document = JsonDocument.Parse(draft.Data);
        var data = document.RootElement;
        if (!data.TryGetProperty("capture", out var capture) || !data.TryGetProperty("plu", out var plu) || !data.TryGetProperty("total_fen", out var total))
        {
            return;
        }

        var id = IdOf(capture.GetGuid());
        var until = draft.Time + desk.Options.WeighedLabelsFor;
        if (until <= clock.GetUtcNow() && desk.Find(id) is not null)
        {
            return;
        }

        var unit = data.GetProperty("unit").GetString()!;
        using var label = JsonDocument.Parse(Label(draft, data, plu.GetString()!, total.GetInt64(), unit));
        var answer = desk.Submit(
            new WantedJob(id, Template, label.RootElement, null, 1, null, role, Priority, until), new PrintAsker("weighing", draft.DeviceId), isOwn: true);
        if (answer.Refusal is { } refusal)
        {
            LogMessages.WeighedLabelRefused(logger, capture.GetGuid(), refusal.Text);
        }
    }

    private byte[] Label(EventDraft draft, JsonElement data, string plu, long total, string unit) => DraftJson.Write(json =>
    {
        json.WriteString("item", plu);
        json.WriteString("name", prices()?.Find(plu)?.Name ?? data.GetProperty("sku").GetString());
        json.WriteString("weight", Kilograms(data, "net", unit));
        if (Kilograms(data, "tare", unit) is { } tare && tare.Any(c => c is >= '1' and <= '9'))
        {
            json.WriteString("tare", tare);
        }

        json.WriteNumber("unit_price", PerKilogram(data));
        json.WriteNumber("total", total);
        json.WriteString("currency", Symbol(data.GetProperty("currency").GetString()!));
        json.WriteString("packed", TimeZoneInfo.ConvertTime(draft.Time, clock.LocalTimeZone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
    });

    private static string? Kilograms(JsonElement data, string name, string unit)
    {
        if (!data.TryGetProperty(name, out var text))
        {
            return null;
        }

        var weight = decimal.Parse(text.GetString()!, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        var shown = MassUnit.Shown(unit) ?? throw new FormatException($"the weight is in {unit}, and the label shows kilograms");
        var exact = weight * shown.Sixteenths / s_kilogram.Sixteenths;
        return decimal.Round(exact, 3) == exact
            ? decimal.Round(exact, 3).ToString("F3", CultureInfo.InvariantCulture)
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{weight} {unit} is no whole number of grams, and the label shows kilograms with three decimals"));
    }

    private static long PerKilogram(JsonElement data)
    {
        var (fen, per) = (data.GetProperty("unit_price_fen").GetInt64(), data.GetProperty("price_unit").GetString()!);
        var unit = MassUnit.Priced(per) ?? throw new FormatException($"the price is for {per}, and the label shows that of a kilogram");
        var exact = (decimal)fen * s_kilogram.Sixteenths / unit.Sixteenths;
        return decimal.Truncate(exact) == exact ? (long)exact : throw new FormatException($"the price for {per} is no whole number of the smallest coin for a kilogram");
    }

    private static string Symbol(string currency) => currency switch
    {
        "CNY" => "¥",
        "TWD" => "NT$",
        "HKD" => "HK$",
        "USD" => "$",
        "EUR" => "€",
        _ => currency,
    };
}
