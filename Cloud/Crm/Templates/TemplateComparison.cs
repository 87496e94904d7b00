using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Fleet;
using Cloud.Crm.Gateways;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Templates;

/// <summary>What a change of a template would do, before it is put in force; nothing is written.</summary>
internal sealed class TemplateComparison(HeadquartersDatabase database, FleetRegistry fleet)
{
    /// <summary>Gateways that are shown with what differs.</summary>
    private const int MostShown = 20;

    private const int MostChanges = 50;
    private const int Batch = 100;

    /// <summary>Compares what is wanted of each gateway now with what would be.</summary>
    /// <param name="template">The template's id.</param>
    /// <param name="body">What it is to be, checked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<TemplatePreview> OfAsync(string template, TemplateBody body, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var now = await TemplateCatalog.LoadAsync(connection.Command, cancellationToken, always: true);
        var members = await TemplateCatalog.MembersAsync(connection.Command, cancellationToken);
        // Version 0 is none that is kept, so that it is told from all of them.
        var wanted = new Template(template, 0, body.Group!, body.Rank!.Value);
        var then = now.With(wanted);
        var sections = new TemplateSections();
        sections.Add(wanted, body.Sections.GetRawText(), "");
        var groups = new HashSet<string>([wanted.Group, .. now.Templates.Where(t => t.Id == template).Select(t => t.Group)], StringComparer.Ordinal);
        var gateways = fleet.All.Where(gateway => groups.Any(group => members.GetValueOrDefault(group)?.Contains(gateway.Store) == true))
            .OrderBy(gateway => gateway.Store, StringComparer.Ordinal).ThenBy(gateway => gateway.Name, StringComparer.Ordinal);
        var (changed, same) = (0, 0);
        var shown = new List<PreviewedGateway>();
        foreach (var batch in gateways.Chunk(Batch))
        {
            var twins = await TwinsAsync(connection, batch, cancellationToken);
            foreach (var gateway in batch)
            {
                var (own, desired) = twins.TryGetValue(gateway.Id, out var twin) ? twin : ("{}", "{}");
                var (config, _) = await sections.MergeAsync(connection.Command, own, then.Of(gateway.Store), cancellationToken);
                if (SectionTexts.AreSame(desired, config))
                {
                    same++;
                    continue;
                }

                if (changed++ < MostShown)
                {
                    var (changes, isCut) = JsonDifference.Of(Parse(desired), Parse(config), MostChanges);
                    shown.Add(new PreviewedGateway(gateway.Store, gateway.Name, isCut, changes));
                }
            }
        }

        return new TemplatePreview([], changed, same, shown);
    }

    private static async Task<Dictionary<int, (string Own, string Desired)>> TwinsAsync(DbConnection connection, RegisteredGateway[] gateways, CancellationToken cancellationToken)
    {
        var names = Enumerable.Range(0, Batch).Select(i => (Name: FormattableString.Invariant($"g{i}"), Value: (object?)gateways[Math.Min(i, gateways.Length - 1)].Id)).ToArray();
        return (await connection.Command($"SELECT gateway, own, desired FROM gateway_twin WHERE gateway IN ({string.Join(", ", names.Select(n => '@' + n.Name))})", names)
            .ListAsync(r => (r.GetInt32(0), r.GetString(1), r.GetString(2)), cancellationToken)).ToDictionary(r => r.Item1, r => (r.Item2, r.Item3));
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });
        return document.RootElement.Clone();
    }
}
