using EdgeGateway.Core.Shelves.Live;

namespace EdgeGateway.Host.Running;

/// <summary>What is on the shelves of this store, by SKU, at most a second old. Thread-safe.</summary>
/// <param name="plates">The plates now.</param>
/// <param name="clock">Time.</param>
internal sealed class ShelfStock(Func<IReadOnlyList<PlateView>> plates, TimeProvider clock)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Dictionary<string, int?> _pieces = new(StringComparer.Ordinal);
    private long? _readAt;

    /// <summary>Pieces of a SKU on all plates; null where no plate has it, or one of them has not been counted.</summary>
    public int? OnShelf(string sku)
    {
        lock (_gate)
        {
            if (_readAt is not { } read || clock.GetElapsedTime(read) >= s_fresh)
            {
                _pieces = Read();
                _readAt = clock.GetTimestamp();
            }

            return _pieces.GetValueOrDefault(sku);
        }
    }

    private Dictionary<string, int?> Read() => plates().SelectMany(plate => plate.Items).GroupBy(item => item.Sku, StringComparer.Ordinal).ToDictionary(
        goods => goods.Key,
        goods => goods.All(item => item is { Counted: true, Count: not null }) ? goods.Sum(item => item.Count) : null,
        StringComparer.Ordinal);
}
