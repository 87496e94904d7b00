using EdgeGateway.Core.Cameras;

namespace EdgeGateway.Vision.Recognition;

/// <summary>Says whether a scene has changed since it was last looked at. Allocates nothing.</summary>
/// <remarks>What stays of a picture is the mean brightness of 16 x 9 squares, each 80 pixels wide at 720p: nobody can be made out in it.</remarks>
internal sealed class MotionGate(float leastLevels)
{
    private const int Columns = 16;
    private const int Rows = 9;

    /// <summary>Of the pixels of a row, and of the rows, one in so many is read.</summary>
    private const int Every = 4;

    private readonly float[] _now = new float[Columns * Rows];
    private readonly float[] _looked = new float[Columns * Rows];
    private bool _any;

    /// <summary>Takes the brightness of a frame.</summary>
    /// <returns>How much the square that changed most did since the last <see cref="Keep"/>, in levels of 255; all of them for the first frame.</returns>
    public float Take(CameraFrame frame)
    {
        var bytes = frame.Bytes.AsSpan();
        var most = 0f;
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var mean = Mean(bytes, frame.Width, frame.Height, column, row);
                _now[(row * Columns) + column] = mean;
                most = Math.Max(most, Math.Abs(mean - _looked[(row * Columns) + column]));
            }
        }

        return _any ? most : 255;
    }

    /// <summary>Whether a change is one of the scene rather than noise.</summary>
    public bool Moved(float levels) => levels >= leastLevels;

    /// <summary>The frame just taken is looked at: later ones are compared with it.</summary>
    public void Keep()
    {
        _now.CopyTo(_looked, 0);
        _any = true;
    }

    /// <summary>Forgets every frame.</summary>
    public void Clear()
    {
        Array.Clear(_now);
        Array.Clear(_looked);
        _any = false;
    }

    private static float Mean(ReadOnlySpan<byte> bytes, int width, int height, int column, int row)
    {
        var (left, right) = (column * width / Columns, Math.Max((column + 1) * width / Columns, (column * width / Columns) + 1));
        var (top, bottom) = (row * height / Rows, Math.Max((row + 1) * height / Rows, (row * height / Rows) + 1));
        long sum = 0;
        var count = 0;
        for (var y = top; y < Math.Min(bottom, height); y += Every)
        {
            var line = bytes.Slice(y * width * 3, width * 3);
            for (var x = left; x < Math.Min(right, width); x += Every)
            {
                // Green says most of the brightness; twice green and once each other is near enough to the eye's own weights.
                sum += line[3 * x] + (2 * line[(3 * x) + 1]) + line[(3 * x) + 2];
                count++;
            }
        }

        return count == 0 ? 0 : sum / (4f * count);
    }
}
