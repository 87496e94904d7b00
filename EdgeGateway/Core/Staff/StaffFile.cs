using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeGateway.Core.Setup;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Staff;

/// <summary>The staff and their phones on the disk: one small file, replaced whole, readable by the service alone.</summary>
internal static class StaffFile
{
    /// <summary>Reads the file; one that is damaged is put aside, and begun anew: phones must be paired again, nobody is let in by it.</summary>
    /// <exception cref="IOException">It is there and cannot be read, or not be put aside.</exception>
    [SupportedOSPlatform("linux")]
    public static StaffState Read(string path, TimeProvider clock, ILogger logger)
    {
        if (!File.Exists(path))
        {
            return StaffState.Empty;
        }

        try
        {
            var read = JsonSerializer.Deserialize(File.ReadAllBytes(path), StaffJson.Default.StaffState);
            return read is { People: not null, Phones: not null } ? read : throw new JsonException("it holds no lists of people and phones");
        }
        catch (JsonException e)
        {
            var aside = $"{path}.damaged-{clock.GetUtcNow().ToUnixTimeSeconds()}";
            File.Move(path, aside, overwrite: true);
            LogMessages.StaffDamaged(logger, path, aside, e.Message);
            return StaffState.Empty;
        }
    }

    /// <summary>Replaces the file.</summary>
    /// <exception cref="IOException">The disk does not take it; the old file is as it was.</exception>
    [SupportedOSPlatform("linux")]
    public static void Write(string path, StaffState state) => KeptFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(state, StaffJson.Default.StaffState));
}

/// <summary>Everything that is kept.</summary>
/// <param name="Made">How many people there ever were; ids are counted on from it.</param>
/// <param name="People">In the order they were added.</param>
/// <param name="Phones">In the order they were paired.</param>
internal sealed record StaffState(int Made, IReadOnlyList<StaffMember> People, IReadOnlyList<KeptPhone> Phones)
{
    /// <summary>Nobody.</summary>
    public static StaffState Empty { get; } = new(0, [], []);
}

/// <summary>A phone, and the SHA-256 of its secret as hexadecimal digits.</summary>
internal sealed record KeptPhone(PairedPhone Phone, string Hash);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StaffState))]
internal sealed partial class StaffJson : JsonSerializerContext;
