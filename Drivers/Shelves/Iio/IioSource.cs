using System.Globalization;
using Drivers.Ports;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Iio;

/// <summary>A converter that is set up and ready to be sampled, through the kernel's buffer or by reading its file. For one thread alone, whose calls block.</summary>
internal sealed class IioSource : IDisposable
{
    private const int MostEmptyReads = 20;
    private static readonly TimeSpan s_bufferLook = TimeSpan.FromMilliseconds(50);

    private readonly string _file;
    private readonly IioBuffer? _buffer;
    private readonly PlateTemperature? _temperature;
    private readonly PollPace _pace;
    private readonly TimeProvider _clock;
    private int _empty;

    private IioSource(string folder, IioSettings settings, IioBuffer? buffer, TimeProvider clock)
    {
        _file = Path.Combine(folder, $"{settings.Element}_raw");
        (_buffer, _clock, _pace) = (buffer, clock, new PollPace(buffer is null ? settings.PollInterval : s_bufferLook, clock));
        _temperature = settings.Temperature is string path ? new PlateTemperature(path, clock) : null;
        Bits = buffer?.Bits ?? BitsOf(folder, settings.Element);
        Note = buffer is null
            ? string.Create(CultureInfo.InvariantCulture, $"{folder}: polled every {settings.PollInterval.TotalMilliseconds:0} ms")
            : $"{folder}: sampled by the kernel";
    }

    /// <summary>Bits of a value; 0 where the kernel does not say.</summary>
    public int Bits { get; }

    /// <summary>How it is sampled, for the log.</summary>
    public string Note { get; }

    /// <summary>Finds the converter, sets it up, and switches its buffer on where there is to be one.</summary>
    /// <exception cref="DeviceException">The converter or the kernel refuses something; says what.</exception>
    /// <exception cref="IOException">It is not there, or must not be written.</exception>
    public static IioSource Open(string port, IioChip chip, IioSettings settings, TimeProvider clock)
    {
        string folder = IioFolder.Find(port, settings.Root, chip);
        if (!File.Exists(Path.Combine(folder, $"{settings.Element}_raw")))
            throw new IOException($"{folder}: has no {settings.Element}_raw; check profile.channel");
        string node = Path.Combine(settings.Nodes, Path.GetFileName(SysfsFile.Real(folder) ?? folder));
        bool offered = IioBuffer.IsOffered(folder, node, settings.Trigger);
        if (settings.Buffer == true && !offered)
        {
            throw new DeviceException($"{folder}: no buffer can be had: the kernel's driver has none ({chip.Driver}), {node} is not there, "
                + "or no trigger is set; create one (deploy/raspi) and name it in profile.trigger, or set sampling to 'poll'");
        }
        bool buffered = offered && settings.Buffer != false;
        // A converter that samples refuses changes.
        if (buffered)
            IioFile.Set(Path.Combine(folder, "buffer/enable"), "0");
        IioSetup.Apply(folder, chip, settings);
        return new IioSource(folder, settings, buffered ? IioBuffer.Open(folder, node, settings.Element, settings.Trigger) : null, clock);
    }

    /// <summary>Takes what the kernel has sampled, or one sample.</summary>
    /// <returns>How long to wait before the next call.</returns>
    /// <exception cref="DeviceException">The converter does not answer.</exception>
    /// <exception cref="IOException">The device is gone.</exception>
    public TimeSpan Sample(Action<IioSample> take)
    {
        decimal? celsius = _temperature?.Celsius();
        if (_buffer is not null)
        {
            _buffer.Read(_clock.GetUtcNow(), (value, age) => take(new IioSample(value, _clock.GetTimestamp() - (long)(age.TotalSeconds * _clock.TimestampFrequency), celsius)));
            return _pace.Next();
        }
        if (IioFile.Number(_file) is long read)
        {
            take(new IioSample(read, _clock.GetTimestamp(), celsius));
            _empty = 0;
        }
        else if (++_empty > MostEmptyReads)
        {
            throw new DeviceException($"{_file}: no sample in {MostEmptyReads} reads (EAGAIN); does the converter run?");
        }
        return _pace.Next();
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer?.Dispose();

    private static int BitsOf(string folder, string element) =>
        SysfsFile.Text(Path.Combine(folder, "scan_elements", $"{element}_type")) is string text && ScanType.TryParse(text, out ScanType type, out _) ? type.Bits : 0;
}
