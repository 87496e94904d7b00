using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Core.Devices;

/// <summary>What kind of thing a device is; decides which interpreter reads it.</summary>
public enum DeviceKind
{
    /// <summary>A counter scale; yields <see cref="WeightReading"/>.</summary>
    Scale,

    /// <summary>A weighing shelf plate; yields <see cref="LoadReading"/>.</summary>
    Plate,

    /// <summary>A barcode scanner; yields <see cref="ScanReading"/>.</summary>
    Scanner,

    /// <summary>A receipt or label printer; yields <see cref="PrinterReading"/>.</summary>
    Printer,

    /// <summary>A camera; yields <see cref="CameraReading"/>, and its frames into a <see cref="FrameSlot"/>.</summary>
    Camera,
}

/// <summary>One entry of the driver catalogue.</summary>
/// <param name="Name">The name in the configuration, such as <c>toledo-8217</c>.</param>
/// <param name="Kind">What it reads.</param>
/// <param name="Model">Device or protocol in words, for people.</param>
/// <param name="Validate">Every mistake in a device's settings, in plain words; empty where there is none.</param>
/// <param name="OpenAsync">Opens the port and makes a driver on it.</param>
public sealed record DriverDescription(
    string Name,
    DeviceKind Kind,
    string Model,
    Func<DeviceOptions, IReadOnlyList<string>> Validate,
    Func<DeviceOptions, TimeProvider, CancellationToken, ValueTask<OpenDevice>> OpenAsync)
{
    /// <summary>Whether several devices of this driver may hang on one port: those that are addressed.</summary>
    public bool SharesPort { get; init; }

    /// <summary>What its device can be told.</summary>
    public IReadOnlyList<DeviceCommandKind> Commands { get; init; } = [];

    /// <summary>Makes the printer that jobs go to; null for everything that is not a printer.</summary>
    public Func<DeviceOptions, TimeProvider, IPrinter>? CreatePrinter { get; init; }

    /// <summary>Opens a camera whose frames go into that slot; null for everything that is not a camera.</summary>
    public Func<DeviceOptions, FrameSlot, TimeProvider, CancellationToken, ValueTask<OpenDevice>>? OpenCamera { get; init; }

    /// <summary>Lists what its profile knows.</summary>
    public Func<IReadOnlyList<DriverSetting>> Settings { get; init; } = static () => [];
}

/// <summary>A driver on an open port. Disposing it closes the port.</summary>
/// <param name="Driver">Reads the device.</param>
/// <param name="Port">What to close.</param>
/// <param name="Note">What about the port belongs in the log once (a pty has no parity); null where there is nothing.</param>
public sealed record OpenDevice(IDriver Driver, IAsyncDisposable Port, string? Note = null) : IAsyncDisposable
{
    /// <summary>The name by which what was opened is known; null where it is the configured one.</summary>
    public string? StableName { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Port.DisposeAsync();
}
