using Simulators.Session;
using Simulators.Till;

namespace Simulators.Scanners;

/// <summary>Somebody at the till: scans an item about every <paramref name="every"/>.</summary>
internal sealed class ScannerShopper(BarcodeScanner scanner, TimeSpan every, Random random, TimeProvider clock) : IShopper
{
    private long _lastAct = clock.GetTimestamp();
    private TimeSpan _until = every * random.NextDouble();

    /// <inheritdoc/>
    public TimeSpan? Act()
    {
        var left = _until - clock.GetElapsedTime(_lastAct);
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        scanner.Apply(new ScriptLine("scan", null, null) { Text = Goods.Ean13(random) });
        (_lastAct, _until) = (clock.GetTimestamp(), every * (0.5 + random.NextDouble()));
        return _until;
    }

    /// <inheritdoc/>
    public TimeSpan? Leave() => null;
}
