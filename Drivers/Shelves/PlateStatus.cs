namespace Drivers.Shelves;

/// <summary>A transmitter's status register: where it is, and what its bits mean, as masks; 0 where it has no such bit.</summary>
/// <param name="Address">The register, counted from 0, read with the same function as the load.</param>
/// <param name="Overload">Load above the range.</param>
/// <param name="Underload">Load below the range.</param>
/// <param name="SensorFault">Cell broken, unplugged or not calibrated, converter failed.</param>
/// <param name="Motion">The load has not settled.</param>
/// <param name="Stable">The load has settled; for makers who say it this way round.</param>
/// <param name="Negative">The load is below zero; for makers who send it without its sign.</param>
/// <param name="Valid">The load is one; where this bit is not set, it is none.</param>
public sealed record PlateStatus(
    int Address, ushort Overload, ushort Underload, ushort SensorFault, ushort Motion, ushort Stable, ushort Negative = 0, ushort Valid = 0)
{
    private static readonly string[] s_bits =
        ["overload_bit", "underload_bit", "sensor_fault_bit", "motion_bit", "stable_bit", "negative_bit", "valid_bit"];

    internal static PlateStatus? Read(ProfileReader profile)
    {
        int? address = profile.Number("status_address", 0, 65_535);
        ushort[] bits = [.. s_bits.Select(profile.Bits)];
        bool any = s_bits.Any(profile.Has);
        if (address is null && any)
            profile.Errors.Add("profile.status_address: missing; give the status register whose bits the profile names");
        if (address is not null && !any)
            profile.Errors.Add($"profile.status_address: names a status register, but no bit of it; give {string.Join(", ", s_bits)} as the manual has them");
        if (bits[3] != 0 && bits[4] != 0)
            profile.Errors.Add("profile.stable_bit: give stable_bit or motion_bit, not both");
        return address is null ? null : new PlateStatus(address.Value, bits[0], bits[1], bits[2], bits[3], bits[4], bits[5], bits[6]);
    }

    /// <summary>The faults a status word reports.</summary>
    internal IEnumerable<string> Faults(ushort word)
    {
        if ((word & Overload) != 0)
            yield return "overload";
        if ((word & Underload) != 0)
            yield return "underload";
        if ((word & SensorFault) != 0)
            yield return "sensor_fault";
        if ((word & Valid) != Valid)
            yield return "not_valid";
    }

    /// <summary>Whether a status word says that the load has settled; null where it has no such bit.</summary>
    internal bool? IsStable(ushort word) => Motion != 0 ? (word & Motion) == 0 : Stable != 0 ? (word & Stable) != 0 : null;

    /// <summary>Whether a status word says that the load is below zero.</summary>
    internal bool IsNegative(ushort word) => (word & Negative) != 0;
}
