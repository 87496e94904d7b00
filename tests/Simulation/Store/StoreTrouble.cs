using System.Globalization;
using Simulation.Store.Scales;
using Simulators.Printers;

namespace Simulation.Store;

/// <summary>What can go wrong in a store.</summary>
internal enum StoreTroubleKind
{
    /// <summary>The gateway is stopped and started, as by an update.</summary>
    Restarted,

    /// <summary>Its program ends, at once, in the middle of a disk operation or between two bytes for a device.</summary>
    Killed,

    /// <summary>Its power goes, likewise.</summary>
    PowerCut,

    /// <summary>Its power goes when the last byte of a ticket has left.</summary>
    PowerCutBehindLastByte,
    DiskFull,
    DiskFails,
    SyncFails,
    DiskReadOnly,
    DiskSlow,

    /// <summary>Something happens to a printer now.</summary>
    PrinterNow,

    /// <summary>Something happens to a printer when it has taken so many bytes.</summary>
    PrinterAtByte,

    /// <summary>Something happens to a printer when so many rows are on paper.</summary>
    PrinterAtRow,

    /// <summary>The connection to a printer dies when the last byte of a ticket has left.</summary>
    LineDiesBehindLastByte,

    /// <summary>The same, and whoever sends the ticket is told that it could not be sent.</summary>
    SendFailsBehindLastByte,

    /// <summary>Something happens to a scale or its line.</summary>
    Scale,
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When.</param>
/// <param name="Device">Which device, where it is one.</param>
/// <param name="Fault">What happens to a printer.</param>
/// <param name="Weighing">What happens to a scale.</param>
/// <param name="For">How long, where it lasts.</param>
/// <param name="After">After how many disk operations, steps, bytes or rows from then on; 0 for at once.</param>
internal sealed record StoreTrouble(StoreTroubleKind Kind, TimeSpan At, int Device, PrinterFault Fault, ScaleFault Weighing, TimeSpan For, int After)
{
    private static readonly int s_scaleFaults = Enum.GetValues<ScaleFault>().Length;
    private static readonly int s_faults = Enum.GetValues<PrinterFault>().Length;

    public static StoreTrouble Of(Dice dice, int printers, TimeSpan length)
    {
        var kind = KindOf(dice);
        return new(
            kind,
            length * dice.Fraction(),
            dice.Next(printers),
            (PrinterFault)dice.Next(s_faults),
            (ScaleFault)dice.Next(s_scaleFaults),
            dice.Pause(TimeSpan.FromSeconds(dice.OneIn(4) ? 60 : 6)),
            kind switch
            {
                StoreTroubleKind.PrinterAtByte => dice.Between(1, 12_000),
                StoreTroubleKind.PrinterAtRow => dice.Between(1, 400),
                _ => dice.OneIn(4) ? 0 : dice.Between(1, 60),
            });
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At:hh\\:mm\\:ss\\.fff} {Kind} device {Device} {(Kind == StoreTroubleKind.Scale ? Weighing.ToString() : Fault.ToString())} for {For.TotalSeconds:0.0} s, after {After}");

    /// <summary>The gateway, printers and scales fail equally often.</summary>
    private static StoreTroubleKind KindOf(Dice dice) => dice.Next(3) switch
    {
        0 => (StoreTroubleKind)dice.Next((int)StoreTroubleKind.PrinterNow),
        1 => (StoreTroubleKind)dice.Between((int)StoreTroubleKind.PrinterNow, (int)StoreTroubleKind.SendFailsBehindLastByte),
        _ => StoreTroubleKind.Scale,
    };
}
