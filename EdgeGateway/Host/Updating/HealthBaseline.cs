using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Host.Updating;

/// <summary>What worked when a version gave way to the next, which has to work again: written by the one, read by the other.</summary>
/// <param name="Devices">The devices that were online.</param>
/// <param name="Uplink">Whether headquarters was reached.</param>
/// <param name="OutboxProblems">What was wrong with the outbox already; null where it is too large to be read in time.</param>
/// <param name="LastSeq">The last event that was kept.</param>
internal sealed record HealthBaseline(IReadOnlyList<string> Devices, bool Uplink, int? OutboxProblems, long LastSeq)
{
    /// <summary>Its name in the folder of updates.</summary>
    public const string FileName = "baseline.json";

    /// <summary>Takes it.</summary>
    public static HealthBaseline Of(GatewayVitals vitals, int? outboxProblems) => new(
        [.. vitals.Devices.Where(device => device.Availability == Availability.Online).Select(device => device.Id)], vitals.UplinkOnline, outboxProblems, vitals.LastSeq);

    /// <summary>Reads it.</summary>
    /// <exception cref="UpdateRefusedException">It is missing or cannot be understood.</exception>
    public static HealthBaseline Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), HealthBaselineJson.Default.HealthBaseline)
                ?? throw new UpdateRefusedException($"{file} is null; expected what was online before");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new UpdateRefusedException($"{file} cannot be read, so nobody knows what was online before: {e.Message}", e);
        }
    }

    /// <summary>Writes it, durably.</summary>
    public void Write(string folder) => KeptFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, HealthBaselineJson.Default.HealthBaseline));

    /// <summary>What of it does not work now; empty where all of it does.</summary>
    /// <param name="now">How the next version stands.</param>
    /// <param name="outboxProblems">What is wrong with the outbox now; null where it is too large to be read in time, or was not read yet.</param>
    public IReadOnlyList<string> Missing(GatewayVitals now, int? outboxProblems)
    {
        var missing = new List<string>();
        foreach (var id in Devices)
        {
            var device = now.Devices.FirstOrDefault(device => device.Id == id);
            if (device?.Availability != Availability.Online)
            {
                missing.Add(device is null ? $"device '{id}' was online and is gone" : $"device '{id}' was online and is not: {device.Reason}");
            }
        }

        if (Uplink && !now.UplinkOnline)
        {
            missing.Add("headquarters was reached and is not");
        }

        if (OutboxProblems is { } before && (outboxProblems is not { } after || after > before))
        {
            missing.Add(outboxProblems is null ? "the outbox is not verified" : $"the outbox has {outboxProblems} problems, and had {before}");
        }

        if (now.LastSeq < LastSeq)
        {
            missing.Add($"the outbox ends at event {now.LastSeq}, and did at {LastSeq}");
        }

        if (now.Refused is { } refused)
        {
            missing.Add($"the outbox takes no events: {refused}");
        }

        if (now.Stuck is { } part)
        {
            missing.Add($"the {part} gives no sign of life");
        }

        return missing;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(HealthBaseline))]
internal sealed partial class HealthBaselineJson : JsonSerializerContext;
