using EdgeGateway.Console;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Alerts.Webhooks;
using EdgeGateway.Core.Printing.Jobs;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>The staff's alerts of this store: the alerts, the webhooks and the slips.</summary>
internal sealed class StoreAlerts : IDisposable
{
    private readonly AlertWebhooks _webhooks;
    private readonly AlertSlips? _slips;

    /// <summary>Opens what is kept in the data folder, and reads the secrets of the webhooks.</summary>
    /// <param name="parts">What it stands on.</param>
    /// <param name="sources">Where cards and turns come from.</param>
    /// <param name="seal">Guards what staff write.</param>
    /// <param name="printing">Where slips go.</param>
    /// <exception cref="IOException">The data folder does not take the file, or a secret cannot be read; the message is one line for people.</exception>
    public StoreAlerts(GatewayParts parts, AlertSources sources, NoteSeal seal, PrintDesk printing)
    {
        var options = parts.Options.Alerts;
        var metrics = new AlertMetrics(parts.Meters);
        var logger = parts.Loggers.CreateLogger<AlertDesk>();
        Desk = AlertDesk.OpenAt(
            Path.Combine(parts.Options.DataFolder, "alerts.db"),
            options,
            sources,
            seal,
            async (events, cancellationToken) => await parts.KeepAsync(events, cancellationToken),
            parts.Clock,
            metrics,
            logger);
        try
        {
            _webhooks = new AlertWebhooks(Desk, options, parts.Options.Store, sources.Profile, parts.Clock, parts.Jitter, metrics, logger);
        }
        catch
        {
            Desk.Dispose();
            throw;
        }

        _slips = options.SlipRole is null ? null : new AlertSlips(Desk, printing, options, sources.Profile, parts.Clock, logger);
    }

    /// <summary>The alerts.</summary>
    public AlertDesk Desk { get; }

    /// <summary>How each webhook stands.</summary>
    public IReadOnlyList<WebhookView> Webhooks => _webhooks.Views;

    /// <summary>What the console answers of it.</summary>
    public IReadOnlyList<ConsoleRoute> Routes => new AlertEndpoints(Desk, () => Webhooks).Routes;

    /// <summary>Asks one person after the other, tells webhooks and headquarters, and prints slips, until the token.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Desk.RunAsync(cancellationToken), _webhooks.RunAsync(cancellationToken), _slips?.RunAsync(cancellationToken) ?? Task.CompletedTask);

    /// <inheritdoc/>
    public void Dispose()
    {
        _webhooks.Dispose();
        Desk.Dispose();
    }
}
