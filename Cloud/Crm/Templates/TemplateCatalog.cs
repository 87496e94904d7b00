using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Templates;

/// <summary>Makes a command on a connection, in its transaction where it has one.</summary>
internal delegate DbCommand MakeCommand(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters);

/// <summary>Which templates are for which store, as of one moment.</summary>
internal sealed class TemplateCatalog
{
    private readonly Dictionary<string, List<string>> _groupsOfStore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _groupsOfRegion = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _parents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _regions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _bases = new(StringComparer.Ordinal);

    private TemplateCatalog(IEnumerable<Template> templates) => Templates = [.. templates.OrderBy(t => t.Rank).ThenBy(t => t.Id, StringComparer.Ordinal)];

    private TemplateCatalog(TemplateCatalog other, IEnumerable<Template> templates)
        : this(templates) =>
        (_groupsOfStore, _groupsOfRegion, _parents, _regions) = (other._groupsOfStore, other._groupsOfRegion, other._parents, other._regions);

    /// <summary>Every template, the one that beats the others last.</summary>
    internal IReadOnlyList<Template> Templates { get; }

    /// <summary>The same where a template is another one.</summary>
    internal TemplateCatalog With(Template template) => new(this, Templates.Where(t => t.Id != template.Id).Append(template));

    /// <summary>Reads it.</summary>
    /// <param name="command">Makes a command on the connection, in its transaction.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="always">Whether groups are read where there are no templates either.</param>
    internal static async Task<TemplateCatalog> LoadAsync(MakeCommand command, CancellationToken cancellationToken, bool always = false)
    {
        var templates = await command("SELECT template, version, store_group, rank FROM template")
            .ListAsync(r => new Template(r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetInt32(3)), cancellationToken);
        var catalog = new TemplateCatalog(templates);
        if (templates.Count == 0 && !always)
        {
            return catalog;
        }

        foreach (var (group, store) in await command("SELECT store_group, store FROM store_group_store").ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken))
        {
            Add(catalog._groupsOfStore, store, group);
        }

        await catalog.LoadRegionsAsync(command, cancellationToken);
        return catalog;
    }

    /// <summary>Reads which stores are in which group.</summary>
    internal static async Task<Dictionary<string, HashSet<string>>> MembersAsync(MakeCommand command, CancellationToken cancellationToken)
    {
        var catalog = await LoadAsync(command, cancellationToken, always: true);
        var members = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var store in await command("SELECT store FROM store").ListAsync(r => r.GetString(0), cancellationToken))
        {
            foreach (var group in catalog.GroupsOf(store))
            {
                (members.TryGetValue(group, out var known) ? known : members[group] = new(StringComparer.Ordinal)).Add(store);
            }
        }

        return members;
    }

    /// <summary>The templates of a store, the one that beats the others last.</summary>
    internal IReadOnlyList<Template> Of(string store)
    {
        var groups = GroupsOf(store).ToHashSet(StringComparer.Ordinal);
        return groups.Count == 0 ? [] : [.. Templates.Where(template => groups.Contains(template.Group))];
    }

    /// <summary>What a gateway of a store is made of, see <see cref="Template.Print"/>; empty where it has no templates.</summary>
    internal string BasisOf(string store)
    {
        if (!_bases.TryGetValue(store, out var basis))
        {
            _bases[store] = basis = string.Join(',', Of(store).Select(template => template.Print));
        }

        return basis;
    }

    private IEnumerable<string> GroupsOf(string store)
    {
        IEnumerable<string> groups = _groupsOfStore.GetValueOrDefault(store) ?? [];
        var steps = 0;
        for (var region = _regions.GetValueOrDefault(store); region is not null && steps++ <= _parents.Count; region = _parents.GetValueOrDefault(region))
        {
            groups = groups.Concat(_groupsOfRegion.GetValueOrDefault(region) ?? []);
        }

        return groups;
    }

    private async Task LoadRegionsAsync(MakeCommand command, CancellationToken cancellationToken)
    {
        foreach (var (group, region) in await command("SELECT store_group, region FROM store_group WHERE region IS NOT NULL").ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken))
        {
            Add(_groupsOfRegion, region, group);
        }

        if (_groupsOfRegion.Count == 0)
        {
            return;
        }

        foreach (var (region, parent) in await command("SELECT region, parent FROM region").ListAsync(r => (r.GetString(0), r.Text(1)), cancellationToken))
        {
            _parents[region] = parent;
        }

        foreach (var (store, region) in await command("SELECT store, region FROM store WHERE region IS NOT NULL").ListAsync(r => (r.GetString(0), r.GetString(1)), cancellationToken))
        {
            _regions[store] = region;
        }
    }

    private static void Add(Dictionary<string, List<string>> lists, string key, string value) => (lists.TryGetValue(key, out var list) ? list : lists[key] = []).Add(value);
}
