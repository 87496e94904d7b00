using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Orders;
using Cloud.Crm.Planograms;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Templates;

/// <summary>Templates and their earlier versions. Changing one only writes it down; <see cref="TemplateRollout"/> brings it to the gateways.</summary>
internal sealed class TemplateTable(HeadquartersDatabase database, FleetRegistry fleet, PlanogramTable planograms, AuditTable audit, TimeProvider clock)
{
    private const int MostTemplates = 200;
    private const int MostRank = 1000;
    private const int LatestVersions = 50;
    private const string Columns = "v.template, v.version, v.name, v.store_group, v.rank, v.sections, v.at";

    /// <summary>Every template, the one that beats the others last.</summary>
    internal async Task<IReadOnlyList<TemplateView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var catalog = await TemplateCatalog.LoadAsync(connection.Command, cancellationToken);
        var bases = (await connection.Command("SELECT gateway, basis FROM gateway_basis").ListAsync(r => (r.GetInt32(0), r.GetString(1)), cancellationToken)).ToDictionary(r => r.Item1, r => r.Item2);
        var gateways = fleet.All.Where(gateway => caller.Sees(gateway.Store)).ToArray();
        var counts = new Dictionary<string, (int All, int Waiting)>(StringComparer.Ordinal);
        foreach (var gateway in gateways)
        {
            var waits = (bases.GetValueOrDefault(gateway.Id) ?? "") != catalog.BasisOf(gateway.Store);
            foreach (var template in catalog.Of(gateway.Store))
            {
                var (all, waiting) = counts.GetValueOrDefault(template.Id);
                counts[template.Id] = (all + 1, waiting + (waits ? 1 : 0));
            }
        }

