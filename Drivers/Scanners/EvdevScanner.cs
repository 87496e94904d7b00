using System.Runtime.CompilerServices;
using Drivers.Ports;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Setup;

namespace Drivers.Scanners;

/// <summary>Driver for barcode scanners that type like a keyboard, read at their input device and grabbed.</summary>
/// <remarks>
/// Better is to set such a scanner to USB-CDC and use <see cref="SerialScanner"/>: as a keyboard it depends on its layout setting (US is expected
/// here) and loses or rewrites the FNC1. Events and keys: <see cref="KeyEventDecoder"/>.
/// </remarks>
/// <param name="deviceId">The scanner's configured name.</param>
/// <param name="port">The input device's events.</param>
/// <param name="settings">What its makers leave open.</param>
/// <param name="clock">For stamps and silence.</param>
internal sealed class EvdevScanner(string deviceId, Stream port, KeySettings settings, TimeProvider clock) : IDriver
{
    /// <summary>Its name in the catalogue.</summary>
    public const string Name = "evdev-scanner";

    private readonly KeyEventDecoder _decoder = new(settings);

    /// <summary>Its entry in the catalogue.</summary>
    public static DriverDescription Description { get; } = new(
        Name, DeviceKind.Scanner, "Barcode scanner as a keyboard (/dev/input/by-id/…-event-kbd), grabbed", Validate, OpenAsync)
    {
        Settings = ListSettings,
    };

    /// <summary>Says that it is ready, then yields each whole scan, until the device fails or the token stops it.</summary>
    /// <exception cref="IOException">The device is gone.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new ScanReader(deviceId, port, settings.Silence, clock);
        var scans = new List<string>();
        yield return new ReadyReading(deviceId, clock.GetUtcNow());
        while (true)
        {
            if (await reader.ReadAsync(_decoder.IsWithin, cancellationToken).ConfigureAwait(false) == ScanReader.Outcome.Bytes)
                _decoder.Feed(reader.Bytes.Span, scans);
            else
                _decoder.Silence(scans);
            foreach (string text in scans)
            {
                bool isIdentified = settings.SendsAim && Symbology.IsIdentified(text);
                yield return new ScanReading(
                    deviceId,
                    clock.GetUtcNow(),
                    isIdentified ? text[..Symbology.IdentifierLength] : null,
                    isIdentified ? text[Symbology.IdentifierLength..] : text);
            }
            scans.Clear();
        }
    }

    /// <summary>Makes the driver on an open port.</summary>
    /// <exception cref="DeviceException">The profile has a mistake.</exception>
    internal static EvdevScanner Create(DeviceOptions device, Stream port, TimeProvider clock)
    {
        var profile = new ProfileReader(Name, device.Profile);
        KeySettings settings = KeySettings.Read(profile);
        profile.RejectUnknown();
        profile.ThrowIfWrong();
        return new EvdevScanner(device.Id, port, settings, clock);
    }

    private static IReadOnlyList<DriverSetting> ListSettings()
    {
        var profile = new ProfileReader(Name, new Dictionary<string, string>());
        KeySettings.Read(profile);
        return profile.Settings;
    }

    private static List<string> Validate(DeviceOptions device)
    {
        var errors = new List<string>();
        DevicePort.Validate(device, allowNetwork: false, errors);
        var profile = new ProfileReader(Name, device.Profile);
        KeySettings.Read(profile);
        profile.RejectUnknown();
        errors.AddRange(profile.Errors);
        return errors;
    }

    private static ValueTask<OpenDevice> OpenAsync(DeviceOptions device, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!Environment.Is64BitProcess)
            throw new DeviceException($"{Name} reads the input events of 64-bit systems; this one is 32-bit, use {SerialScanner.Name}");
        PortStream port = TracedPort.Around(new InputPort(InputFile.Open(device.Port, grab: true)), device);
        try
        {
            return new(new OpenDevice(Create(device, port, clock), port));
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }
}
