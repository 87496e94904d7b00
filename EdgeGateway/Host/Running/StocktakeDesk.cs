using EdgeGateway.Console;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Stocktake;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>The scans of the store and the stocktake that may take them.</summary>
internal sealed class StocktakeDesk : IDisposable
{
    private readonly Stocktake _stocktake;

    /// <summary>Opens the sessions in the data folder.</summary>
    /// <param name="parts">What it stands on.</param>
    /// <param name="shelving">Where counts correct the plates.</param>
    /// <exception cref="IOException">They cannot be opened; the message is one line for people.</exception>
    public StocktakeDesk(GatewayParts parts, StoreShelving shelving)
    {
        Scans = new ScanDesk(new ScanDecoder(LabelLayouts.Of(parts.Options.Labels)));
        _stocktake = Stocktake.Open(
            Path.Combine(parts.Options.DataFolder, "stocktake.db"),
            Scans.Decoder,
            parts.Options.Stocktake,
            async (events, cancellationToken) => await shelving.KeepAsync(events, cancellationToken),
            parts.Clock,
            parts.Loggers.CreateLogger<Stocktake>());
        Scans.ClaimBy(_stocktake.Claim);
    }

    /// <summary>Where scans arrive.</summary>
    public ScanDesk Scans { get; }

    /// <summary>Counts what bound scanners read, until the token.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _stocktake.RunAsync(cancellationToken);

    /// <summary>What the console answers of it.</summary>
    public IReadOnlyList<ConsoleRoute> Routes(Func<IReadOnlyList<string>> scanners, ConsoleOptions options, TimeProvider clock, CancellationToken stopping) =>
        new StocktakeEndpoints(_stocktake, scanners, options.LivePages, clock, stopping).Routes;

    /// <inheritdoc/>
    public void Dispose() => _stocktake.Dispose();
}
