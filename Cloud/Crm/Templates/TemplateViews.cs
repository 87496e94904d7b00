using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Crm.Gateways;

namespace Cloud.Crm.Templates;

/// <summary>A group of stores.</summary>
/// <param name="Group">Its id.</param>
/// <param name="Version">Counts its changes, from 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">Every store of this region and below it is in the group too; null where there is none.</param>
/// <param name="Stores">The stores that are listed, as far as the caller sees them.</param>
/// <param name="Members">How many stores are in it, listed or by region.</param>
internal sealed record GroupView(string Group, long Version, string Name, string? Region, IReadOnlyList<string> Stores, int Members);

/// <summary>The same, as it is to be.</summary>
internal sealed record GroupBody(string? Name, string? Region, IReadOnlyList<string>? Stores);

/// <summary>A template without its sections.</summary>
/// <param name="Template">Its id.</param>
/// <param name="Version">Counts its changes, from 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Group">The group of stores it is for.</param>
/// <param name="Rank">A section of a higher rank beats one of a lower; of equal ranks the later id does.</param>
/// <param name="Sections">The sections it has.</param>
/// <param name="At">When it was changed last.</param>
/// <param name="Who">By whom.</param>
/// <param name="Gateways">How many gateways it is for.</param>
/// <param name="Waiting">How many of them are still to get what templates now say.</param>
internal sealed record TemplateView(
    string Template, long Version, string Name, string Group, int Rank, IReadOnlyList<string> Sections, DateTime At, string Who, int Gateways, int Waiting);

/// <summary>A template with its sections, in force or earlier.</summary>
internal sealed record TemplateDocument(string Template, long Version, string Name, string Group, int Rank, JsonElement Sections, DateTime At, string Who);

/// <summary>A template as it is to be.</summary>
internal sealed record TemplateBody(string? Name, string? Group, int? Rank, JsonElement Sections);

/// <summary>One mistake in a template.</summary>
/// <param name="Path">Where, such as <c>planogram.plates[0].plate</c>.</param>
/// <param name="Message">What came, what was expected.</param>
internal sealed record TemplateMistake(string Path, string Message);

/// <summary>What a change of a template would do.</summary>
/// <param name="Mistakes">Why it cannot be put in force; nothing else is said then.</param>
/// <param name="Changed">How many gateways would be wanted to be different.</param>
/// <param name="Same">How many of the group would not, such as those with a section of their own.</param>
/// <param name="Gateways">The first of those that change.</param>
internal sealed record TemplatePreview(IReadOnlyList<TemplateMistake> Mistakes, int Changed, int Same, IReadOnlyList<PreviewedGateway> Gateways);

/// <summary>What would differ at one gateway.</summary>
internal sealed record PreviewedGateway(string Store, string Gateway, bool IsCut, IReadOnlyList<JsonChange> Changes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 128)]
[JsonSerializable(typeof(GroupView))]
[JsonSerializable(typeof(IReadOnlyList<GroupView>))]
[JsonSerializable(typeof(GroupBody))]
[JsonSerializable(typeof(IReadOnlyList<TemplateView>))]
[JsonSerializable(typeof(TemplateDocument))]
[JsonSerializable(typeof(IReadOnlyList<TemplateDocument>))]
[JsonSerializable(typeof(TemplateBody))]
[JsonSerializable(typeof(TemplatePreview))]
internal sealed partial class TemplatesJson : JsonSerializerContext;
