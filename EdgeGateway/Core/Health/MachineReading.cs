namespace EdgeGateway.Core.Health;

/// <summary>What the machine under the gateway says of itself. What it does not say is null: never 0, never the last good value.</summary>
public sealed record MachineReading
{
    /// <summary>Share of the processors' time that was used since the reading before, 0 to 1; null at the first.</summary>
    public double? Cpu { get; init; }

    /// <summary>Memory of the machine, in bytes.</summary>
    public long? MemoryTotal { get; init; }

    /// <summary>Memory that programs may still have, in bytes: the kernel's <c>MemAvailable</c>.</summary>
    public long? MemoryAvailable { get; init; }

    /// <summary>The hottest of the machine's thermal zones, in °C.</summary>
    public double? Temperature { get; init; }

    /// <summary>Whether the supply's voltage is too low now; null where the board cannot say.</summary>
    public bool? Undervoltage { get; init; }

    /// <summary>Whether the processor is held back now by heat or voltage; null where the board cannot say.</summary>
    public bool? Throttled { get; init; }

    /// <summary>Room left for the gateway's data, in bytes.</summary>
    public long? DiskFree { get; init; }

    /// <summary>Size of the file system of the gateway's data, in bytes.</summary>
    public long? DiskSize { get; init; }

    /// <summary>Life that the eMMC has used at most, in percent, in steps of 10; 110 is beyond its life. Null on SD cards and disks, which do not say.</summary>
    public int? Wear { get; init; }
}
