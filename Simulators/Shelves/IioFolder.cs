using System.Buffers.Binary;
using System.Globalization;
using Simulators.Ports;

namespace Simulators.Shelves;

/// <summary>One device's folder and node, as files.</summary>
internal sealed class IioFolder(string path, string node, IioChip chip, string label) : IDisposable
{
    private const int UserOnly = 0x180; // 0600
    private int _pipe = -1;
    private bool _isThere;
    private bool _isSilent;
    private bool _wasEnabled;

    /// <summary>Plugs it in.</summary>
    public void Create()
    {
        Directory.CreateDirectory(path);
        Write("name", chip.Name);
        Write("label", label);
        chip.Files.ToList().ForEach(file => Write(file.File, file.Text));
        if (chip.ScanType is { } type)
        {
            Directory.CreateDirectory(Path.Combine(path, "scan_elements"));
            Directory.CreateDirectory(Path.Combine(path, "buffer"));
            Directory.CreateDirectory(Path.Combine(path, "trigger"));
            string[] elements = ["in_voltage0", "in_voltage1", "in_timestamp"];
            for (var i = 0; i < elements.Length; i++)
            {
                Write($"scan_elements/{elements[i]}_en", "0");
                Write($"scan_elements/{elements[i]}_index", i.ToString(CultureInfo.InvariantCulture));
                Write($"scan_elements/{elements[i]}_type", i == 2 ? "le:s64/64>>0" : type);
            }

            Write("buffer/enable", "0");
            Write("buffer/length", "2");
            Write("trigger/current_trigger", "");
            Libc.Check(Libc.MakePipe(node, UserOnly), $"Making {node}");
            _pipe = Libc.Check(Libc.Open(node, Libc.ReadWrite | Libc.NonBlocking | Libc.CloseOnExec), $"Opening {node}");
        }

        (_isThere, _isSilent, _wasEnabled) = (true, false, false);
    }

    /// <summary>Unplugs it.</summary>
    public void Delete()
    {
        _isThere = false;
        Dispose();
        File.Delete(node);
        Directory.Delete(path, recursive: true);
    }

    /// <summary>Has reading fail as with a chip that does not answer, or not.</summary>
    public void SetSilent(bool silent) => _isSilent = silent;

    /// <summary>Shows a value, and puts it into the buffer where that is on.</summary>
    public void Show(int value, DateTimeOffset time)
    {
        if (!_isThere)
        {
            return;
        }

        if (_isSilent)
        {
            // No file on a disk fails so; reading the memory at address 0 does.
            var link = Path.Combine(path, "new");
            File.CreateSymbolicLink(link, "/proc/self/mem");
            File.Move(link, Path.Combine(path, "in_voltage0_raw"), overwrite: true);
        }
        else
        {
            Write("in_voltage0_raw", value.ToString(CultureInfo.InvariantCulture));
        }

        var enabled = chip.ScanType is not null && IsOn("buffer/enable");
        if (enabled && !_wasEnabled)
        {
            Drain();
        }

        if (enabled && Read("trigger/current_trigger").Length > 0)
        {
            Push(_isSilent ? -5 : value, time);
        }

        _wasEnabled = enabled;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pipe >= 0)
        {
            _ = Libc.Close(_pipe);
        }

        _pipe = -1;
    }

    /// <summary>Elements in order of their index, each at a multiple of its own size, the whole a multiple of the largest. A driver that cannot read the
    /// chip puts the negative error number where the value should be (hx711_trigger).</summary>
    private void Push(int value, DateTimeOffset time)
    {
        Span<byte> scan = stackalloc byte[24];
        scan.Clear();
        var length = 0;
        var wide = chip.ScanType!.Contains("/32", StringComparison.Ordinal);
        foreach (var channel in (string[])["in_voltage0", "in_voltage1"])
        {
            if (!IsOn($"scan_elements/{channel}_en"))
            {
                continue;
            }

            if (wide)
            {
                BinaryPrimitives.WriteInt32LittleEndian(scan[length..], value);
            }
            else
            {
                BinaryPrimitives.WriteInt16LittleEndian(scan[length..], unchecked((short)(value << 4)));
            }

            length += wide ? 4 : 2;
        }

        if (IsOn("scan_elements/in_timestamp_en"))
        {
            length = (length + 7) / 8 * 8;
            BinaryPrimitives.WriteInt64LittleEndian(scan[length..], time.ToUnixTimeMilliseconds() * 1_000_000);
            length += 8;
        }

        // Full: the newest is lost, as in the kernel.
        _ = Libc.Write(_pipe, scan[..length], (nuint)length);
    }

    private void Drain()
    {
        Span<byte> waste = stackalloc byte[4096];
        while (Libc.Read(_pipe, waste, (nuint)waste.Length) > 0)
        {
        }
    }

    private bool IsOn(string file) => Read(file) == "1";

    private string Read(string file) => File.ReadAllText(Path.Combine(path, file)).Trim();

    private void Write(string file, string text)
    {
        var next = Path.Combine(path, "new");
        File.WriteAllText(next, text + "\n");
        File.Move(next, Path.Combine(path, file), overwrite: true);
    }
}
