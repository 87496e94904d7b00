using Cloud.Crm.Storage;

namespace Cloud.Crm.Templates;

/// <summary>The sections of templates, read once each; a version of a template never changes.</summary>
internal sealed class TemplateSections
{
    private readonly Dictionary<string, (IReadOnlyDictionary<string, string> Sections, string Who)> _known = new(StringComparer.Ordinal);

    // Most gateways of a group have nothing of their own.
    private readonly Dictionary<string, (string Config, string Origins)> _withoutOwn = new(StringComparer.Ordinal);

    /// <summary>Says what a version has.</summary>
    internal void Add(Template template, string sections, string who) => _known[template.Print] = (SectionTexts.Read(sections), who);

    /// <summary>Who made the last of the templates that are in one basis and not in another, as far as they were merged; null where there are none.</summary>
    internal string? WhoOf(string basis, string before) =>
        basis.Split(',').Except(before.Split(','), StringComparer.Ordinal).Select(print => _known.GetValueOrDefault(print).Who).LastOrDefault(who => who is not null);

    /// <summary>What a gateway of these templates is wanted to be like.</summary>
    /// <param name="command">Makes a command on the connection, in its transaction.</param>
    /// <param name="own">What is wanted of it alone.</param>
    /// <param name="templates">Its templates, the one that beats the others last.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<(string Config, string Origins)> MergeAsync(MakeCommand command, string own, IReadOnlyList<Template> templates, CancellationToken cancellationToken)
    {
        foreach (var template in templates.Where(t => !_known.ContainsKey(t.Print)))
        {
            var (text, who) = (await command("SELECT sections, who FROM template_version WHERE template = @template AND version = @version", ("template", template.Id), ("version", template.Version))
                .ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken)).Single();
            Add(template, text, who);
        }

        var basis = string.Join(',', templates.Select(template => template.Print));
        if (own == "{}" && _withoutOwn.TryGetValue(basis, out var merged))
        {
            return merged;
        }

        merged = SectionTexts.Merge(own, [.. templates.Select(template => (template.Print, _known[template.Print].Sections))]);
        if (own == "{}")
        {
            _withoutOwn[basis] = merged;
        }

        return merged;
    }
}
