namespace Simulators.World.Ledgers;

/// <summary>What is claimed to have happened at one gateway, by those who were there.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="LastSeq">The last sequence number it said it had given, or null while it goes on.</param>
/// <param name="TillLogs">The acknowledged events of each till.</param>
/// <param name="Scales">What was put on each scale.</param>
public sealed record LedgerClaims(string Gateway, long? LastSeq, IReadOnlyList<string> TillLogs, IReadOnlyList<ScaleTruth> Scales)
{
    /// <summary>What was taken from and put on each plate whose goods the gateway knows.</summary>
    public IReadOnlyList<PlateTruth> Plates { get; init; } = [];

    /// <summary>What is on the paper of each printer.</summary>
    public IReadOnlyList<PrinterTruth> Printers { get; init; } = [];

    /// <summary>Who came before each camera.</summary>
    public IReadOnlyList<CameraTruth> Cameras { get; init; } = [];

    /// <summary>The gateway's store.</summary>
    public string Store { get; init; } = "";

    /// <summary>What was sold there.</summary>
    public IReadOnlyList<SoldGoods> Sales { get; init; } = [];

    /// <summary>The receipts asked for.</summary>
    public IReadOnlyList<AskedReceipt> Receipts { get; init; } = [];
}

/// <summary>The ground truth of one printer.</summary>
/// <param name="Device">The printer on its gateway.</param>
/// <param name="Path">Its simulator's log.</param>
public sealed record PrinterTruth(string Device, string Path);

/// <summary>The ground truth of one plate.</summary>
/// <param name="Device">The plate's device on its gateway.</param>
/// <param name="Path">Its simulator's log.</param>
public sealed record PlateTruth(string Device, string Path);

/// <summary>The ground truth of one scale.</summary>
/// <param name="Device">The scale's name on its gateway.</param>
/// <param name="Path">Its simulator's log.</param>
public sealed record ScaleTruth(string Device, string Path);
