using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloud.Contracts;

/// <summary>The answer to a command.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Status">One of the constants of <see cref="CommandStatus"/>.</param>
/// <param name="Reason">Why, in words; null where all went well.</param>
/// <param name="Body">What the command gives back, or null.</param>
public sealed record CommandResponse(
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("body")] JsonElement? Body)
{
    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, CommandJson.Default.CommandResponse);

    /// <summary>Reads an answer, or null where the bytes are not one.</summary>
    public static CommandResponse? Read(ReadOnlySpan<byte> utf8) =>
        WireJson.Read(utf8, CommandJson.Default.CommandResponse) is { Status: not null } response ? response : null;
}

/// <summary>What may become of a command.</summary>
public static class CommandStatus
{
    /// <summary>It was carried out.</summary>
    public const string Done = "done";

    /// <summary>It was tried and did not succeed.</summary>
    public const string Failed = "failed";

    /// <summary>It was not tried: it is wrong, not known or not allowed, or the gateway is busy.</summary>
    public const string Refused = "refused";

    /// <summary>It was not tried: it came too late.</summary>
    public const string Expired = "expired";

    /// <summary>It was tried, and nobody knows what came of it.</summary>
    public const string Unknown = "unknown";

    /// <summary>It is being carried out; the body says how far it is, and another answer follows. Only to an asker that has said that it understands this.</summary>
    public const string Underway = "underway";
}

/// <summary>The retained message on <c>config/reported</c>.</summary>
/// <param name="Version">The version of the desired document; 0 where it said none.</param>
/// <param name="Status"><c>applied</c>, <c>refused</c> or <c>rolled_back</c>.</param>
/// <param name="Errors">Every mistake in it, or why it was rolled back; empty where it was applied.</param>
public sealed record ReportedDocument(
    [property: JsonPropertyName("version")] long Version,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("errors")] IReadOnlyList<ReportedMistake> Errors)
{
    /// <summary>It is in force.</summary>
    public const string Applied = "applied";

    /// <summary>It is not, what was in force before still is.</summary>
    public const string Refused = "refused";

    /// <summary>It was in force, and what was in force before is again: something that worked before it did not any more.</summary>
    public const string RolledBack = "rolled_back";

    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, CommandJson.Default.ReportedDocument);

    /// <summary>Reads a report, or null where the bytes are not one.</summary>
    public static ReportedDocument? Read(ReadOnlySpan<byte> utf8) =>
        WireJson.Read(utf8, CommandJson.Default.ReportedDocument) is { Status: Applied or Refused or RolledBack, Version: >= 0, Errors: not null } report
            && report.Errors.All(error => error is { Path: not null, Message: not null }) ? report : null;
}

/// <summary>One mistake in a desired configuration.</summary>
/// <param name="Path">Where, from the document's root.</param>
/// <param name="Message">What came, what was expected.</param>
public sealed record ReportedMistake(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("message")] string Message);

[JsonSerializable(typeof(CommandResponse))]
[JsonSerializable(typeof(ReportedDocument))]
internal sealed partial class CommandJson : JsonSerializerContext;
