using System.Text;
using System.Text.Json;

namespace Cloud.Crm.Planograms;

/// <summary>What a gateway would refuse of a planogram, and what only headquarters knows: which products there are, and which plates the gateway has. The format: docs/shelves-live.md.</summary>
internal static class PlanogramRules
{
    /// <summary>The longest text a gateway takes, in bytes.</summary>
    internal const int MostBytes = 1 << 20;

    private const int MostPlates = 1000;
    private const int MostItems = 16;

    /// <summary>Every SKU that a planogram names.</summary>
    internal static IReadOnlySet<string> SkusOf(JsonElement planogram) => new HashSet<string>(
        Objects(planogram, "plates").SelectMany(p => Objects(p, "items")).Select(i => i.TryGetProperty("sku", out var sku) && sku.ValueKind == JsonValueKind.String ? sku.GetString()! : "")
            .Where(s => s.Length > 0), StringComparer.Ordinal);

    /// <summary>Every mistake, with its path.</summary>
    /// <param name="planogram">The document.</param>
    /// <param name="products">The SKUs of it that there are.</param>
    /// <param name="plates">The plates of the gateway; null where it has not told of any yet.</param>
    internal static IReadOnlyList<string> Check(JsonElement planogram, IReadOnlySet<string> products, IReadOnlySet<string>? plates)
    {
        var mistakes = new List<string>();
        if (Encoding.UTF8.GetByteCount(planogram.GetRawText()) > MostBytes)
        {
            return [FormattableString.Invariant($"the planogram has more than {MostBytes} bytes")];
        }

        var root = new PlanogramNode("", planogram, mistakes);
        root.Members("version", "plates");
        if (root.Has("version"))
        {
            root.Text("version");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var lows = new Dictionary<string, (int? Low, int? Restored, string Plate)>(StringComparer.Ordinal);
        var nodes = root.Elements("plates", "at least one plate");
        foreach (var node in nodes)
        {
            Plate(node, names, products, plates, lows);
        }

        if (nodes.Count > MostPlates)
        {
            root.Wrong("plates", FormattableString.Invariant($"came {nodes.Count}; expected at most {MostPlates}"));
        }

        return mistakes;
    }

    private static void Plate(
        PlanogramNode node, HashSet<string> names, IReadOnlySet<string> products, IReadOnlySet<string>? plates, Dictionary<string, (int? Low, int? Restored, string Plate)> lows)
    {
        node.Members("plate", "counts_per_gram", "zero_counts", "sample_hz", "capacity_g", "items", "start");
        var name = node.Text("plate");
        if (name is not null && !names.Add(name))
        {
            node.Wrong("plate", $"came {name} again; expected every plate once");
        }
        else if (name is not null && plates?.Contains(name) == false)
        {
            node.Wrong("plate", $"came {name}; the gateway's plates are {string.Join(", ", plates.Order(StringComparer.Ordinal))}");
        }

        if (node.Has("counts_per_gram") || node.Has("zero_counts"))
        {
            node.Number("counts_per_gram", "a finite number other than 0", n => n != 0);
            node.Number("zero_counts", "a finite number", _ => true);
        }

        if (node.Has("sample_hz"))
        {
            node.Number("sample_hz", "samples a second, above 0, at most 10000", n => n is > 0 and <= 10_000);
        }

        if (node.Has("capacity_g"))
        {
            node.Number("capacity_g", "grams above 0", n => n > 0);
        }

        var skus = new HashSet<string>(StringComparer.Ordinal);
        var items = node.Elements("items", "at least one SKU");
        foreach (var item in items)
        {
            Item(node, item, name ?? "", skus, products, lows);
        }

        if (items.Count > MostItems)
        {
            node.Wrong("items", FormattableString.Invariant($"came {items.Count} SKUs; expected at most {MostItems} on one plate"));
        }

        if (node.Has("start"))
        {
            Start(node, skus);
        }
    }

    private static void Item(
        PlanogramNode plate, PlanogramNode node, string name, HashSet<string> skus, IReadOnlySet<string> products, Dictionary<string, (int? Low, int? Restored, string Plate)> lows)
    {
        node.Members("sku", "name", "unit_g", "sigma_g", "pack", "low", "restored");
        var sku = node.Text("sku");
        if (sku is not null && !skus.Add(sku))
        {
            node.Wrong("sku", $"came {sku} again; expected every SKU once a plate");
        }
        else if (sku is not null && !products.Contains(sku))
        {
            node.Wrong("sku", $"came {sku}; there is no such product");
        }

        node.Number("unit_g", "grams above 0", n => n > 0);
        node.Number("sigma_g", "grams above 0", n => n > 0);
        if (node.Has("name"))
        {
            node.Text("name");
        }

        if (node.Has("pack") && node.Count("pack") == 0)
        {
            node.Wrong("pack", "came 0; expected pieces in a pack, from 1");
        }

        var low = node.Has("low") ? node.Count("low") : null;
        var restored = node.Has("restored") ? node.Count("restored") : low + 1;
        if (node.Has("restored") && !node.Has("low"))
        {
            node.Wrong("restored", "came without low; expected low beside it");
        }
        else if (restored <= low)
        {
            node.Wrong("restored", FormattableString.Invariant($"came {restored}; expected more than low, {low}, or it would go to and fro"));
        }

        // A SKU is low in the store, not on a plate: what two plates say of it must agree.
        if (sku is not null && low is not null && !lows.TryAdd(sku, (low, restored, name)) && lows[sku] is var other && (other.Low, other.Restored) != (low, restored))
        {
            plate.Wrong("items", FormattableString.Invariant(
                $"{sku} has low {low} and restored {restored}, on plate {other.Plate} {other.Low} and {other.Restored}; expected the same: it is low in the whole store"));
        }
    }

    private static void Start(PlanogramNode node, HashSet<string> skus)
    {
        var counted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in node.Elements("start", null))
        {
            entry.Members("sku", "count");
            entry.Count("count");
            if (entry.Text("sku") is not { } sku)
            {
                continue;
            }

            if (!skus.Contains(sku))
            {
                entry.Wrong("sku", $"came {sku}; expected one of the plate's items");
            }
            else if (!counted.Add(sku))
            {
                entry.Wrong("sku", $"came {sku} again; expected every SKU once");
            }
        }
    }

    private static IEnumerable<JsonElement> Objects(JsonElement element, string list) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(list, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object) : [];
}
