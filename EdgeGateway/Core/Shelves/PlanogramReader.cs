using System.Text.Json;
using Cloud.Contracts;

namespace EdgeGateway.Core.Shelves;

/// <summary>One thing wrong in a planogram.</summary>
/// <param name="Path">Where, such as <c>plates[0].items[1].sigma_g</c>; <c>line 3</c> where it is not JSON.</param>
/// <param name="Problem">What came and what was expected.</param>
public sealed record PlanogramError(string Path, string Problem);

/// <summary>Reads a planogram from JSON. The format: docs/shelves.md.</summary>
public static class PlanogramReader
{
    /// <summary>Reads a planogram; every mistake is listed, not only the first.</summary>
    /// <returns>The planogram, or null where there are errors.</returns>
    public static Planogram? Read(ReadOnlyMemory<byte> json, List<PlanogramError> errors)
    {
        try
        {
            using var document = SoundJson.Parse(json);
            var found = errors.Count;
            var planogram = Root(new PlanogramNode("", document.RootElement, errors));
            return errors.Count == found ? planogram : null;
        }
        catch (JsonException e)
        {
            errors.Add(new PlanogramError($"line {e.LineNumber + 1}", $"is not JSON ({e.Message}); expected {{\"plates\":[…]}}"));
            return null;
        }
    }

    private static Planogram Root(PlanogramNode root)
    {
        root.Members("plates");
        var plates = new List<PlanogramPlate>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in root.Elements("plates", "at least one plate"))
        {
            var plate = Plate(node);
            if (plate.Plate.Length > 0 && !names.Add(plate.Plate))
            {
                node.Wrong("plate", $"came {plate.Plate} again; expected every plate once");
            }

            plates.Add(plate);
        }

        return new Planogram(plates);
    }

    private static PlanogramPlate Plate(PlanogramNode node)
    {
        node.Members("plate", "counts_per_gram", "zero_counts", "sample_hz", "capacity_g", "items", "start");
        var items = new List<PlanogramItem>();
        foreach (var entry in node.Elements("items", "at least one SKU"))
        {
            entry.Members("sku", "unit_g", "sigma_g");
            var item = new PlanogramItem(entry.Text("sku"), entry.Above("unit_g", "grams"), entry.Above("sigma_g", "grams"));
            if (item.Sku.Length > 0 && items.Exists(other => other.Sku == item.Sku))
            {
                entry.Wrong("sku", $"came {item.Sku} again; expected every SKU once a plate");
            }

            items.Add(item);
        }

        return new PlanogramPlate(
            node.Text("plate"),
            node.NotZero("counts_per_gram"),
            node.Number("zero_counts"),
            node.Has("sample_hz") ? node.Rate("sample_hz") : 10,
            node.Has("capacity_g") ? node.Above("capacity_g", "grams") : null,
            items,
            node.Has("start") ? Start(node, items) : null);
    }

    private static List<StartCount> Start(PlanogramNode node, List<PlanogramItem> items)
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
