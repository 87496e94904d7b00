using System.Text.Json;
using Cloud.Contracts;

namespace Cloud.Crm.Gateways;

/// <summary>What is wanted of a gateway and what it said of it.</summary>
/// <param name="Version">The wanted configuration's version, from 1.</param>
/// <param name="Config">Its sections.</param>
/// <param name="DesiredAt">When it was wanted.</param>
/// <param name="Reported">What the gateway said last; of this version where the versions are equal. Null where it said nothing yet.</param>
/// <param name="ReportedAt">When it said so.</param>
/// <param name="Own">The sections that are wanted of this gateway alone.</param>
/// <param name="Origins">Which template each other section is of, by its id and version, such as <c>spring@3</c>.</param>
internal sealed record TwinView(
    long Version, JsonElement Config, DateTime DesiredAt, ReportedDocument? Reported, DateTime? ReportedAt, JsonElement Own, IReadOnlyDictionary<string, string> Origins);

/// <summary>The version a configuration was given.</summary>
internal sealed record TwinVersion(long Version);

/// <summary>A configuration that was once wanted of a gateway.</summary>
/// <param name="Version">From 1.</param>
/// <param name="At">When it was wanted.</param>
/// <param name="Who">Who wanted it; null where that was not kept yet.</param>
/// <param name="Cause"><c>set</c>, <c>taken_back</c>, <c>template</c>, or the section that was changed, such as <c>planogram</c>.</param>
/// <param name="TakenFrom">Which version it was taken back to, or null.</param>
/// <param name="Status"><c>applied</c>, <c>refused</c> or <c>rolled_back</c>; null where the gateway said nothing of it, such as where the next version came first.</param>
/// <param name="Errors">Why it was refused or rolled back.</param>
/// <param name="ReportedAt">When the gateway said so.</param>
/// <param name="Origins">Which template each section was of that was not the gateway's own, such as <c>spring@3</c>.</param>
internal sealed record TwinVersionView(
    long Version, DateTime At, string? Who, string Cause, long? TakenFrom, string? Status, IReadOnlyList<ReportedMistake> Errors, DateTime? ReportedAt,
    IReadOnlyDictionary<string, string> Origins);

/// <summary>Versions, newest first.</summary>
/// <param name="Versions">The page.</param>
/// <param name="Next">What to ask for as <c>before</c>; null at the end.</param>
internal sealed record TwinVersionPage(IReadOnlyList<TwinVersionView> Versions, long? Next);

/// <summary>One version with its whole configuration.</summary>
internal sealed record TwinVersionDocument(TwinVersionView Version, JsonElement Config);

/// <summary>What differs between two versions.</summary>
/// <param name="From">The earlier one; 0 for nothing at all.</param>
/// <param name="To">The later one.</param>
/// <param name="IsCut">Whether there are more than are listed.</param>
/// <param name="Changes">In the order of the documents.</param>
internal sealed record TwinChanges(long From, long To, bool IsCut, IReadOnlyList<JsonChange> Changes);

/// <summary>One place where two documents differ.</summary>
/// <param name="Path">Where, such as <c>planogram.plates[plate=p-1].items[0]</c>.</param>
/// <param name="Kind"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Before">What stood there, JSON, cut to 400 characters; null where nothing did.</param>
/// <param name="After">What stands there, likewise.</param>
internal sealed record JsonChange(string Path, string Kind, string? Before, string? After);
