using System.Runtime.InteropServices;
using EdgeGateway.Vision.Onnx;

namespace Vision.Tests.Onnx;

/// <summary>What stays of a picture in this process's memory, the runtime's own included: skipped where the nets are not.</summary>
public sealed class ScrubTests
{
    private const byte Mask = 0x5A;
    private const int Side = 256;
    private const int Numbers = 12;

    [Fact]
    public void Scrub_AfterAPicture_LeavesNothingOfItInMemory()
    {
        using var run = new OnnxRun(
            ModelsHere.Library("clean").Sessions[0],
            [[1, Side, Side, 3]],
            [("Identity:0", [1, 512, 1]), ("Identity_1:0", [1, 384, 1]), ("Identity_2:0", [1, 512, 16]), ("Identity_3:0", [1, 384, 16])]);
        var random = new Random(17);
        foreach (ref var number in run.Input())
        {
            number = random.NextSingle();
        }

        // As the picture is given, colours side by side; and as the net works on it, a plane a colour.
        var (given, planar) = (Wanted(run.Input(), 1), Wanted(run.Input(), 3));
        run.Execute();
        Assert.NotEqual(0, OwnMemory.Count(given, Mask));

        run.Scrub();

        Assert.Equal(0, OwnMemory.Count(given, Mask));
        Assert.Equal(0, OwnMemory.Count(planar, Mask));
    }

    private static byte[] Wanted(ReadOnlySpan<float> input, int step)
    {
        var wanted = new byte[Numbers * sizeof(float)];
        for (var i = 0; i < Numbers; i++)
        {
            MemoryMarshal.Write(wanted.AsSpan(i * sizeof(float)), input[(((100 * Side) + 100) * 3) + (i * step)]);
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] ^= Mask;
        }

        return wanted;
    }
}
