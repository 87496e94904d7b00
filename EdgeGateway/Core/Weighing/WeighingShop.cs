using System.Collections.Concurrent;
using EdgeGateway.Core.Events;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeGateway.Core.Weighing;

/// <summary>What was weighed, for a label.</summary>
/// <param name="Item">The goods.</param>
/// <param name="Net">The weight without container.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="TotalFen">What it costs, in the smallest coin.</param>
public sealed record WeighedLabel(PricedItem Item, decimal Net, MassUnit Unit, long TotalFen);

/// <summary>What all scales of a store have in common.</summary>
/// <param name="options">How the store sells by weight.</param>
/// <param name="prices">The prices in force; answers null where the store has no price list.</param>
/// <param name="notes">The folder for what was captured last, or null to note nothing.</param>
/// <param name="board">Where the scales are shown.</param>
/// <param name="logger">Told of what needs a person.</param>
public sealed class WeighingShop(WeighingOptions options, Func<PriceList?> prices, string? notes, WeighingBoard board, ILogger logger)
{
    private readonly ConcurrentDictionary<string, CaptureNote> _notes = new(StringComparer.Ordinal);

    /// <summary>A store without prices that notes and shows nothing.</summary>
    public static WeighingShop Bare { get; } = new(new WeighingOptions(), () => null, null, new WeighingBoard(TimeProvider.System), NullLogger.Instance);

    /// <summary>How the store sells by weight.</summary>
    public WeighingOptions Options => options;

    /// <summary>The prices in force, or null where the store has no price list.</summary>
    public Func<PriceList?> Prices => prices;

    /// <summary>Where the scales are shown.</summary>
    public WeighingBoard Board => board;

    /// <summary>Makes the text of a label by the store's layout, or null where it has none or the goods do not fit it.</summary>
    public Func<WeighedLabel, string?> Label { get; init; } = _ => null;

    /// <summary>Whether a load waits for its goods to be chosen.</summary>
    internal bool NeedsPlu => !options.CaptureWithoutPlu && prices() is not null;

    /// <summary>The currency of totals.</summary>
    internal string Currency => prices()?.Currency ?? options.Currency;

    internal ILogger Logger => logger;

    /// <summary>The outbox has these events.</summary>
    public void Delivered(IReadOnlyList<EventDraft> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (var draft in events)
        {
            if (draft is { DeviceId: { } device, OriginId: { } origin } && _notes.TryGetValue(device, out var note))
            {
                note.Delivered(origin);
            }
        }
    }

    /// <summary>A scale is no longer there; its note stays on the disk, in case it comes back.</summary>
    internal void Dismiss(string deviceId)
    {
        board.Remove(deviceId);
        _notes.TryRemove(deviceId, out _);
    }

    /// <summary>The note of one scale, read from the disk.</summary>
    internal CaptureNote NoteOf(string deviceId)
    {
        var note = new CaptureNote(deviceId, notes, logger);
        if (notes is not null)
        {
            _notes[deviceId] = note;
        }

        return note;
    }
}
