using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Setup;

namespace Drivers.Printers;

/// <summary>The printers' entries in the catalogue: one a language.</summary>
internal static class PrinterDrivers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<DriverDescription> All { get; } =
    [
        Describe("escpos", PrinterLanguage.EscPos, "Receipt printer with ESC/POS, network, USB, serial or CUPS raw queue"),
        Describe("zpl", PrinterLanguage.Zpl, "Label printer with ZPL II, network, USB, serial or CUPS raw queue"),
        Describe("tspl", PrinterLanguage.Tspl, "Label printer with TSPL, network, USB, serial or CUPS raw queue"),
    ];

    /// <summary>Makes the printer of a device whose settings are right.</summary>
    /// <exception cref="DeviceException">They are not.</exception>
    internal static IPrinter Create(string driver, PrinterLanguage language, DeviceOptions device, TimeProvider clock)
    {
        PrinterSettings settings = Read(driver, language, device);
        return PrinterPort.QueueOf(device.Port) is string queue
            ? new CupsPrinter(device.Id, queue, settings, CupsPrinter.Program, clock)
            : Make(device, settings, clock);
    }

    private static DriverDescription Describe(string driver, PrinterLanguage language, string model) => new(
        driver,
        DeviceKind.Printer,
        model,
        device => Validate(driver, language, device),
        (device, clock, cancellationToken) => OpenAsync(driver, language, device, clock, cancellationToken))
    {
        CreatePrinter = (device, clock) => Create(driver, language, device, clock),
        Settings = () => ListSettings(driver, language),
    };

    private static Printer Make(DeviceOptions device, PrinterSettings settings, TimeProvider clock) => new(
        device.Id, settings, PrinterGate.Of(device.Id), cancellationToken => PrinterPort.OpenAsync(device, settings, clock, cancellationToken), clock);

    private static IReadOnlyList<DriverSetting> ListSettings(string driver, PrinterLanguage language)
    {
        var profile = new ProfileReader(driver, new Dictionary<string, string>());
        PrinterSettings.Read(profile, language);
        return profile.Settings;
    }

    private static List<string> Validate(string driver, PrinterLanguage language, DeviceOptions device)
    {
        var errors = new List<string>();
        PrinterPort.Validate(device, errors);
        var profile = new ProfileReader(driver, device.Profile);
        PrinterSettings.Read(profile, language);
        profile.RejectUnknown();
        errors.AddRange(profile.Errors);
        return errors;
    }

    private static PrinterSettings Read(string driver, PrinterLanguage language, DeviceOptions device)
    {
        var profile = new ProfileReader(driver, device.Profile);
        PrinterSettings settings = PrinterSettings.Read(profile, language);
        profile.RejectUnknown();
        profile.ThrowIfWrong();
        return settings;
    }

    /// <summary>Opens the watch: the port is opened once, to see that it can be, and then for each question.</summary>
    private static async ValueTask<OpenDevice> OpenAsync(
        string driver, PrinterLanguage language, DeviceOptions device, TimeProvider clock, CancellationToken cancellationToken)
    {
        PrinterSettings settings = Read(driver, language, device);
        if (PrinterPort.QueueOf(device.Port) is not null)
        {
            return new OpenDevice(new PrinterWatch(device.Id, null, settings.Watch, clock), Nothing.ToClose,
                $"{device.Id}: a print spooler answers nothing and may print twice by itself; give the printer's own address where it has one");
        }
        Printer printer = Make(device, settings, clock);
        using var giveWay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (printer.Gate.TryWatch(giveWay) is IDisposable turn)
        {
            try
            {
                await (await printer.ConnectAsync(turn, giveWay.Token).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // A job wanted the printer, so its port is being opened anyway.
            }
        }
        return new OpenDevice(new PrinterWatch(device.Id, printer, settings.Watch, clock), Nothing.ToClose);
    }

    private sealed class Nothing : IAsyncDisposable
    {
        public static Nothing ToClose { get; } = new();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
