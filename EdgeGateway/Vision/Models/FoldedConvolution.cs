namespace EdgeGateway.Vision.Models;

/// <summary>A convolution with what stands before and behind it folded into its numbers. Pure.</summary>
/// <param name="Kernel">Its kernel in ONNX's order: out, in, row, column.</param>
/// <param name="Offset">What is added to each output.</param>
internal sealed record FoldedConvolution(float[] Kernel, float[] Offset)
{
    /// <summary>Folds <c>scale * (filters * (input - mean) / divisor + bias) + shift</c>. Exact only where the input is not padded, or the mean is 0.</summary>
    /// <param name="filters">In TensorFlow's order: row, column, in, out.</param>
    /// <param name="bias">One for each output.</param>
    /// <param name="scale">One for each output.</param>
    /// <param name="shift">One for each output.</param>
    /// <param name="from">Inputs.</param>
    /// <param name="mean">What is taken away of each input; empty for nothing.</param>
    /// <param name="divisor">What the inputs are divided by then.</param>
    internal static FoldedConvolution Of(
        ReadOnlySpan<float> filters,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        int from,
        ReadOnlySpan<float> mean = default,
        double divisor = 1)
    {
        var to = bias.Length;
        var area = filters.Length / (from * to);
        var kernel = new float[filters.Length];
        var offset = new float[to];
        for (var o = 0; o < to; o++)
        {
            double taken = 0;
            for (var i = 0; i < from; i++)
            {
                for (var at = 0; at < area; at++)
                {
                    var value = filters[(((at * from) + i) * to) + o] / divisor;
                    taken += mean.IsEmpty ? 0 : value * mean[i];
                    kernel[(((o * from) + i) * area) + at] = (float)(value * scale[o]);
                }
            }

            offset[o] = (float)(((bias[o] - taken) * scale[o]) + shift[o]);
        }

        return new FoldedConvolution(kernel, offset);
    }
}
