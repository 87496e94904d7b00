using System.Runtime.InteropServices;
using EdgeGateway.Core.Cameras;

namespace Drivers.Cameras;

/// <summary>Says how a camera's picture is, frame by frame. Keeps one number of the last frame and nothing of the picture. One thread's own.</summary>
/// <remarks>
/// A sensor's noise makes every frame another one, so equal frames come from a camera that hangs. It still codes a key picture now and then, which decodes a
/// little otherwise; therefore a picture is frozen while fewer than a third of the frames differ from the one before.
/// </remarks>
/// <param name="frozen">How long that must have lasted.</param>
/// <param name="black">How long there must have been nothing to see.</param>
internal sealed class PictureWatch(TimeSpan frozen, TimeSpan black)
{
    private const int MostStillness = 12;
    private const int Stride = 16;
    private const int BlackLevel = 40;
    private const int BlackMean = 20;
    private const int BrightPart = 200; // one in so many pixels may be brighter

    private ulong _last;
    private DateTimeOffset? _sameSince;
    private DateTimeOffset? _blackSince;
    private int _stillness;

    /// <summary>Takes a frame.</summary>
    /// <returns>How the picture is now.</returns>
    public CameraPicture Take(CameraFrame frame)
    {
        ulong mark = MarkOf(frame.Bytes);
        bool isSame = mark == _last;
        _last = mark;
        _blackSince = IsBlack(frame.Bytes) ? _blackSince ?? frame.Time : null;
        _stillness = isSame ? Math.Min(_stillness + 1, MostStillness) : _stillness - 2;
        if (_stillness <= 0)
            (_sameSince, _stillness) = (null, 0);
        else
            _sameSince ??= frame.Time;
        return _blackSince is { } dark && frame.Time - dark >= black ? CameraPicture.Black
            : _sameSince is { } still && frame.Time - still >= frozen ? CameraPicture.Frozen
            : CameraPicture.Live;
    }

    private static bool IsBlack(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        int bright = 0, count = 0;
        for (int at = 0; at + 2 < bytes.Length; at += Stride * 3)
        {
            int level = Math.Max(bytes[at], Math.Max(bytes[at + 1], bytes[at + 2]));
            (sum, count) = (sum + level, count + 1);
            bright += level > BlackLevel ? 1 : 0;
        }
        return sum < (long)BlackMean * count && bright * BrightPart <= count;
    }

    /// <summary>A number that differs for frames that differ, up to chance. Source: FNV-1a over words.</summary>
    private static ulong MarkOf(ReadOnlySpan<byte> bytes)
    {
        ulong mark = 14_695_981_039_346_656_037;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
            mark = unchecked((mark ^ word) * 1_099_511_628_211);
        foreach (byte one in bytes[(bytes.Length / 8 * 8)..])
            mark = unchecked((mark ^ one) * 1_099_511_628_211);
        return mark;
    }
}
