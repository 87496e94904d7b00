using System.Runtime.CompilerServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Drivers.Scanners;

/// <summary>Driver for barcode scanners on a serial line, as USB-CDC (<c>ttyACM</c>), or behind a network box.</summary>
/// <remarks>
/// The scanner sends text and a suffix, with an AIM symbology identifier in front where it is set to (ISO/IEC 15424; best so), and the byte 1D for
/// an FNC1 between elements. Nothing is ever sent to it. What ends a scan, and what is dropped: <see cref="ScanAssembler"/>.
/// </remarks>
/// <param name="deviceId">The scanner's configured name.</param>
/// <param name="port">Bytes from the scanner.</param>
/// <param name="settings">What its makers leave open.</param>
/// <param name="clock">For stamps and silence.</param>
internal sealed class SerialScanner(string deviceId, Stream port, ScannerSettings settings, TimeProvider clock) : IDriver
{
    /// <summary>Its name in the catalogue.</summary>
    public const string Name = "serial-scanner";

    private readonly ScanAssembler _assembler = new(settings.Suffix, settings.MaxLength, settings.SendsAim);

    /// <summary>Its entry in the catalogue.</summary>
    public static DriverDescription Description { get; } = new(
        Name, DeviceKind.Scanner, "Barcode scanner, serial, USB-CDC or network, with or without AIM identifiers", Validate, OpenAsync)
    {
        Settings = ListSettings,
    };

    /// <summary>Says that it is ready, then yields each whole scan, until the port fails or the token stops it.</summary>
    /// <exception cref="IOException">The port is gone.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new ScanReader(deviceId, port, settings.Silence, clock);
        var scans = new List<string>();
        yield return new ReadyReading(deviceId, clock.GetUtcNow());
        while (true)
        {
            switch (await reader.ReadAsync(_assembler.IsWithin, cancellationToken).ConfigureAwait(false))
            {
                case ScanReader.Outcome.Bytes:
                    _assembler.Feed(reader.Bytes.Span, scans);
                    break;
                case ScanReader.Outcome.Damage:
                    _assembler.Break();
                    break;
                default:
                    _assembler.Silence(scans);
                    break;
            }
            foreach (string text in scans)
            {
                (string? symbology, string data) = settings.Split(text);
                yield return new ScanReading(deviceId, clock.GetUtcNow(), symbology, data);
            }
            scans.Clear();
        }
    }

    private static IReadOnlyList<DriverSetting> ListSettings()
    {
        var profile = new ProfileReader(Name, new Dictionary<string, string>());
        ScannerSettings.Read(profile);
        return profile.Settings;
    }

    private static List<string> Validate(DeviceOptions device)
    {
        var errors = new List<string>();
        DevicePort.Validate(device, allowNetwork: true, errors);
        var profile = new ProfileReader(Name, device.Profile);
        ScannerSettings.Read(profile);
        profile.RejectUnknown();
        errors.AddRange(profile.Errors);
        return errors;
    }

    private static async ValueTask<OpenDevice> OpenAsync(DeviceOptions device, TimeProvider clock, CancellationToken cancellationToken)
    {
        var profile = new ProfileReader(Name, device.Profile);
        ScannerSettings settings = ScannerSettings.Read(profile);
        profile.RejectUnknown();
        profile.ThrowIfWrong();
        (Stream port, string? note) = await DevicePort.OpenAsync(device, LineSettings.Parse("9600-8N1"), clock, cancellationToken).ConfigureAwait(false);
        return new OpenDevice(new SerialScanner(device.Id, port, settings, clock), port, note);
    }
}