        var documents = await connection.Command($"SELECT {Columns}, {WhoName.Of("v.who")} FROM template t JOIN template_version v ON v.template = t.template AND v.version = t.version ORDER BY t.rank, t.template")
            .ListAsync(Read, cancellationToken);
        return
        [
            .. documents.Select(d => new TemplateView(
                d.Template, d.Version, d.Name, d.Group, d.Rank, [.. d.Sections.EnumerateObject().Select(s => s.Name)], d.At, d.Who, counts.GetValueOrDefault(d.Template).All,
                counts.GetValueOrDefault(d.Template).Waiting)),
        ];
    }

    /// <summary>A template's latest versions, newest first, also of one that was removed; empty where there never was one.</summary>
    internal async Task<IReadOnlyList<TemplateDocument>> VersionsAsync(string template, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            $"SELECT {Columns}, {WhoName.Of("v.who")} FROM template_version v WHERE v.template = @template ORDER BY v.version DESC LIMIT {LatestVersions}", ("template", template))
            .ListAsync(Read, cancellationToken);
    }

    /// <summary>The template that is in force, or null.</summary>
    internal async Task<TemplateDocument?> FindAsync(string template, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.Command(
            $"SELECT {Columns}, {WhoName.Of("v.who")} FROM template t JOIN template_version v ON v.template = t.template AND v.version = t.version WHERE t.template = @template", ("template", template))
            .ListAsync(Read, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Every mistake in a template.</summary>
    internal async Task<IReadOnlyList<TemplateMistake>> CheckAsync(string template, TemplateBody body, CancellationToken cancellationToken)
    {
        var mistakes = new List<TemplateMistake>();
        if (!Identifier.IsValid(template))
        {
            mistakes.Add(new TemplateMistake("template", $"came '{template}'; expected 1 to {Identifier.MaxLength} characters out of a-z 0-9 -"));
        }

        if (AccountRules.NameMistake(body.Name) is { } name)
        {
            mistakes.Add(new TemplateMistake("name", name));
        }

        if (body.Rank is not (>= 0 and <= MostRank))
        {
            mistakes.Add(new TemplateMistake("rank", $"came {body.Rank?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}; expected 0 to {MostRank}"));
        }

        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if (body.Group is null || (await connection.Command("SELECT 1 FROM store_group WHERE store_group = @group", ("group", body.Group)).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                mistakes.Add(new TemplateMistake("group", $"there is no group '{body.Group}'"));
            }
        }

        var skus = body.Sections.ValueKind == JsonValueKind.Object && body.Sections.TryGetProperty(PlanogramTable.Section, out var planogram) ? PlanogramRules.SkusOf(planogram) : new HashSet<string>();
        mistakes.AddRange(TemplateRules.Check(body.Sections, await planograms.ProductsAsync(skus, cancellationToken)));
        return mistakes;
    }

    /// <summary>Puts a template in force that was checked; the same as it is changes nothing.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="template">Its id.</param>
    /// <param name="body">What it is to be.</param>
    /// <param name="wanted">The version its editor holds, 0 for none; null for any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why not, or null.</returns>
    internal Task<Refused?> SetAsync(Caller caller, string template, TemplateBody body, long? wanted, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var now = await InForceAsync(transaction, template, cancellationToken);
            if (wanted is { } version && version != (now?.Version ?? 0))
            {
                return Changed(template, now);
            }

            var sections = body.Sections.GetRawText();
            if (now is not null && (now.Name, now.Group, now.Rank, now.Sections) == (body.Name!.Trim(), body.Group!, body.Rank!.Value, sections))
            {
                return null;
            }

            if (now is null && (await transaction.Command("SELECT template FROM template").ListAsync(r => 1, cancellationToken)).Count >= MostTemplates)
            {
                return new Refused(400, $"there are {MostTemplates} templates; expected no more");
            }

            (string, object?)[] values =
            [
                ("template", template), ("version", 1 + await NewestAsync(transaction, template, cancellationToken)), ("name", body.Name!.Trim()), ("group", body.Group), ("rank", body.Rank),
                ("sections", sections), ("at", database.ToTime(clock.GetUtcNow().UtcDateTime)), ("who", caller.Id),
            ];
            await transaction.Command(
                "INSERT INTO template_version (template, version, name, store_group, rank, sections, at, who) VALUES (@template, @version, @name, @group, @rank, @sections, @at, @who)", values)
                .RunAsync(cancellationToken);
            await transaction.Command(
                """
                INSERT INTO template (template, version, name, store_group, rank) VALUES (@template, @version, @name, @group, @rank)
                ON CONFLICT (template) DO UPDATE SET version = excluded.version, name = excluded.name, store_group = excluded.store_group, rank = excluded.rank
                """,
                values.AsSpan(0, 5)).RunAsync(cancellationToken);
            await audit.AddAsync(
                transaction, caller, "template.set", "template", template, null,
                FormattableString.Invariant($$"""{"version":{{values[1].Item2}},"group":"{{body.Group}}","rank":{{body.Rank}}}"""), cancellationToken);
            return (Refused?)null;
        },
        cancellationToken);

    /// <summary>Takes a template out of force; its versions stay.</summary>
    /// <returns>Why not, or null.</returns>
    internal Task<Refused?> RemoveAsync(Caller caller, string template, long? wanted, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await InForceAsync(transaction, template, cancellationToken) is not { } now)
            {
                return new Refused(404, $"there is no template '{template}'");
            }

            if (wanted is { } version && version != now.Version)
            {
                return Changed(template, now);
            }

            await transaction.Command("DELETE FROM template WHERE template = @template", ("template", template)).RunAsync(cancellationToken);
            await audit.AddAsync(transaction, caller, "template.removed", "template", template, null, FormattableString.Invariant($$"""{"version":{{now.Version}}}"""), cancellationToken);
            return (Refused?)null;
        },
        cancellationToken);

    private static Refused Changed(string template, InForce? now) => new(412, $"template '{template}' has version {now?.Version ?? 0}; somebody has changed it meanwhile");

    private static async Task<long> NewestAsync(DbTransaction transaction, string template, CancellationToken cancellationToken) =>
        (await transaction.Command("SELECT coalesce(max(version), 0) FROM template_version WHERE template = @template", ("template", template)).ListAsync(r => r.GetInt64(0), cancellationToken))[0];

    private static async Task<InForce?> InForceAsync(DbTransaction transaction, string template, CancellationToken cancellationToken) => (await transaction.Command(
        "SELECT t.version, t.name, t.store_group, t.rank, v.sections FROM template t JOIN template_version v ON v.template = t.template AND v.version = t.version WHERE t.template = @template",
        ("template", template)).ListAsync(r => new InForce(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt32(3), r.GetString(4)), cancellationToken)).SingleOrDefault();

    private TemplateDocument Read(DbDataReader r) => new(
        r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetInt32(4), Parse(r.GetString(5)), database.ReadTime(r, 6)!.Value, r.GetString(7));

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });
        return document.RootElement.Clone();
    }

    private sealed record InForce(long Version, string Name, string Group, int Rank, string Sections);
}
