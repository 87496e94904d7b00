using Tests.Shared.Detection;

namespace Drivers.Tests.Detection;

/// <summary>Every protocol at every setting in every state, on a line modelled bit by bit. EDGE_DETECTION_SEEDS=N runs N seeds a cell.</summary>
public sealed class DetectionMatrixTests(ITestOutputHelper output)
{
    [Fact]
    public void Matrix_EveryProtocolAtEverySetting_IsRightInTimeAndNeverWrong()
    {
        int seeds = int.TryParse(Environment.GetEnvironmentVariable("EDGE_DETECTION_SEEDS"), out int wanted) ? wanted : 1;

        DetectionMatrix matrix = DetectionMatrix.Run(seeds);

        using var table = new StringWriter();
        matrix.Print(table);
        output.WriteLine(table.ToString());
        Assert.Equal(0, matrix.Wrong);
        Assert.Equal(0, matrix.Missed);
        Assert.True(matrix.Right >= 0.995, table.ToString());
        Assert.True(matrix.Percentile(0.95) <= TimeSpan.FromSeconds(5), table.ToString());
    }
}
