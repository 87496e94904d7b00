namespace EdgeGateway.Vision.Models;

/// <summary>Writes an ONNX model node by node. Source: onnx.proto, IR version 6, operator set 11.</summary>
/// <param name="name">What the graph is called.</param>
/// <param name="capacity">How many bytes it may come to; more is only slower.</param>
internal sealed class OnnxGraph(string name, int capacity)
{
    private const int Float = 1;
    private const int Int64 = 7;
    private const int IntAttribute = 2;
    private const int IntsAttribute = 7;

    /// <summary>Room for what a tensor has beside its numbers.</summary>
    private const int TensorHead = 256;

    private readonly ProtoWriter _graph = new(capacity);

    internal void Node(string operation, IReadOnlyList<string> inputs, string output, params ReadOnlySpan<(string Name, long[] Values)> attributes)
    {
        var node = new ProtoWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output).Text(3, output).Text(4, operation);
        foreach (var (attribute, values) in attributes)
        {
            var written = new ProtoWriter().Text(1, attribute);
            foreach (var value in values)
            {
                written.Number(8, value);
            }

            node.Message(5, written.Number(20, IntsAttribute));
        }

        _graph.Message(1, node);
    }

    internal void Node(string operation, IReadOnlyList<string> inputs, string output, string attribute, long value)
    {
        var node = new ProtoWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        _graph.Message(1, node.Text(2, output).Text(3, output).Text(4, operation)
            .Message(5, new ProtoWriter().Text(1, attribute).Number(3, value).Number(20, IntAttribute)));
    }

    internal string Constant(string constant, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        _graph.Message(5, Tensor(constant, Float, shape, (values.Length * sizeof(float)) + TensorHead).Floats(9, values));
        return constant;
    }

    internal string Constant(string constant, ReadOnlySpan<long> values)
    {
        _graph.Message(5, Tensor(constant, Int64, [values.Length], (values.Length * sizeof(long)) + TensorHead).Longs(9, values));
        return constant;
    }

    /// <summary>The model's bytes.</summary>
    /// <param name="input">The input's name and its sides behind the number of pictures.</param>
    /// <param name="output">The output's name and its sides behind the number of pictures.</param>
    internal byte[] ToModel((string Name, long[] Shape) input, (string Name, long[] Shape) output)
    {
        _graph.Text(2, name).Message(11, Value(input)).Message(12, Value(output));
        return new ProtoWriter(capacity).Number(1, 6).Text(2, "edge-gateway").Message(7, _graph)
            .Message(8, new ProtoWriter().Text(1, "").Number(2, 11)).ToArray();
    }

    private static ProtoWriter Tensor(string name, int type, ReadOnlySpan<long> shape, int capacity)
    {
        var tensor = new ProtoWriter(capacity);
        foreach (var side in shape)
        {
            tensor.Number(1, side);
        }

        return tensor.Number(2, type).Text(8, name);
    }

    private static ProtoWriter Value((string Name, long[] Shape) value)
    {
        var shape = new ProtoWriter().Message(1, new ProtoWriter().Text(2, "pictures"));
        foreach (var side in value.Shape)
        {
            shape.Message(1, new ProtoWriter().Number(1, side));
        }

        var tensor = new ProtoWriter().Number(1, Float).Message(2, shape);
        return new ProtoWriter().Text(1, value.Name).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
