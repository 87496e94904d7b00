using System.Globalization;
using Cloud.Uplink;
using EdgeGateway.Console;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Calibration;
using EdgeGateway.Core.Shelves.Live;
using EdgeGateway.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>The smart shelves of this store: what is kept of them, their planogram, and what the console answers of them.</summary>
internal sealed class StoreShelving : IDisposable
{
    /// <summary>The section of headquarters' desired configuration.</summary>
    public const string TwinMember = "planogram";

    private readonly GatewayParts _parts;
    private readonly PlanogramDesk _planogram;

    /// <summary>Opens what is kept and puts the planogram in force; one with mistakes is said in the log and on the page, and the gateway runs.</summary>
    /// <param name="parts">What it stands on.</param>
    /// <param name="calibration">What people find out on the plates.</param>
    /// <exception cref="IOException">The data folder does not take the file; the message is one line for people.</exception>
    public StoreShelving(GatewayParts parts, StoreCalibration calibration)
    {
        _parts = parts;
        var logger = parts.Loggers.CreateLogger<StoreShelves>();
        Shelves = StoreShelves.Open(
            Path.Combine(parts.Options.DataFolder, "shelves.db"),
            new ShelfCalibration(plate => calibration.Calibrations.Find(plate) is { } made ? Of(made) : null, calibration.Weights.Apply, calibration.Desk.IsCalibrating),
            async (events, cancellationToken) => await parts.KeepAsync(events, cancellationToken),
            new ShelfMetrics(parts.Meters),
            parts.Clock,
            logger);
        _planogram = new PlanogramDesk(Shelves, FileOf(parts.Options), parts.Clock, logger);
        calibration.Calibrations.Changed += (_, _) => Shelves.Recalibrated();
        calibration.Weights.Changed += (_, _) => Shelves.Recalibrated();
    }

    /// <summary>The plates.</summary>
    public StoreShelves Shelves { get; }

    /// <summary>Where the planogram is, or null where the store has no file.</summary>
    public static string? FileOf(GatewayOptions options) =>
        options.Shelves.PlanogramFile is { } file ? Path.Combine(options.DataFolder, file) : null;

    /// <summary>What the planogram says of a plate; null where it does not have it.</summary>
    public PlateFacts? FactsOf(string plate) => Shelves.Planogram.Find(plate) is { } live
        ? new PlateFacts(
            plate,
            (decimal?)live.CapacityGrams,
            live.Line is { } line ? new PlateScale(line.CountsPerGram, line.ZeroCounts) : null,
            [.. live.Items.Select(item => new PlanogramItem(item.Sku, item.UnitGrams, item.SigmaGrams))])
        : null;

    /// <summary>Every plate as it is now.</summary>
    public IReadOnlyList<PlateView> Plates() => Shelves.Snapshot(_planogram.View).Plates;

    /// <summary>Keeps events as <see cref="GatewayParts.KeepAsync"/> does; counts by hand correct the plates that they are of.</summary>
    public ValueTask<IReadOnlyList<OutboxPosition>> KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken) =>
        _parts.KeepAsync(Shelves.Carry(events), cancellationToken);

    /// <summary>Takes the planogram that headquarters wants.</summary>
    public TwinSection Twin => new(
        section => Mistakes(_planogram.Check(section)), (section, _) => new(Mistakes(_planogram.Offer(section ?? default))), () => _planogram.FromHeadquarters);

    /// <summary>Hands events to the outbox, and watches the planogram's file, until the token.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(Shelves.RunAsync(cancellationToken), _planogram.WatchAsync(cancellationToken));

    /// <summary>What the console answers of it.</summary>
    public IReadOnlyList<ConsoleRoute> Routes(ConsoleOptions options, CancellationToken stopping) =>
        new ShelfEndpoints(() => Shelves.Snapshot(_planogram.View), Shelves.Trace, options.LivePages, _parts.Clock, stopping).Routes;

    /// <inheritdoc/>
    public void Dispose() => Shelves.Dispose();

    private static IReadOnlyList<TwinMistake> Mistakes(IReadOnlyList<PlanogramMistake> found) => [.. found.Select(mistake => new TwinMistake(mistake.Path, mistake.Message))];

    private static CalibratedPlate Of(PlateCalibration made) => new(
        new PlateLine(made.CountsPerGram, made.ZeroCounts),
        new PlateCalibrationView(
            made.At,
            made.Who,
            made.LinearityGrams is { } linearity ? Text(linearity, "0.00") : null,
            Text(made.NoiseGrams, "0.00"),
            Text(made.CountsPerGram, "0.###")));

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
