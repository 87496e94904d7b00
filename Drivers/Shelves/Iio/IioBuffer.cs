using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Iio;

/// <summary>A converter that is sampled by the kernel at a trigger's pace; the samples come through its character device. Disposing it switches the buffer off.</summary>
internal sealed class IioBuffer : IAsyncDisposable
{
    private const string Scans = "64";
    private const int ReadAtOnce = 32;

    private readonly string _folder;
    private readonly ScanLayout _layout;
    private readonly NodeFile _node;

    private IioBuffer(string folder, ScanLayout layout, NodeFile node) => (_folder, _layout, _node) = (folder, layout, node);

    /// <summary>Bits of a value.</summary>
    public int Bits => _layout.Value.Bits;

    /// <summary>Whether the kernel gives a buffer for this converter, its trigger is known, and its node is there.</summary>
    public static bool IsOffered(string folder, string node, string? trigger) =>
        File.Exists(Path.Combine(folder, "buffer/enable")) && Directory.Exists(Path.Combine(folder, "scan_elements")) && File.Exists(node)
        && (trigger is not null || IioFile.TextIfThere(Path.Combine(folder, "trigger/current_trigger")) is { Length: > 0 });

    /// <summary>Sets the scan up and switches the buffer on.</summary>
    /// <exception cref="DeviceException">The kernel refuses something; says what.</exception>
    /// <exception cref="IOException">A file is not there or must not be opened.</exception>
    public static IioBuffer Open(string folder, string node, string element, string? trigger)
    {
        string enable = Path.Combine(folder, "buffer/enable");
        IioFile.Set(enable, "0");
        ScanLayout layout = ScanLayout.Choose(folder, element);
        if (trigger is not null)
            IioFile.Set(Path.Combine(folder, "trigger/current_trigger"), trigger);
        IioFile.Set(Path.Combine(folder, "buffer/length"), Scans);
        NodeFile opened = NodeFile.Open(node);
        try
        {
            IioFile.Set(enable, "1");
            return new IioBuffer(folder, layout, opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Values as they come, and how long before the newest of the same read each was taken.</summary>
    /// <exception cref="DeviceException">The converter does not answer.</exception>
    /// <exception cref="IOException">The device is gone.</exception>
    public async IAsyncEnumerable<(long Value, TimeSpan Before)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bytes = new byte[_layout.Length * ReadAtOnce];
        int have = 0;
        while (true)
        {
            short seen = await PortPoller.Shared.WaitAsync(_node, Libc.PollIn, cancellationToken).ConfigureAwait(false);
            if ((seen & Libc.PollIn) == 0)
                throw _node.IsShut ? _node.Shut() : PortErrors.Gone(_node.Path, 0);
            have += _node.Read(bytes.AsSpan(have));
            int whole = have / _layout.Length;
            long newest = whole == 0 ? 0 : TimeOf(bytes, whole - 1);
            for (int scan = 0; scan < whole; scan++)
                yield return (Value(bytes, scan), Before(newest - TimeOf(bytes, scan)));
            have -= whole * _layout.Length;
            bytes.AsSpan(whole * _layout.Length, have).CopyTo(bytes);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _node.Dispose();
        try
        {
            IioFile.Set(Path.Combine(_folder, "buffer/enable"), "0");
        }
        catch (Exception gone) when (gone is IOException or DeviceException)
        {
            // Nothing is left to switch off.
        }
        return ValueTask.CompletedTask;
    }

    private static TimeSpan Before(long nanoseconds) => TimeSpan.FromMicroseconds(Math.Clamp(nanoseconds / 1000, 0, 10_000_000));

    private long Value(byte[] bytes, int scan)
    {
        ReadOnlySpan<byte> value = bytes.AsSpan((scan * _layout.Length) + _layout.ValueAt, _layout.Value.Length);
        return _layout.Value.TryRead(value, out long read, out int error)
            ? read
            : throw new DeviceException($"{_node.Path}: the converter does not answer (the scan holds {(error > 0 ? PortErrors.Words(error) : Convert.ToHexString(value))}); check its wiring and supply");
    }

    private long TimeOf(byte[] bytes, int scan) =>
        _layout.TimeAt < 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan((scan * _layout.Length) + _layout.TimeAt));

    private sealed class NodeFile : PortFile
    {
        private NodeFile(string path, int descriptor)
            : base(path, descriptor)
        {
        }

        public static NodeFile Open(string path)
        {
            int descriptor = Libc.Open(path, Libc.OpenReadOnly | Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
            return descriptor >= 0 ? new NodeFile(path, descriptor) : throw PortErrors.Opening(path, Marshal.GetLastPInvokeError());
        }
    }
}
