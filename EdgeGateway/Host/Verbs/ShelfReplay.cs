using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeGateway.Core.Shelves;

namespace EdgeGateway.Host.Verbs;

/// <summary>One run of <c>replay shelf</c>: rows in, decisions out as soon as they fall; memory does not grow with the trace.</summary>
internal sealed class ShelfReplay(Planogram planogram, string traceName, TextWriter output, TextWriter error)
{
    private const int MostErrorsShown = 50;
    private const int LongestRow = 4096;

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ShelfInference _shelf = new(planogram);
    private readonly Dictionary<string, LoadSample> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlateInference> _plates = new(StringComparer.Ordinal);
    private readonly List<ShelfEvent> _events = [];
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private long _errors;

    /// <summary>Reads the whole trace.</summary>
    /// <returns>0, or 1 where a row could not be used.</returns>
    public int Run(Stream input)
    {
        using var reader = new StreamReader(input, Encoding.UTF8, false, 1 << 16, leaveOpen: true);
        using var writer = new Utf8JsonWriter(_line, s_json);
        foreach (var (known, inference) in _shelf.Plates)
        {
            _plates.Add(known, inference);
        }

        var plates = _plates.GetAlternateLookup<ReadOnlySpan<char>>();
        var last = _last.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!ShelfTrace.TryHeader(reader.ReadLine() ?? "", out var temperature, out var problem))
        {
            Refuse(1, problem);
            return ExitCode.Failed;
        }

        for (var number = 2L; reader.ReadLine() is { } row; number++)
        {
            if (row.Length == 0)
            {
                continue;
            }

            if (row.Length > LongestRow)
            {
                Refuse(number, $"came {row.Length} characters; expected at most {LongestRow}");
            }
            else if (!ShelfTrace.TryRow(row, temperature, out var name, out var sample, out problem))
            {
                Refuse(number, problem);
            }
            else if (!plates.TryGetValue(name, out var plate))
            {
                Refuse(number, $"plate came {(name.IsEmpty ? "nothing" : name.ToString())}; expected one of the planogram's plates");
            }
            else if (last.TryGetValue(name, out var before) && sample.TimeMs <= before.TimeMs)
            {
                // The same row twice says nothing new and harms nothing.
                if (sample.TimeMs < before.TimeMs || sample.Counts != before.Counts)
                {
                    Refuse(number, $"t_ms came {sample.TimeMs} with {sample.Counts} counts after {before.TimeMs} of the same plate; expected a later time");
                }
            }
            else
            {
                last[name] = sample;
                plate.Take(sample, _events);
                Tell(writer);
            }
        }

        _shelf.Finish(_events);
        Tell(writer);
        output.Flush();
        if (_errors > MostErrorsShown)
        {
            error.WriteLine($"{traceName}: {_errors} rows could not be used, {MostErrorsShown} of them shown");
        }

        return _errors == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private void Refuse(long number, string problem)
    {
        if (++_errors <= MostErrorsShown)
        {
            error.WriteLine($"{traceName}:{number}: {problem}");
        }
    }

    private void Tell(Utf8JsonWriter writer)
    {
        foreach (var told in _events)
        {
            _line.ResetWrittenCount();
            writer.Reset();
            Write(writer, told);
            writer.Flush();
            output.WriteLine(Encoding.UTF8.GetString(_line.WrittenSpan));
        }

        _events.Clear();
    }

    private static void Write(Utf8JsonWriter json, ShelfEvent told)
    {
        json.WriteStartObject();
        json.WriteNumber("t_ms", told.TimeMs);
        json.WriteNumber("at_ms", told.AtMs);
        json.WriteString("plate", told.Plate);
        json.WriteString("kind", told.Kind switch
        {
            ShelfEventKind.Taken => "taken",
            ShelfEventKind.Returned => "returned",
            ShelfEventKind.Ambiguous => "ambiguous",
            _ => "disturbed",
        });
        json.WriteString("sku", told.Sku);
        json.WriteNumber("count", told.Count);
        json.WriteNumber("grams", told.Grams);
        json.WriteNumber("confidence", Math.Round(told.Confidence, 4));
        json.WriteStartArray("candidates");
        foreach (var candidate in told.Candidates)
        {
            json.WriteStartObject();
            json.WriteString("sku", candidate.Sku);
            json.WriteNumber("count", Math.Abs(candidate.Count));
            json.WriteString("kind", candidate.Count < 0 ? "taken" : "returned");
            json.WriteNumber("explanation", candidate.Explanation);
            json.WriteNumber("probability", Math.Round(candidate.Probability, 4));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
