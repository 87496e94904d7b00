using Drivers;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Documents;
using EdgeGateway.Core.Printing.Jobs;
using EdgeGateway.Core.Weighing;
using EdgeGateway.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>Printing in this store: its jobs, its printers, its templates, and the labels of what is weighed.</summary>
internal sealed class StorePrinting : IDisposable
{
    private readonly DocumentRenderer _renderer;
    private readonly WeighedLabelJobs _labels;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private volatile bool _hasPrinter;

    /// <summary>Opens the jobs in the data folder.</summary>
    /// <param name="parts">What it stands on.</param>
    /// <param name="prices">The price list, for the names on labels; answers null where the store has none.</param>
    /// <exception cref="IOException">They cannot be opened; the message is one line for people.</exception>
    public StorePrinting(GatewayParts parts, Func<PriceList?> prices)
    {
        var options = parts.Options;
        _clock = parts.Clock;
        _logger = parts.Loggers.CreateLogger<StorePrinting>();
        _renderer = new DocumentRenderer(TemplatesOf(options), LabelLayouts.Of(options.Labels), parts.Clock);
        Desk = PrintDesk.Open(
            Path.Combine(options.DataFolder, "printing.db"),
            _renderer,
            options.Printing,
            async (events, cancellationToken) => await parts.KeepAsync(events, cancellationToken),
            parts.Clock,
            parts.Jitter,
            new PrintMetrics(parts.Meters),
            parts.Loggers.CreateLogger<PrintDesk>());
        _labels = new WeighedLabelJobs(Desk, prices, parts.Clock, parts.Loggers.CreateLogger<StorePrinting>());
    }

    /// <summary>Where jobs are.</summary>
    public PrintDesk Desk { get; }

    /// <summary>Where the store's own templates are, or null where it has none.</summary>
    public static string? TemplatesOf(GatewayOptions options) =>
        options.Printing.TemplatesFolder is { } folder ? Path.Combine(options.DataFolder, folder) : null;

    /// <summary>Adds a device, where it is a printer.</summary>
    public void Add(DeviceOptions device, DriverDescription driver)
    {
        if (driver.CreatePrinter is { } create)
        {
            _hasPrinter = true;
            Desk.Add(create(device, _clock), device.Name, device.Role);
        }
    }

    /// <summary>Takes a device away, where it is a printer; a person is asked about what it had under way.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) => Desk.RemoveAsync(id, cancellationToken);

    /// <summary>The outbox has these events: labels of what was weighed are printed.</summary>
    public void Delivered(IReadOnlyList<EventDraft> events) => _labels.Take(events);

    /// <summary>Prints until the token. Where there is a printer, fonts and templates are loaded first, beside what already prints: they would make the first document late.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        _hasPrinter ? Task.WhenAll(Desk.RunAsync(cancellationToken), Task.Run(Warm, CancellationToken.None)) : Desk.RunAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Desk.Dispose();
        _renderer.Dispose();
    }

    private void Warm()
    {
        try
        {
            _renderer.Warm();
        }
        catch (PrintDocumentException mistake)
        {
            // Jobs are refused with the same words; here they are said before the first one.
            _logger.PrintingNotReady(mistake.Message);
        }
    }
}
