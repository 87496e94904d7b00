using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Cloud.Contracts;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>Reads the planogram of a running store from JSON. The format: docs/shelves.md.</summary>
public static class LivePlanogramReader
{
    /// <summary>The longest text taken, in bytes.</summary>
    public const int MaxLength = 1 << 20;

    private const int MostPlates = 1000;

    /// <summary>What could have moved is tried for every pair of SKUs; no shelf plate has room for more.</summary>
    private const int MostItems = 16;

    /// <summary>Reads a planogram; every mistake is listed, not only the first.</summary>
    /// <returns>The planogram, or null where there are errors.</returns>
    public static LivePlanogram? Read(ReadOnlyMemory<byte> json, List<PlanogramError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (json.Length > MaxLength)
        {
            errors.Add(new PlanogramError("", string.Create(CultureInfo.InvariantCulture, $"has {json.Length} bytes; at most {MaxLength} are read")));
            return null;
        }

        try
        {
            using var document = SoundJson.Parse(json);
            var found = errors.Count;
            var planogram = Root(document.RootElement, errors, Hash(json.Span));
            return errors.Count == found ? planogram : null;
        }
        catch (JsonException e)
        {
            errors.Add(new PlanogramError($"line {e.LineNumber + 1}", $"is not JSON ({e.Message}); expected {{\"plates\":[…]}}"));
            return null;
        }
    }

    private static string Hash(ReadOnlySpan<byte> json) => Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 4));

    private static LivePlanogram Root(JsonElement element, List<PlanogramError> errors, string hash)
    {
        var root = new PlanogramNode("", element, errors);
        root.Members("version", "plates");
        var plates = new List<LivePlate>();
        var nodes = new List<PlanogramNode>();
        foreach (var node in root.Elements("plates", "at least one plate"))
        {
            var plate = Plate(node);
            if (plate.Plate.Length > 0 && plates.Exists(other => other.Plate == plate.Plate))
            {
                node.Wrong("plate", $"came {plate.Plate} again; expected every plate once");
            }

            plates.Add(plate);
            nodes.Add(node);
        }

        if (plates.Count > MostPlates)
        {
            root.Wrong("plates", string.Create(CultureInfo.InvariantCulture, $"came {plates.Count}; expected at most {MostPlates}"));
        }

        OneThreshold(plates, nodes);
        return new LivePlanogram(root.Has("version") ? root.Text("version") : hash, plates);
    }

    /// <summary>A SKU is low in the store, not on a plate: what two plates say of it must agree.</summary>
    private static void OneThreshold(List<LivePlate> plates, List<PlanogramNode> nodes)
    {
        var said = new Dictionary<string, (LiveItem Item, string Plate)>(StringComparer.Ordinal);
        for (var i = 0; i < plates.Count; i++)
        {
            foreach (var item in plates[i].Items.Where(item => item.Low is not null))
            {
                if (said.TryGetValue(item.Sku, out var other) && (other.Item.Low, other.Item.Restored) != (item.Low, item.Restored))
                {
                    nodes[i].Wrong("items", string.Create(
                        CultureInfo.InvariantCulture,
                        $"{item.Sku} has low {item.Low} and restored {item.Restored}, on plate {other.Plate} {other.Item.Low} and {other.Item.Restored}; expected the same: it is low in the whole store"));
                }

                said.TryAdd(item.Sku, (item, plates[i].Plate));
            }
        }
    }

    private static LivePlate Plate(PlanogramNode node)
    {
        node.Members("plate", "counts_per_gram", "zero_counts", "sample_hz", "capacity_g", "items", "start");
        var items = new List<LiveItem>();
        foreach (var entry in node.Elements("items", "at least one SKU"))
        {
            var item = Item(entry);
            if (item.Sku.Length > 0 && items.Exists(other => other.Sku == item.Sku))
            {
                entry.Wrong("sku", $"came {item.Sku} again; expected every SKU once a plate");
            }

            items.Add(item);
        }

        if (items.Count > MostItems)
        {
            node.Wrong("items", string.Create(CultureInfo.InvariantCulture, $"came {items.Count} SKUs; expected at most {MostItems} on one plate"));
        }

        return new LivePlate(
            node.Text("plate"),
            Line(node),
            node.Has("sample_hz") ? node.Rate("sample_hz") : 10,
            node.Has("capacity_g") ? node.Above("capacity_g", "grams") : null,
            items,
            node.Has("start") ? Start(node, items) : null);
    }

    private static PlateLine? Line(PlanogramNode node)
    {
        if (!node.Has("counts_per_gram") && !node.Has("zero_counts"))
        {
            return null;
        }

        return new PlateLine(node.NotZero("counts_per_gram"), node.Number("zero_counts"));
    }

    private static LiveItem Item(PlanogramNode node)
    {
        node.Members("sku", "name", "unit_g", "sigma_g", "pack", "low", "restored");
        int? pack = node.Has("pack") ? node.Count("pack") : null;
        int? low = node.Has("low") ? node.Count("low") : null;
        int? restored = node.Has("restored") ? node.Count("restored") : low + 1;
        if (pack < 1)
        {
            node.Wrong("pack", "came 0; expected pieces in a pack, from 1");
        }

        if (node.Has("restored") && low is null)
        {
            node.Wrong("restored", "came without low; expected low beside it");
        }
        else if (restored <= low)
        {
            node.Wrong("restored", string.Create(CultureInfo.InvariantCulture, $"came {restored}; expected more than low, {low}, or it would go to and fro"));
        }

        return new LiveItem(node.Text("sku"), node.Above("unit_g", "grams"), node.Above("sigma_g", "grams"))
        {
            Name = node.Has("name") ? node.Text("name") : null,
            Pack = pack,
            Low = low,
            Restored = restored,
        };
    }

    private static List<StartCount> Start(PlanogramNode node, List<LiveItem> items)
    {
        var start = new List<StartCount>();
        foreach (var entry in node.Elements("start", null))
        {
            entry.Members("sku", "count");
            var count = new StartCount(entry.Text("sku"), entry.Count("count"));
            if (count.Sku.Length > 0 && !items.Exists(item => item.Sku == count.Sku))
            {
                entry.Wrong("sku", $"came {count.Sku}; expected one of the plate's items");
            }
            else if (count.Sku.Length > 0 && start.Exists(other => other.Sku == count.Sku))
            {
                entry.Wrong("sku", $"came {count.Sku} again; expected every SKU once");
            }

            start.Add(count);
        }

        return start;
    }
}
