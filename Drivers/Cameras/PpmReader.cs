using System.Globalization;
using System.Text;
using EdgeGateway.Core.Cameras;

namespace Drivers.Cameras;

/// <summary>Reads pictures that follow each other on a stream as PPM, straight into the frames. One thread's own; blocks.</summary>
/// <remarks>Source: netpbm, ppm(5): <c>P6</c>, width, height, 255, one white space, then three bytes a pixel.</remarks>
/// <param name="stream">Where they come from, unbuffered.</param>
internal sealed class PpmReader(Stream stream)
{
    private const int MostHeader = 32;
    private const int MostSide = 4096;
    private const int Step = 65_536;
    private readonly byte[] _header = new byte[MostHeader];

    /// <summary>Reads the header of the next picture.</summary>
    /// <returns>Its size; null at the end of the stream.</returns>
    /// <exception cref="IOException">What came is no such header.</exception>
    public (int Width, int Height)? ReadSize()
    {
        int length = 0;
        for (int fields = 0; fields < 4 && length < MostHeader; length++)
        {
            if (stream.Read(_header, length, 1) == 0)
                return length == 0 ? null : throw new IOException("the stream of pictures ended within a header");
            fields += _header[length] is (byte)' ' or (byte)'\n' ? 1 : 0;
        }
        string[] words = Encoding.ASCII.GetString(_header, 0, length).Split(' ', '\n');
        return words is ["P6", var columns, var rows, "255", ""]
            && int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out int width) && width is > 0 and <= MostSide
            && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out int height) && height is > 0 and <= MostSide
            ? (width, height)
            : throw new IOException("what came from ffmpeg is no picture: its header is not P6, width, height, 255");
    }

    /// <summary>Fills a frame.</summary>
    /// <returns>False where the stream ended before it was full.</returns>
    public bool TryFill(CameraFrame frame)
    {
        for (int at = 0; at < frame.Bytes.Length;)
        {
            int count = stream.Read(frame.Bytes, at, frame.Bytes.Length - at);
            if (count == 0)
                return false;
            at += count;
        }
        return true;
    }

    /// <summary>Passes over a picture for which there is no room.</summary>
    /// <returns>False where the stream ended.</returns>
    public bool TryPass(int bytes)
    {
        byte[] passed = GC.AllocateUninitializedArray<byte>(Math.Min(Step, bytes), pinned: true);
        try
        {
            while (bytes > 0)
            {
                int count = stream.Read(passed, 0, Math.Min(passed.Length, bytes));
                if (count == 0)
                    return false;
                bytes -= count;
            }
            return true;
        }
        finally
        {
            Array.Clear(passed);
        }
    }
}
