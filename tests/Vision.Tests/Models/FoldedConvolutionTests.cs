using EdgeGateway.Vision.Models;

namespace Vision.Tests.Models;

public sealed class FoldedConvolutionTests
{
    [Fact]
    public void Of_FiltersOfTwoInputsAndTwoOutputs_TurnsTheirOrderToOutInRowColumn()
    {
        // Row, column, in, out: the number says which, as 1000 row + 100 column + 10 in + out.
        float[] filters = [0, 1, 10, 11, 100, 101, 110, 111, 1000, 1001, 1010, 1011, 1100, 1101, 1110, 1111];

        var folded = FoldedConvolution.Of(filters, [0, 0], [1, 1], [0, 0], from: 2);

        Assert.Equal([0f, 100, 1000, 1100, 10, 110, 1010, 1110, 1, 101, 1001, 1101, 11, 111, 1011, 1111], folded.Kernel);
        Assert.Equal([0f, 0], folded.Offset);
    }

    [Fact]
    public void Of_ScaleBiasShiftAndMean_GivesWhatTheLayersGiveOneAfterTheOther()
    {
        float[] filters = [2, -3];
        const float first = 200, second = 50;
        var (mean, divisor) = (new float[] { 120, 110 }, 256.0);

        var folded = FoldedConvolution.Of(filters, bias: [0.5f], scale: [4], shift: [-1], from: 2, mean, divisor);

        var apart = (4 * ((2 * (first - 120) / 256) - (3 * (second - 110) / 256) + 0.5f)) - 1;
        Assert.Equal(apart, (folded.Kernel[0] * first) + (folded.Kernel[1] * second) + folded.Offset[0], 0.0001f);
    }
}
