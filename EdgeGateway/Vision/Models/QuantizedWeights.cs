using System.Buffers.Binary;
using System.Text.Json;

namespace EdgeGateway.Vision.Models;

/// <summary>The weights of a TensorFlow.js model: a manifest that names them and a file with one byte a number, or four.</summary>
/// <remarks>A number of one byte is <c>byte * scale + min</c>; one that is not quantized is a little-endian float. Source: TensorFlow.js, weights manifest, quantization of uint8.</remarks>
public sealed class QuantizedWeights
{
    private readonly Dictionary<string, (long[] Shape, float[] Values)> _weights;

    private QuantizedWeights(Dictionary<string, (long[] Shape, float[] Values)> weights) => _weights = weights;

    /// <summary>The names there are.</summary>
    public IReadOnlyCollection<string> Names => _weights.Keys;

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">The manifest is none, or the file is not as long as it says.</exception>
    public static QuantizedWeights Read(ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> bytes)
    {
        var weights = new Dictionary<string, (long[] Shape, float[] Values)>(StringComparer.Ordinal);
        try
        {
            var at = 0;
            foreach (var weight in JsonElement.Parse(manifest)[0].GetProperty("weights").EnumerateArray())
            {
                var name = weight.GetProperty("name").GetString()!;
                long[] shape = [.. weight.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64())];
                var values = new float[checked((int)shape.Aggregate(1L, (product, side) => product * side))];
                at += weight.TryGetProperty("quantization", out var quantization)
                    ? Dequantize(name, quantization, bytes[at..], values)
                    : Copy(name, bytes[at..], values);
                weights.Add(name, (shape, values));
            }

            return at == bytes.Length
                ? new QuantizedWeights(weights)
                : throw new FormatException($"The manifest names {at} bytes; {bytes.Length} came.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new FormatException($"This is no weights manifest: {e.Message}", e);
        }
    }

    /// <summary>A weight's numbers.</summary>
    /// <exception cref="FormatException">There is no such weight, or its shape is another.</exception>
    public ReadOnlySpan<float> Get(string name, params ReadOnlySpan<long> shape)
    {
        if (!_weights.TryGetValue(name, out var weight))
        {
            throw new FormatException($"There is no weight '{name}'.");
        }

        return shape.SequenceEqual(weight.Shape)
            ? weight.Values
            : throw new FormatException($"Weight '{name}' is [{string.Join(", ", weight.Shape)}]; expected [{string.Join(", ", shape.ToArray())}].");
    }

    private static int Dequantize(string name, JsonElement quantization, ReadOnlySpan<byte> bytes, float[] values)
    {
        if (quantization.GetProperty("dtype").GetString() != "uint8")
        {
            throw new FormatException($"Weight '{name}' is quantized to {quantization.GetProperty("dtype")}; expected uint8.");
        }

        var (scale, least) = (quantization.GetProperty("scale").GetDouble(), quantization.GetProperty("min").GetDouble());
        var own = Own(name, bytes, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((own[i] * scale) + least);
        }

        return own.Length;
    }

    private static int Copy(string name, ReadOnlySpan<byte> bytes, float[] values)
    {
        var own = Own(name, bytes, values.Length * sizeof(float));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(own[(i * sizeof(float))..]);
        }

        return own.Length;
    }

    private static ReadOnlySpan<byte> Own(string name, ReadOnlySpan<byte> bytes, int length) =>
        length <= bytes.Length ? bytes[..length] : throw new FormatException($"The file ends within weight '{name}'.");
}
