using System.Diagnostics.CodeAnalysis;

namespace Drivers.Ports;

/// <summary>A USB HID device as a <see cref="Stream"/> of its reports, through hidraw. Each read gives one report, each write sends one.</summary>
/// <remarks>The first report after opening is thrown away: the kernel or the device kept it from before, and it may be hours old.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "A port is the field's word; that it is a stream is how it is read.")]
public sealed class HidPort : PortStream
{
    private const int LongestReport = 256;

    private readonly HidFile _file;
    private readonly byte[] _report = new byte[LongestReport];
    private bool _isFirst = true;
    private int _start;
    private int _end;

    private HidPort(HidFile file) => _file = file;

    /// <summary>What about the port belongs in the log once; null where there is nothing.</summary>
    public string? Note => _file.IsPty ? $"{_file.Path}: is a pty, so there is no report descriptor to know a USB device by" : null;

    /// <summary>Opens <paramref name="path"/> where its report descriptor names <paramref name="usagePage"/>.</summary>
    /// <exception cref="IOException">Not there, no permission (names the group), held by another program, or another kind of device.</exception>
    public static HidPort Open(string path, int usagePage) => new(HidFile.Open(path, usagePage));

    /// <inheritdoc/>
    /// <exception cref="IOException">The device is gone or the port closed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_start < _end)
            {
                int count = Math.Min(buffer.Length, _end - _start);
                _report.AsSpan(_start, count).CopyTo(buffer.Span);
                _start += count;
                return count;
            }
            int length = _file.Read(_report);
            if (length == 0)
                await WaitAsync(Libc.PollIn, cancellationToken).ConfigureAwait(false);
            else if (_isFirst)
                _isFirst = false;
            else
                (_start, _end) = (0, length);
        }
        return 0;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The device is gone or the port closed.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int written = _file.Write(buffer.Span);
            if (written > 0)
                buffer = buffer[written..];
            else
                await WaitAsync(Libc.PollOut, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void DiscardInput()
    {
        while (_file.Read(_report) > 0)
            _isFirst = false;
        _start = _end = 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask WaitAsync(short wanted, CancellationToken cancellationToken)
    {
        short seen = await PortPoller.Shared.WaitAsync(_file, wanted, cancellationToken).ConfigureAwait(false);
        if ((seen & wanted) == 0)
            throw _file.IsShut ? _file.Shut() : PortErrors.Gone(_file.Path, 0);
    }
}
