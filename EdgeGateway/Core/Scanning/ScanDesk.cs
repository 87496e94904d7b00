using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Labels;

namespace EdgeGateway.Core.Scanning;

/// <summary>Where the scans of all scanners arrive: a stocktake takes those of its scanner, the rest become events. Thread-safe.</summary>
/// <param name="decoder">Understands them.</param>
public sealed class ScanDesk(ScanDecoder decoder)
{
    private Func<ScanReading, Scan, bool>[] _claims = [];

    /// <summary>A desk of a store without labels and stocktakes.</summary>
    public static ScanDesk Plain { get; } = new(new ScanDecoder(LabelLayouts.None));

    /// <summary>Understands scans.</summary>
    public ScanDecoder Decoder => decoder;

    /// <summary>Whether somebody takes the scan, so that it is no event of the store. Quick, and does no I/O.</summary>
    public bool IsClaimed(ScanReading reading, Scan scan) => Array.Exists(Volatile.Read(ref _claims), claims => claims(reading, scan));

    /// <summary>Asks <paramref name="claims"/> too from now on, after those who asked to be asked before.</summary>
    public void ClaimBy(Func<ScanReading, Scan, bool> claims) => Volatile.Write(ref _claims, [.. Volatile.Read(ref _claims), claims]);
}
