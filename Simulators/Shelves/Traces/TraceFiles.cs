using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Simulators.Shelves.Traces;

/// <summary>Writes a simulated shelf as <c>planogram.json</c>, <c>trace.csv</c> and <c>truth.jsonl</c>. Formats: docs/shelves.md and docs/shelf-traces.md.</summary>
internal static class TraceFiles
{
    private static readonly JsonWriterOptions s_pretty = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions s_line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes all three into a folder, which is made where it is missing.</summary>
    public static void Write(SimulatedShelf shelf, string folder)
    {
        Directory.CreateDirectory(folder);
        using (var planogram = File.Create(Path.Combine(folder, "planogram.json")))
        {
            WritePlanogram(shelf, planogram);
        }

        using (var trace = new StreamWriter(Path.Combine(folder, "trace.csv"), false, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            WriteTrace(shelf, trace);
        }

        using var truth = new StreamWriter(Path.Combine(folder, "truth.jsonl"), false, new UTF8Encoding(false)) { NewLine = "\n" };
        WriteTruth(shelf, truth);
    }

    /// <summary>What the store believes of its plates.</summary>
    public static void WritePlanogram(SimulatedShelf shelf, Stream output)
    {
        using var json = new Utf8JsonWriter(output, s_pretty);
        json.WriteStartObject();
        json.WriteStartArray("plates");
        foreach (var plate in shelf.Plates)
        {
            json.WriteStartObject();
            json.WriteString("plate", plate.Name);
            json.WriteNumber("counts_per_gram", plate.Cell.CountsPerGram);
            json.WriteNumber("zero_counts", plate.Cell.ZeroCounts);
            json.WriteNumber("sample_hz", shelf.Set.SampleHz);
            json.WriteNumber("capacity_g", plate.Cell.FullScale);
            json.WriteStartArray("items");
            foreach (var item in plate.Items)
            {
                json.WriteStartObject();
                json.WriteString("sku", item.Sku);
                json.WriteNumber("unit_g", Math.Round(item.Article.Grams, 2));
                json.WriteNumber("sigma_g", Math.Round(item.PlanogramSigma, 3));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("start");
            foreach (var item in plate.Items)
            {
                json.WriteStartObject();
                json.WriteString("sku", item.Sku);
                json.WriteNumber("count", item.Start);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The conversions of all plates, by time.</summary>
    public static void WriteTrace(SimulatedShelf shelf, TextWriter output)
    {
        output.WriteLine(shelf.Set.Celsius ? "t_ms,plate,counts,temp_c" : "t_ms,plate,counts");
        var next = new PriorityQueue<(int Plate, int Row), (long, int)>();
        for (var plate = 0; plate < shelf.Plates.Count; plate++)
        {
            if (shelf.Rows[plate].Count > 0)
            {
                next.Enqueue((plate, 0), (shelf.Rows[plate][0].TimeMs, plate));
            }
        }

        while (next.TryDequeue(out var at, out _))
        {
            var rows = shelf.Rows[at.Plate];
            var row = rows[at.Row];
            output.WriteLine(row.Celsius is { } celsius
                ? string.Create(CultureInfo.InvariantCulture, $"{row.TimeMs},{shelf.Plates[at.Plate].Name},{row.Counts},{celsius:0.0000}")
                : string.Create(CultureInfo.InvariantCulture, $"{row.TimeMs},{shelf.Plates[at.Plate].Name},{row.Counts}"));
            if (at.Row + 1 < rows.Count)
            {
                next.Enqueue((at.Plate, at.Row + 1), (rows[at.Row + 1].TimeMs, at.Plate));
            }
        }
    }

    /// <summary>What really happened: a JSON object a line, a swap is two.</summary>
    public static void WriteTruth(SimulatedShelf shelf, TextWriter output)
    {
        var all = shelf.Plates.SelectMany(plate => plate.Acts.Select(act => (Plate: plate, Act: act))).OrderBy(entry => entry.Act.Off);
        foreach (var (plate, act) in all)
        {
            if (act.Moved.Count == 0)
            {
                output.WriteLine(Line(plate, act, null, 0));
            }

            foreach (var (item, count) in act.Moved)
            {
                output.WriteLine(Line(plate, act, plate.Items[item].Sku, count));
            }
        }
    }

    private static string Line(SimulatedPlate plate, TruthAct act, string? sku, int count)
    {
        using var line = new MemoryStream(200);
        using (var json = new Utf8JsonWriter(line, s_line))
        {
            json.WriteStartObject();
            json.WriteNumber("t_ms", Ms(act.Off));
            json.WriteNumber("on_ms", Ms(act.On));
            json.WriteNumber("at_ms", Ms(act.At));
            json.WriteString("plate", plate.Name);
            json.WriteString("kind", sku is null ? "disturbed" : count < 0 ? "taken" : "returned");
            json.WriteString("sku", sku);
            json.WriteNumber("count", Math.Abs(count));
            json.WriteNumber("grams", Math.Round(act.Grams, 3));
            json.WriteString("act", Name(act.Kind));
            json.WriteString("thing", act.Thing);
            json.WriteStartArray("labels");
            json.WriteStringValue(act.Pace);
            if (act.TwoPlates)
            {
                json.WriteStringValue("two-plates");
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(line.GetBuffer().AsSpan(0, (int)line.Length));
    }

    /// <summary>The word for an act, such as <c>foreign-put</c>.</summary>
    public static string Name(ActKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static long Ms(double seconds) => (long)Math.Round(seconds * 1000);
}
