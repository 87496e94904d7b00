using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Iio;

/// <summary>A converter that is sampled by the kernel at a trigger's pace; the samples come through its character device. Disposing it switches the buffer off.</summary>
/// <remarks>For one thread alone.</remarks>
internal sealed class IioBuffer : IDisposable
{
    private const string Scans = "64";
    private const int ReadAtOnce = 32;
    private static readonly TimeSpan s_oldest = TimeSpan.FromSeconds(5);

    private readonly string _folder;
    private readonly ScanLayout _layout;
    private readonly NodeFile _node;
    private readonly byte[] _bytes;
    private int _have;

    private IioBuffer(string folder, ScanLayout layout, NodeFile node) =>
        (_folder, _layout, _node, _bytes) = (folder, layout, node, new byte[layout.Length * ReadAtOnce]);

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

    /// <summary>Passes on the samples that came, with how long ago each was taken. Does not wait: a thread that is woken for each sample of each of sixty
    /// converters costs ten times as much as one that looks twenty times a second.</summary>
    /// <exception cref="DeviceException">The converter does not answer.</exception>
    /// <exception cref="IOException">The device is gone.</exception>
    public unsafe void Read(DateTimeOffset now, Action<long, TimeSpan> take)
    {
        var entry = new Libc.PollEntry { Descriptor = (int)_node.DangerousGetHandle(), Wanted = Libc.PollIn };
        if (Libc.Poll(&entry, 1, 0) <= 0)
            return;
        if ((entry.Seen & Libc.PollIn) == 0)
            throw PortErrors.Gone(_node.Path, 0);
        _have += _node.Read(_bytes.AsSpan(_have));
        int whole = _have / _layout.Length;
        long newest = whole == 0 ? 0 : TimeOf(whole - 1);
        for (int scan = 0; scan < whole; scan++)
            take(Value(scan), Age(now, newest, TimeOf(scan)));
        _have -= whole * _layout.Length;
        _bytes.AsSpan(whole * _layout.Length, _have).CopyTo(_bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
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
    }

    /// <summary>By the kernel's stamp, which is of the wall clock as a rule; where it is of another clock, the newest was taken just now.</summary>
    private static TimeSpan Age(DateTimeOffset now, long newest, long time)
    {
        TimeSpan byClock = TimeSpan.FromMicroseconds(((now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) - (time / 1000));
        TimeSpan toNewest = TimeSpan.FromMicroseconds((newest - time) / 1000);
        TimeSpan age = byClock >= TimeSpan.Zero && byClock <= s_oldest ? byClock : toNewest;
        return age < TimeSpan.Zero || age > s_oldest ? TimeSpan.Zero : age;
    }

    private long Value(int scan)
    {
        ReadOnlySpan<byte> value = _bytes.AsSpan((scan * _layout.Length) + _layout.ValueAt, _layout.Value.Length);
        return _layout.Value.TryRead(value, out long read, out int error)
            ? read
            : throw new DeviceException($"{_node.Path}: the converter does not answer (the scan holds {(error > 0 ? PortErrors.Words(error) : Convert.ToHexString(value))}); check its wiring and supply");
    }

    private long TimeOf(int scan) =>
        _layout.TimeAt < 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan((scan * _layout.Length) + _layout.TimeAt));

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
