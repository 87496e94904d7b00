using System.Runtime.CompilerServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Drivers.Shelves.Iio;

/// <summary>Driver for a weighing plate on a converter that Linux IIO knows, one device a channel.</summary>
/// <remarks>
/// A thread of its own reads the converter (<see cref="IioSource"/>): where the kernel gives a buffer and a trigger is set, its character device, else
/// <c>in_voltageN_raw</c>, which waits for the conversion. Counts only: grams come from the plate's calibration. Ports: <c>iio://LABEL</c> or a folder.
/// Source: Linux <c>Documentation/ABI/testing/sysfs-bus-iio</c>, <c>Documentation/iio/iio_devbuf.rst</c>.
/// </remarks>
internal sealed class IioPlate(string deviceId, IioChip chip, IioThread<IioSource> thread, TimeProvider clock) : IDriver
{
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
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int bits = (await thread.Prepared.ConfigureAwait(false)).Bits;
        await foreach (IioSample sample in thread.Samples.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            DateTimeOffset time = clock.GetUtcNow() - clock.GetElapsedTime(sample.At);
            yield return new LoadReading(deviceId, time, sample.Value, null, null, chip.Fault(sample.Value, bits) is string fault ? [fault] : []) { Celsius = sample.Celsius };
        }
    }

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
        var thread = new IioThread<IioSource>(
            $"iio {device.Id}", () => IioSource.Open(device.Port, chip, settings, clock), static (source, take) => source.Sample(take));
        try
        {
            IioSource source = await thread.Prepared.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new OpenDevice(new IioPlate(device.Id, chip, thread, clock), thread, source.Note);
        }
        catch
        {
            await thread.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
