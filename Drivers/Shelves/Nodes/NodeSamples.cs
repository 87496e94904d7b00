using System.Text.Json;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Nodes;

/// <summary>One message of samples from a shelf node, as <c>docs/shelf-node.schema.json</c> describes it.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Plate">The plate's name on the node.</param>
/// <param name="Boot">Another text after each start of the node.</param>
/// <param name="Sequence">The number of the first sample; the others follow one by one. Counted from 0 at each start.</param>
/// <param name="Celsius">The plate's temperature, or null.</param>
/// <param name="Samples">At least one, oldest first.</param>
internal sealed record NodeSamples(string Node, string Plate, string Boot, long Sequence, decimal? Celsius, IReadOnlyList<NodeSample> Samples)
{
    /// <summary>More samples than this are in no message.</summary>
    public const int MostSamples = 1000;

    private const long MostCounting = 1L << 53;
    private const decimal MostGrams = 1_000_000m;
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 8 };

    /// <summary>Reads a payload. Unknown members are left alone.</summary>
    /// <exception cref="DeviceException">It is not what the schema says; says where.</exception>
    public static NodeSamples Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, s_options);
            var root = new NodeJson(document.RootElement, "message");
            var list = root.Array("samples", MostSamples);
            var samples = new NodeSample[list.Count];
            for (int index = 0; index < samples.Length; index++)
            {
                samples[index] = Sample(list[index]);
                if (index > 0 && samples[index].UptimeMs < samples[index - 1].UptimeMs)
                    throw new DeviceException($"{list[index].Path}.uptime_ms: {samples[index].UptimeMs} is before that of the sample before, {samples[index - 1].UptimeMs}");
            }
            return new NodeSamples(
                root.Name("node"), root.Name("plate"), root.Text("boot", 32), root.Whole("sequence", 0, MostCounting),
                root.DecimalOrNull("temperature_c", -60, 150), samples);
        }
        // A name or text that is no UTF-8, or half a surrogate pair, is told of by InvalidOperationException when it is read.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new DeviceException($"the message is not JSON: {failure.Message}");
        }
    }

    private static NodeSample Sample(NodeJson json) => new(
        json.Whole("uptime_ms", 0, MostCounting), json.Whole("counts", int.MinValue, int.MaxValue), json.DecimalOrNull("grams", -MostGrams, MostGrams),
        json.BooleanOrNull("stable"), json.Has("fault") ? json.Name("fault") : null);
}

/// <summary>One sample of a plate.</summary>
/// <param name="UptimeMs">Milliseconds since the node started.</param>
/// <param name="Counts">As converted.</param>
/// <param name="Grams">By the node's own calibration, or null.</param>
/// <param name="Stable">Whether the load has settled, or null where the node does not say.</param>
/// <param name="Fault">Why it is no load, such as <c>over_range</c>; null where it is one.</param>
internal readonly record struct NodeSample(long UptimeMs, long Counts, decimal? Grams, bool? Stable, string? Fault);
