using System.Data.Common;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;
using Cloud.Crm.Templates;

namespace Cloud.Crm.Gateways;

/// <summary>The wanted configuration of every gateway and what it reported, in the database. Every version that was ever wanted is kept (<see cref="TwinHistory"/>).</summary>
internal sealed class TwinTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    /// <summary>Writes what is wanted from now on of this gateway alone; its templates' sections stay where it has none of its own.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="sections">The sections, JSON. Of a version that is taken back, all it had: what the templates say now just so is left to them.</param>
    /// <param name="takenFrom">The version it was taken back from; null where it is new.</param>
    /// <param name="caller">Who wants it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its version and the whole configuration.</returns>
    internal Task<(long Version, string Config)> SetAsync(RegisteredGateway gateway, string sections, long? takenFrom, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var (known, _, _) = await LockAsync(transaction, gateway, cancellationToken);
            var catalog = await TemplateCatalog.LoadAsync(transaction.Command, cancellationToken);
            var templates = new TemplateSections();
            var own = sections;
            if (takenFrom is not null)
            {
                var given = SectionTexts.Read((await templates.MergeAsync(transaction.Command, "{}", catalog.Of(gateway.Store), cancellationToken)).Config);
                own = given.Count == 0 ? own : SectionTexts.Write(SectionTexts.Read(own).Where(section => given.GetValueOrDefault(section.Key) != section.Value));
            }

            var (config, origins) = await templates.MergeAsync(transaction.Command, own, catalog.Of(gateway.Store), cancellationToken);
            await BaseAsync(transaction, gateway, catalog, cancellationToken);
            await WriteAsync(transaction, gateway.Id, new Written(known + 1, own, config, origins), takenFrom is null ? "set" : "taken_back", takenFrom, caller.Id, cancellationToken);
            await audit.AddAsync(
                transaction, caller, takenFrom is null ? "gateway.configured" : "gateway.configuration_taken_back", "gateway", gateway.Name, gateway.Store,
                takenFrom is null ? FormattableString.Invariant($$"""{"version":{{known + 1}}}""") : FormattableString.Invariant($$"""{"version":{{known + 1}},"takenFrom":{{takenFrom}}}"""), cancellationToken);
            return (known + 1, config);
        },
        cancellationToken);

    /// <summary>Writes one section of what is wanted of this gateway alone, in a transaction of its cause; the other sections stay.</summary>
    /// <param name="transaction">The cause's own transaction.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="value">Its JSON; null leaves it to the templates, or to the gateway where they say nothing of it.</param>
    /// <param name="before">The version when it was read; 0 where nothing was wanted.</param>
    /// <param name="caller">Who wants it; the cause writes the audit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version and the whole configuration, or null where somebody has written meanwhile.</returns>
    internal async Task<(long Version, string Config)?> SetSectionAsync(
        DbTransaction transaction, RegisteredGateway gateway, string section, string value, long before, Caller caller, CancellationToken cancellationToken)
    {
        var (known, own, _) = await LockAsync(transaction, gateway, cancellationToken);
        if (known != before)
        {
            await ForgetAsync(transaction, gateway, cancellationToken);
            return null;
        }

        var catalog = await TemplateCatalog.LoadAsync(transaction.Command, cancellationToken);
        own = WithSection(own, section, value);
        var (config, origins) = await new TemplateSections().MergeAsync(transaction.Command, own, catalog.Of(gateway.Store), cancellationToken);
        await BaseAsync(transaction, gateway, catalog, cancellationToken);
        await WriteAsync(transaction, gateway.Id, new Written(known + 1, own, config, origins), section, null, caller.Id, cancellationToken);
        return (known + 1, config);
    }

    /// <summary>Makes a gateway's wanted configuration of what its templates say now. Where nothing of it changes there is no new version.</summary>
    /// <param name="transaction">Of a batch of gateways.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="catalog">The templates.</param>
    /// <param name="sections">Their sections.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The new version and the whole configuration, or null where there is none.</returns>
    internal async Task<(long Version, string Config)?> FollowAsync(
        DbTransaction transaction, RegisteredGateway gateway, TemplateCatalog catalog, TemplateSections sections, CancellationToken cancellationToken)
    {
        var (known, own, desired) = await LockAsync(transaction, gateway, cancellationToken);
        var before = await BaseAsync(transaction, gateway, catalog, cancellationToken);
        var basis = catalog.BasisOf(gateway.Store);
        if (before == basis)
        {
            await ForgetAsync(transaction, gateway, cancellationToken);
            return null;
        }

        var (config, origins) = await sections.MergeAsync(transaction.Command, own, catalog.Of(gateway.Store), cancellationToken);
        if (SectionTexts.AreSame(desired, config))
        {
            await transaction.Command("UPDATE gateway_twin SET origins = @origins WHERE gateway = @gateway", ("gateway", gateway.Id), ("origins", origins)).RunAsync(cancellationToken);
            await ForgetAsync(transaction, gateway, cancellationToken);
            return null;
        }

        await WriteAsync(
            transaction, gateway.Id, new Written(known + 1, own, config, origins), "template", null, sections.WhoOf(basis, before) ?? Caller.Headquarters.Id, cancellationToken);
        await audit.AddAsync(
            transaction, Caller.Headquarters, "gateway.configured", "gateway", gateway.Name, gateway.Store,
            FormattableString.Invariant($$"""{"version":{{known + 1}},"templates":"{{basis}}"}"""), cancellationToken);
        return (known + 1, config);
    }

    /// <summary>Notes what a gateway reported; a report that is there already costs no write.</summary>
    internal async Task ReportAsync(int gateway, ReportedDocument report, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(report.ToUtf8());
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            var known = await connection.Command("SELECT reported FROM gateway_twin WHERE gateway = @gateway", ("gateway", gateway))
                .ListAsync(r => r.Text(0), cancellationToken);
            if (known.Count == 0 || known[0] == text)
            {
                return;
            }
        }

        await database.WriteAsync(
            async transaction =>
            {
                (string, object?)[] values = [("gateway", gateway), ("version", report.Version), ("report", text), ("at", Now)];
                await transaction.Command("UPDATE gateway_twin_version SET reported = @report, reported_at = @at WHERE gateway = @gateway AND version = @version", values).RunAsync(cancellationToken);
                return await transaction.Command("UPDATE gateway_twin SET reported_version = @version, reported = @report, reported_at = @at WHERE gateway = @gateway", values).RunAsync(cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>What is wanted of a gateway and what it said of it; null where nothing was ever wanted.</summary>
    internal async Task<TwinView?> FindAsync(int gateway, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            "SELECT version, desired, desired_at, reported, reported_at, own, origins FROM gateway_twin WHERE gateway = @gateway", ("gateway", gateway)).ListAsync(
            r => new TwinView(
                r.GetInt64(0),
                JsonElement.Parse(r.GetString(1)),
                database.ReadTime(r, 2)!.Value,
                r.Text(3) is { } report ? ReportedDocument.Read(Encoding.UTF8.GetBytes(report)) : null,
                database.ReadTime(r, 4),
                JsonElement.Parse(r.GetString(5)),
                Origins(r.GetString(6))),
            cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>What a gateway said of one version; null where it said nothing of it.</summary>
    internal static async Task<ReportedDocument?> ReportOfAsync(MakeCommand command, int gateway, long version, CancellationToken cancellationToken) =>
        (await command("SELECT reported FROM gateway_twin_version WHERE gateway = @gateway AND version = @version", ("gateway", gateway), ("version", version))
            .ListAsync(r => r.Text(0), cancellationToken)).SingleOrDefault() is { } text ? ReportedDocument.Read(Encoding.UTF8.GetBytes(text)) : null;

    /// <summary>Which template each section is of.</summary>
    internal static IReadOnlyDictionary<string, string> Origins(string json) => JsonSerializer.Deserialize(json, GatewayJson.Default.DictionaryStringString)!;

    /// <summary>Every gateway that has not answered what is wanted now.</summary>
    internal async Task<IReadOnlyList<(int Gateway, long Version, string Config)>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command("SELECT gateway, version, desired FROM gateway_twin WHERE reported_version IS NULL OR reported_version <> version")
            .ListAsync(r => (r.GetInt32(0), r.GetInt64(1), r.GetString(2)), cancellationToken);
    }

    /// <summary>Locks what is wanted of a gateway until the transaction ends. Where nothing is yet there is a version 0 then, which must not stay.</summary>
    private async Task<(long Version, string Own, string Desired)> LockAsync(DbTransaction transaction, RegisteredGateway gateway, CancellationToken cancellationToken) => (await transaction.Command(
        """
        INSERT INTO gateway_twin (gateway, version, desired, desired_at) VALUES (@gateway, 0, '{}', @at)
        ON CONFLICT (gateway) DO UPDATE SET version = gateway_twin.version
        RETURNING version, own, desired
        """,
        ("gateway", gateway.Id), ("at", Now)).ListAsync(r => (r.GetInt64(0), r.GetString(1), r.GetString(2)), cancellationToken))[0];

    private static Task<int> ForgetAsync(DbTransaction transaction, RegisteredGateway gateway, CancellationToken cancellationToken) =>
        transaction.Command("DELETE FROM gateway_twin WHERE gateway = @gateway AND version = 0", ("gateway", gateway.Id)).RunAsync(cancellationToken);

    /// <summary>Notes what a gateway's configuration is made of.</summary>
    /// <returns>What it was made of before.</returns>
    private static async Task<string> BaseAsync(DbTransaction transaction, RegisteredGateway gateway, TemplateCatalog catalog, CancellationToken cancellationToken)
    {
        var basis = catalog.BasisOf(gateway.Store);
        var before = (await transaction.Command("SELECT basis FROM gateway_basis WHERE gateway = @gateway", ("gateway", gateway.Id)).ListAsync(r => r.GetString(0), cancellationToken)).SingleOrDefault() ?? "";
        if (before != basis)
        {
            await transaction.Command(
                "INSERT INTO gateway_basis (gateway, basis) VALUES (@gateway, @basis) ON CONFLICT (gateway) DO UPDATE SET basis = excluded.basis", ("gateway", gateway.Id), ("basis", basis))
                .RunAsync(cancellationToken);
        }

        return before;
    }

    private async Task WriteAsync(DbTransaction transaction, int gateway, Written written, string cause, long? takenFrom, string who, CancellationToken cancellationToken)
    {
        (string, object?)[] values =
        [
            ("gateway", gateway), ("version", written.Version), ("config", written.Config), ("at", Now), ("origins", written.Origins), ("own", written.Own), ("who", who), ("cause", cause),
            ("from", takenFrom),
        ];
        await transaction.Command(
            "UPDATE gateway_twin SET version = @version, desired = @config, desired_at = @at, own = @own, origins = @origins WHERE gateway = @gateway", values.AsSpan(0, 6)).RunAsync(cancellationToken);
        await transaction.Command(
            """
            INSERT INTO gateway_twin_version (gateway, version, desired, at, who, cause, taken_from, origins) VALUES (@gateway, @version, @config, @at, @who, @cause, @from, @origins)
            """,
            [.. values.AsSpan(0, 5), .. values.AsSpan(6)]).RunAsync(cancellationToken);
    }

    private static string WithSection(string config, string section, string value)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var (name, text) in SectionTexts.Read(config).Where(each => each.Key != section).Append(new(section, value)))
            {
                // As it came, so that what is shown, compared and applied is the same text.
                writer.WritePropertyName(name);
                writer.WriteRawValue(text);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private sealed record Written(long Version, string Own, string Config, string Origins);

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
