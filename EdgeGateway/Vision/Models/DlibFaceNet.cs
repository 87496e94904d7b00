namespace EdgeGateway.Vision.Models;

/// <summary>Writes dlib's face recognition net as ONNX from its published weights.</summary>
/// <remarks>
/// Twenty-nine convolutions: one of 7 x 7, a pool, fourteen residual pairs at 32, 64, 128 and 256 channels, a mean and a matrix. The scale behind every
/// convolution, its bias, and the subtraction of the mean colour in front of the first are folded into it; that one has no padding, so that the folding is exact.
/// A pair that halves the picture adds a 2 x 2 mean of what came in, with channels of zeros behind it; where its own
/// picture is one smaller, zeros stand below and to the right. Source: dlib, dnn_face_recognition_ex.cpp; face-api.js, FaceRecognitionNet.
/// </remarks>
public static class DlibFaceNet
{
    /// <summary>dlib divides levels by 256, face-api.js by 255; the weights are dlib's.</summary>
    private const double LevelDivisor = 256;

    private const int MostBytes = 23_000_000;

    private static readonly float[] s_meanColour = [122.782f, 117.001f, 104.298f];

    /// <summary>Converts.</summary>
    /// <exception cref="FormatException">A weight is missing or of another shape.</exception>
    public static byte[] Convert(QuantizedWeights weights)
    {
        var graph = new OnnxGraph("dlib_face", MostBytes);
        var layers = new Layers(graph, weights);
        layers.First();
        layers.Residual("conv32_1", 32);
        layers.Residual("conv32_2", 32);
        layers.Residual("conv32_3", 32);
        layers.ResidualDown("conv64_down", 32, 64, isShort: false);
        layers.Residual("conv64_1", 64);
        layers.Residual("conv64_2", 64);
        layers.Residual("conv64_3", 64);
        layers.ResidualDown("conv128_down", 64, 128, isShort: false);
        layers.Residual("conv128_1", 128);
        layers.Residual("conv128_2", 128);
        layers.ResidualDown("conv256_down", 128, 256, isShort: true);
        layers.Residual("conv256_1", 256);
        layers.Residual("conv256_2", 256);
        layers.ResidualDown("conv256_down_out", 256, 256, isShort: true);
        layers.Last();
        return graph.ToModel(("input", [3, 150, 150]), ("embedding", [128]));
    }

    private sealed class Layers(OnnxGraph graph, QuantizedWeights weights)
    {
        private string _at = "input";

        internal void First()
        {
            Convolution("conv32_down", 3, 32, 7, 2, padding: 0, folded: true);
            Relu("conv32_down");
            graph.Node("MaxPool", [_at], "pool", ("kernel_shape", [3, 3]), ("strides", [2, 2]));
            _at = "pool";
        }

        internal void Residual(string name, int channels)
        {
            var before = _at;
            Convolution($"{name}/conv1", channels, channels, 3, 1, padding: 1);
            Relu($"{name}/conv1");
            Convolution($"{name}/conv2", channels, channels, 3, 1, padding: 1);
            Sum(name, before);
        }

        internal void ResidualDown(string name, int from, int to, bool isShort)
        {
            var before = _at;
            Convolution($"{name}/conv1", from, to, 3, 2, padding: 0);
            Relu($"{name}/conv1");
            Convolution($"{name}/conv2", to, to, 3, 1, padding: 1);
            if (isShort)
            {
                _at = Padded(name + "/edge", _at, [0, 0, 0, 0, 0, 0, 1, 1]);
            }

            graph.Node("AveragePool", [before], $"{name}/pool", ("kernel_shape", [2, 2]), ("strides", [2, 2]));
            Sum(name, from == to ? $"{name}/pool" : Padded($"{name}/channels", $"{name}/pool", [0, 0, 0, 0, 0, to - from, 0, 0]));
        }

        internal void Last()
        {
            graph.Node("GlobalAveragePool", [_at], "mean");
            graph.Node("Flatten", ["mean"], "flat", "axis", 1);
            graph.Node("MatMul", ["flat", graph.Constant("fc", weights.Get("fc", 256, 128), 256, 128)], "embedding");
        }

        private void Convolution(string name, int from, int to, int side, int stride, int padding, bool folded = false)
        {
            var layer = FoldedConvolution.Of(
                weights.Get($"{name}/conv/filters", side, side, from, to),
                weights.Get($"{name}/conv/bias", to),
                weights.Get($"{name}/scale/weights", to),
                weights.Get($"{name}/scale/biases", to),
                from,
                folded ? s_meanColour : [],
                folded ? LevelDivisor : 1);
            graph.Node(
                "Conv",
                [_at, graph.Constant($"{name}/kernel", layer.Kernel, to, from, side, side), graph.Constant($"{name}/offset", layer.Offset, to)],
                name,
                ("kernel_shape", [side, side]),
                ("strides", [stride, stride]),
                ("pads", [padding, padding, padding, padding]));
            _at = name;
        }

        private void Relu(string name)
        {
            graph.Node("Relu", [_at], $"{name}/relu");
            _at = $"{name}/relu";
        }

        private void Sum(string name, string other)
        {
            graph.Node("Add", [_at, other], $"{name}/sum");
            _at = $"{name}/sum";
            Relu(name);
        }

        private string Padded(string name, string input, long[] pads)
        {
            graph.Node("Pad", [input, graph.Constant($"{name}/pads", pads)], name);
            return name;
        }
    }
}
