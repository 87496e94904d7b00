using System.Globalization;
using System.Runtime.CompilerServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Drivers.Shelves.Iio;

/// <summary>Driver for a weighing plate on a converter that Linux IIO knows, one device a channel.</summary>
/// <remarks>
/// Where the kernel gives a buffer and a trigger is set, the kernel samples and this reads its character device; else a thread of its own reads
/// <c>in_voltageN_raw</c>, which waits for the conversion. Counts only: grams come from the plate's calibration. Ports: <c>iio://LABEL</c> or a folder.
/// Source: Linux <c>Documentation/ABI/testing/sysfs-bus-iio</c>, <c>Documentation/iio/iio_devbuf.rst</c>.
/// </remarks>
internal sealed class IioPlate(
    string deviceId, IioChip chip, string folder, IioSettings settings, IioBuffer? buffer, IioThread thread, TimeProvider clock) : IDriver
{
    private const int MostEmptyReads = 20;
    private readonly PlateTemperature? _temperature = settings.Temperature is string path ? new PlateTemperature(path, thread, clock) : null;

    /// <summary>The entry in the catalogue for a kind of converter.</summary>
    public static DriverDescription Describe(IioChip chip) => new(
        chip.Driver, DeviceKind.Plate, $"Weighing shelf plate on an {chip.Model}", device => Validate(device, chip), (device, clock, cancellationToken) => OpenAsync(device, chip, clock, cancellationToken))
    {
        SharesPort = true,
        Settings = () => ListSettings(chip),
    };

    /// <summary>Yields one sample a conversion or poll, until the device is gone or the token stops it.</summary>
    /// <exception cref="DeviceException">The converter does not answer.</exception>
    /// <exception cref="IOException">The device is gone.</exception>
    public IAsyncEnumerable<Reading> ReadAsync(CancellationToken cancellationToken) =>
        buffer is null ? PollAsync(cancellationToken) : StreamAsync(buffer, cancellationToken);

    private async IAsyncEnumerable<Reading> StreamAsync(IioBuffer stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (value, before) in stream.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_temperature is not null)
                await _temperature.RefreshAsync(cancellationToken).ConfigureAwait(false);
            yield return Sample(clock.GetUtcNow() - before, value, stream.Bits);
        }
    }

    private async IAsyncEnumerable<Reading> PollAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, $"{settings.Element}_raw");
        int bits = BitsOf(folder, settings.Element);
        var pace = new PollPace(settings.PollInterval, clock);
        int empty = 0;
        while (true)
        {
            if (_temperature is not null)
                await _temperature.RefreshAsync(cancellationToken).ConfigureAwait(false);
            long? value = await thread.AskAsync(() => IioFile.Number(file), cancellationToken).ConfigureAwait(false);
            if (value is long read)
                yield return Sample(clock.GetUtcNow(), read, bits);
            else if (empty == MostEmptyReads)
                throw new DeviceException($"{file}: no sample in {MostEmptyReads} reads (EAGAIN); does the converter run?");
            empty = value is null ? empty + 1 : 0;
            await pace.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private LoadReading Sample(DateTimeOffset time, long value, int bits) =>
        new(deviceId, time, value, null, null, chip.Fault(value, bits) is string fault ? [fault] : []) { Celsius = _temperature?.Celsius };

    private static int BitsOf(string folder, string element) =>
        SysfsFile.Text(Path.Combine(folder, "scan_elements", $"{element}_type")) is string text && ScanType.TryParse(text, out ScanType type, out _) ? type.Bits : 0;

    private static IReadOnlyList<DriverSetting> ListSettings(IioChip chip)
    {
        var profile = new ProfileReader(chip.Driver, new Dictionary<string, string>());
        IioSettings.Read(profile, chip);
        return profile.Settings;
    }

    private static List<string> Validate(DeviceOptions device, IioChip chip)
    {
        var errors = new List<string>();
        if (IioFolder.Mistake(device.Port) is string mistake)
            errors.Add($"port: {mistake}");
        if (device.Line is not null && !LineSettings.TryParse(device.Line, out _, out string? lineError))
            errors.Add($"line: {lineError}");
        var profile = new ProfileReader(chip.Driver, device.Profile);
        IioSettings.Read(profile, chip);
        errors.AddRange(profile.Errors);
        return errors;
    }

    private static async ValueTask<OpenDevice> OpenAsync(DeviceOptions device, IioChip chip, TimeProvider clock, CancellationToken cancellationToken)
    {
        var profile = new ProfileReader(chip.Driver, device.Profile);
        IioSettings settings = IioSettings.Read(profile, chip);
        profile.ThrowIfWrong();
        var thread = new IioThread($"iio {device.Id}");
        try
        {
            var (folder, buffer) = await thread.AskAsync(() => Prepare(device.Port, chip, settings), cancellationToken).ConfigureAwait(false);
            return new OpenDevice(
                new IioPlate(device.Id, chip, folder, settings, buffer, thread, clock),
                new Opened(thread, buffer),
                buffer is null ? string.Create(CultureInfo.InvariantCulture, $"{folder}: polled every {settings.PollInterval.TotalMilliseconds:0} ms") : $"{folder}: sampled by the kernel");
        }
        catch
        {
            await thread.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Finds the converter, sets it up, and switches its buffer on where there is to be one.</summary>
    private static (string Folder, IioBuffer? Buffer) Prepare(string port, IioChip chip, IioSettings settings)
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
        // A converter that samples refuses changes.
        if (offered && settings.Buffer != false)
            IioFile.Set(Path.Combine(folder, "buffer/enable"), "0");
        IioSetup.Apply(folder, chip, settings);
        return (folder, offered && settings.Buffer != false ? IioBuffer.Open(folder, node, settings.Element, settings.Trigger) : null);
    }

    private sealed class Opened(IioThread thread, IioBuffer? buffer) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (buffer is not null)
                await buffer.DisposeAsync().ConfigureAwait(false);
            await thread.DisposeAsync().ConfigureAwait(false);
        }
    }
}
