using System.Security.Cryptography;
using EdgeGateway.Core.Memory;

namespace EdgeGateway.Core.Cameras;

/// <summary>One picture of a camera: 8-bit red, green and blue, row after row. It may show people who never asked to be seen: disposing it overwrites it.</summary>
public sealed class CameraFrame : IDisposable
{
    private readonly Action<CameraFrame>? _giveBack;
    private readonly PageLock _lock;

    /// <summary>Makes room for frames of one size.</summary>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="giveBack">Takes it back for the next picture, overwritten already; null where it is not used again.</param>
    public CameraFrame(int width, int height, Action<CameraFrame>? giveBack = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height, _giveBack) = (width, height, giveBack);
        Bytes = GC.AllocateUninitializedArray<byte>(width * height * 3, pinned: true);
        _lock = new PageLock(Bytes);
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All pixels, three bytes each; pinned, so that no copy stays behind when memory is tidied, and locked against swapping where the system allows it.</summary>
    public byte[] Bytes { get; }

    /// <summary>When its last byte came, by the gateway's clock.</summary>
    public DateTimeOffset Time { get; set; }

    /// <summary>Overwrites it and gives it back.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Bytes);
        if (_giveBack is not null)
        {
            _giveBack(this);
            return;
        }

        _lock.Dispose();
    }
}
