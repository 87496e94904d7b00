namespace Drivers.Shelves;

/// <summary>A transmitter's status register: where it is, and what its bits (0 to 15) mean; null where it has no such bit.</summary>
/// <param name="Address">The register, counted from 0, read with the same function as the load.</param>
/// <param name="Overload">Load above the range.</param>
/// <param name="Underload">Load below the range.</param>
/// <param name="SensorFault">Cell broken, unplugged or not calibrated.</param>
/// <param name="Motion">The load has not settled.</param>
/// <param name="Stable">The load has settled; for makers who say it this way round.</param>
public sealed record PlateStatus(int Address, int? Overload, int? Underload, int? SensorFault, int? Motion, int? Stable)
{
    private static readonly string[] s_bits = ["overload_bit", "underload_bit", "sensor_fault_bit", "motion_bit", "stable_bit"];

    internal static PlateStatus? Read(ProfileReader profile)
    {
        int? address = profile.Number("status_address", 0, 65_535);
        int?[] bits = [.. s_bits.Select(name => profile.Number(name, 0, 15))];
        if (address is null && bits.Any(bit => bit is not null))
            profile.Errors.Add("profile.status_address: missing; give the status register whose bits the profile names");
        if (address is not null && bits.All(bit => bit is null))
            profile.Errors.Add($"profile.status_address: names a status register, but no bit of it; give {string.Join(", ", s_bits)} as the manual has them");
        if (bits[3] is not null && bits[4] is not null)
            profile.Errors.Add("profile.stable_bit: give stable_bit or motion_bit, not both");
        return address is null ? null : new PlateStatus(address.Value, bits[0], bits[1], bits[2], bits[3], bits[4]);
    }

    /// <summary>The faults a status word reports.</summary>
    internal IEnumerable<string> Faults(ushort word)
    {
        if (IsSet(word, Overload))
            yield return "overload";
        if (IsSet(word, Underload))
            yield return "underload";
        if (IsSet(word, SensorFault))
            yield return "sensor_fault";
    }

    /// <summary>Whether a status word says that the load has settled; null where it has no such bit.</summary>
    internal bool? IsStable(ushort word) =>
        Motion is not null ? !IsSet(word, Motion) : Stable is not null ? IsSet(word, Stable) : null;

    private static bool IsSet(ushort word, int? bit) => bit is int number && (word >> number & 1) != 0;
}
