namespace Drivers.Shelves;

/// <summary>Register maps of makers that are known: what holds for the settings a profile leaves out. Addresses count from 0.</summary>
/// <remarks>
/// A map names neither <c>unit_id</c> nor <c>scale</c>: the one is set on the device, the other depends on the unit and the decimals it was
/// calibrated with, and a guess would be a plausible wrong weight. Sources: Laumas TLU p. 30 and TLB protocol manual (CAS CI-600D p. 82 and
/// Bosche WTS have the same map); Dini Argeo DGT4X QSG p. 11 and DGT1P p. 45; Eagle EI-1000/2000 p. 42, EI-4000 p. 30; Tuna ID551PN p. 22. None was tried
/// on the device itself.
/// </remarks>
internal static class Transmitters
{
    /// <summary>The choice for every other maker.</summary>
    public const string Other = "other";

    private static readonly Dictionary<string, string> s_none = [];

    private static readonly Dictionary<string, Dictionary<string, string>> s_maps = new(StringComparer.Ordinal)
    {
        // 40006 command, 40007 status, 40008-9 gross without decimals; older manuals have the sign in the status alone.
        ["laumas"] = new()
        {
            ["function"] = "holding", ["address"] = "7", ["type"] = "int32", ["word_order"] = "big",
            ["status_address"] = "6", ["sensor_fault_bit"] = "0,1", ["overload_bit"] = "2,3,4", ["negative_bit"] = "7", ["stable_bit"] = "11",
            ["command_address"] = "5", ["tare_command"] = "7", ["zero_command"] = "8", ["clear_tare_command"] = "9",
        },
        // 30001-2 gross, always positive, 30003-4 net, 30005 status with the signs; 40001 command, 0 before it is given again.
        ["dini-argeo"] = new()
        {
            ["function"] = "input", ["address"] = "0", ["type"] = "uint32", ["word_order"] = "big", ["gaps"] = "readable",
            ["status_address"] = "4", ["negative_bit"] = "1", ["stable_bit"] = "2", ["underload_bit"] = "3", ["overload_bit"] = "4",
            ["command_address"] = "0", ["idle_command"] = "0", ["zero_command"] = "1", ["tare_command"] = "2", ["command_function"] = "many",
        },
        // 0x1000 gross of channel 1 (0x1002, 0x1004, 0x1006: channels 2 to 4), 0x1008 net. No status, and no zero that is not another quantity's.
        ["eagle"] = new()
        {
            ["function"] = "holding", ["address"] = "4096", ["type"] = "float32", ["word_order"] = "big",
        },
        // 40001-2 displayed weight (40003-4 gross: address 2), 40005 status, 40006 demand: a command is a bit that rises from 0.
        ["tuna"] = new()
        {
            ["function"] = "holding", ["address"] = "0", ["type"] = "float32", ["word_order"] = "big", ["gaps"] = "readable",
            ["status_address"] = "4", ["underload_bit"] = "9", ["overload_bit"] = "10", ["motion_bit"] = "12",
            ["command_address"] = "5", ["idle_command"] = "0", ["zero_command"] = "2048", ["tare_command"] = "4096", ["clear_tare_command"] = "8192",
        },
    };

    /// <summary>The makers, and <see cref="Other"/>.</summary>
    public static string[] Names { get; } = [.. s_maps.Keys, Other];

    /// <summary>The map of a maker; empty for <see cref="Other"/>.</summary>
    public static IReadOnlyDictionary<string, string> Of(string name) => s_maps.GetValueOrDefault(name, s_none);
}
