using EdgeGateway.Core.Cameras;

namespace Drivers.Cameras;

/// <summary>The frames of one camera, used again and again: one is filled, one waits, one is looked at. Thread-safe.</summary>
internal sealed class FramePool : IDisposable
{
    /// <summary>How many there are.</summary>
    public const int Frames = 3;

    private readonly Lock _gate = new();
    private readonly Stack<CameraFrame> _free = [];
    private bool _isClosed;

    /// <summary>Makes them.</summary>
    public FramePool(int width, int height)
    {
        (Width, Height) = (width, height);
        for (int i = 0; i < Frames; i++)
            _free.Push(new CameraFrame(width, height, GiveBack));
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>A free frame; null where all are in use.</summary>
    public CameraFrame? Take()
    {
        lock (_gate)
        {
            return _free.TryPop(out CameraFrame? frame) ? frame : null;
        }
    }

    /// <summary>Frames that are still looked at are let go as they come back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _free.Clear();
        }
    }

    private void GiveBack(CameraFrame frame)
    {
        lock (_gate)
        {
            if (!_isClosed)
                _free.Push(frame);
        }
    }
}
