using System.Globalization;
using System.Text.Json;
using Cloud.Crm.Planograms;

namespace Cloud.Crm.Templates;

/// <summary>What a gateway would refuse of a template's sections, and what only headquarters knows: which products there are.</summary>
internal static class TemplateRules
{
    /// <summary>The longest sections taken, in characters.</summary>
    internal const int MostCharacters = 1 << 20;

    private const string Health = "health";
    private const string Every = "reportEvery";

    private static readonly TimeSpan s_leastEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_mostEvery = TimeSpan.FromDays(1);

    /// <summary>Every mistake, with its place.</summary>
    /// <param name="sections">The sections by name.</param>
    /// <param name="products">The SKUs of them that there are.</param>
    internal static IReadOnlyList<TemplateMistake> Check(JsonElement sections, IReadOnlySet<string> products)
    {
        if (sections.ValueKind != JsonValueKind.Object || !sections.EnumerateObject().Any())
        {
            return [new TemplateMistake("", "expected an object of sections, such as {\"health\": {\"reportEvery\": \"00:05:00\"}}")];
        }

        if (sections.GetRawText().Length > MostCharacters)
        {
            return [new TemplateMistake("", FormattableString.Invariant($"has more than {MostCharacters} characters"))];
        }

        var mistakes = new List<TemplateMistake>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in sections.EnumerateObject())
        {
            if (!seen.Add(section.Name))
            {
                mistakes.Add(new TemplateMistake(section.Name, "came twice; expected once"));
            }

            mistakes.AddRange(section.Name switch
            {
                PlanogramTable.Section => PlanogramRules.Check(section.Value, products, null).Select(OfPlanogram),
                Health => OfHealth(section.Value),
                _ => [new TemplateMistake(section.Name, $"there is no such section; there are: {Health}, {PlanogramTable.Section}")],
            });
        }

        return mistakes;
    }

    /// <summary>A mistake of a planogram begins with its place.</summary>
    private static TemplateMistake OfPlanogram(string mistake)
    {
        var end = mistake.IndexOf(' ', StringComparison.Ordinal);
        return mistake.StartsWith("the planogram ", StringComparison.Ordinal) || end < 0
            ? new TemplateMistake(PlanogramTable.Section, mistake)
            : new TemplateMistake($"{PlanogramTable.Section}.{mistake[..end]}", mistake[(end + 1)..]);
    }

    private static List<TemplateMistake> OfHealth(JsonElement section)
    {
        if (section.ValueKind != JsonValueKind.Object)
        {
            return [new TemplateMistake(Health, $"expected an object with {Every}")];
        }

        var mistakes = section.EnumerateObject().Where(member => member.Name != Every).Select(member => new TemplateMistake($"{Health}.{member.Name}", $"is not a member here; expected {Every}")).ToList();
        var has = section.TryGetProperty(Every, out var value);
        if (!has || value.ValueKind != JsonValueKind.String || !TimeSpan.TryParseExact(value.GetString(), "c", CultureInfo.InvariantCulture, out var every) || every < s_leastEvery || every > s_mostEvery)
        {
            mistakes.Add(new TemplateMistake(
                $"{Health}.{Every}", $"{(has ? $"came {value.GetRawText()}" : "is missing")}; expected a length of time in quotes from \"{s_leastEvery:c}\" to \"{s_mostEvery:c}\", such as \"00:05:00\""));
        }

        return mistakes;
    }
}
