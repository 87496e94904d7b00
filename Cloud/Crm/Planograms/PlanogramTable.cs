using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Gateways;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Planograms;

/// <summary>Planograms as headquarters wants them. The gateway's twin holds the one that counts; here is who wanted which, and what became of it.</summary>
internal sealed class PlanogramTable(HeadquartersDatabase database, TwinTable twins, AuditTable audit, TimeProvider clock)
{
    /// <summary>The section of a gateway's configuration.</summary>
    internal const string Section = "planogram";

    private const int Latest = 50;

    /// <summary>A gateway's planogram.</summary>
    internal async Task<PlanogramView> FindAsync(RegisteredGateway gateway, CancellationToken cancellationToken)
    {
        var plates = await PlatesAsync(gateway, cancellationToken);
        if (await twins.FindAsync(gateway.Id, cancellationToken) is not { } twin)
        {
            return new PlanogramView(gateway.Store, gateway.Name, "0", null, PlanogramState.Pending, [], null, null, null, plates);
        }

        var row = await NewestAsync(gateway, cancellationToken);
        var (planogram, text) = SectionOf(twin.Config);
        if (row is null || row.Text != text)
        {
            // It came with the whole configuration, or was taken back with it.
            row = text is null ? null : new Row(twin.Version, text, twin.DesiredAt, null);
        }

        var (state, said) = row is null ? (PlanogramState.Pending, []) : Became(twin, row.Version, await SaidOfAsync(gateway, row.Version, cancellationToken));
        return new PlanogramView(
            gateway.Store, gateway.Name, twin.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), planogram, state, said, row?.At, row?.Who,
            twin.Reported is { } report && row is not null && report.Version >= row.Version ? twin.ReportedAt : null, plates);
    }

    /// <summary>Wants a planogram of a gateway.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="planogram">The document; null takes it back.</param>
    /// <param name="wanted">The version its editor holds; null for any.</param>
    /// <param name="caller">Who.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the gateway is to be told, or null where somebody changed it meanwhile.</returns>
    internal async Task<(long Version, string Config)?> SetAsync(RegisteredGateway gateway, string? planogram, long? wanted, Caller caller, CancellationToken cancellationToken)
    {
        var before = await twins.FindAsync(gateway.Id, cancellationToken);
        if (wanted is { } version && version != (before?.Version ?? 0))
        {
            return null;
        }

        return await database.WriteAsync(
            async transaction =>
            {
                if (await twins.SetSectionAsync(transaction, gateway, Section, planogram ?? "null", before?.Version ?? 0, caller, cancellationToken) is not { } set)
                {
                    return ((long, string)?)null;
                }

                if (before is not null)
                {
                    await KeepAsync(transaction, gateway, before, cancellationToken);
                }

                await transaction.Command(
                    "INSERT INTO planogram (store, gateway, version, planogram, at, who) VALUES (@store, @gateway, @version, @text, @now, @who)",
                    ("store", gateway.Store), ("gateway", gateway.Name), ("version", set.Version), ("text", planogram), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime)), ("who", caller.Name))
                    .RunAsync(cancellationToken);
                await audit.AddAsync(
                    transaction, caller, planogram is null ? "planogram.taken_back" : "planogram.set", "planogram", gateway.Name, gateway.Store,
                    FormattableString.Invariant($$"""{"version":{{set.Version}}}"""), cancellationToken);
                return set;
            },
            cancellationToken);
    }

    /// <summary>The latest planograms of a gateway, newest first.</summary>
    internal async Task<IReadOnlyList<PlanogramVersion>> VersionsAsync(RegisteredGateway gateway, CancellationToken cancellationToken)
    {
        var twin = await twins.FindAsync(gateway.Id, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            $"SELECT version, at, who, applied, said, planogram FROM planogram WHERE store = @store AND gateway = @gateway ORDER BY version DESC LIMIT {Latest}",
            ("store", gateway.Store), ("gateway", gateway.Name)).ListAsync(
            r => new PlanogramVersion(
                r.GetInt64(0), database.ReadTime(r, 1)!.Value, r.GetString(2), Enum.Parse<PlanogramState>(r.GetString(3), ignoreCase: true),
                JsonSerializer.Deserialize(r.GetString(4), PlanogramsJson.Default.PlanogramSaidArray)!, r.Text(5) is { } text ? Parse(text) : null),
            cancellationToken);
        if (found.Count == 0 || twin is null)
        {
            return found;
        }

        var (state, said) = Became(twin, found[0].Version, await SaidOfAsync(gateway, found[0].Version, cancellationToken));
        return [found[0] with { Applied = state, Said = said }, .. found.Skip(1)];
    }

    /// <summary>Those of some SKUs that are products.</summary>
    internal async Task<IReadOnlySet<string>> ProductsAsync(IEnumerable<string> skus, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        await using var connection = await database.OpenAsync(cancellationToken);
        foreach (var chunk in skus.Chunk(50))
        {
            var names = Enumerable.Range(0, 50).Select(i => (Name: $"s{i}", Value: (object?)chunk[Math.Min(i, chunk.Length - 1)])).ToArray();
            found.UnionWith(await connection.Command($"SELECT sku FROM product WHERE sku IN ({string.Join(", ", names.Select(n => '@' + n.Name))})", names).ListAsync(r => r.GetString(0), cancellationToken));
        }

        return found;
    }

    /// <summary>What a gateway has said of the planogram that is wanted since a version of its twin.</summary>
    /// <param name="twin">What is wanted now, and what the gateway said last.</param>
    /// <param name="since">The version that brought the planogram.</param>
    /// <param name="first">What the gateway said of that version; null where it said nothing of it.</param>
    internal static (PlanogramState State, IReadOnlyList<PlanogramSaid> Said) Became(TwinView twin, long since, ReportedDocument? first)
    {
        var last = twin.Reported is { } reported && reported.Version >= since ? reported : null;
        if ((last?.Status == ReportedDocument.Applied ? last : first ?? last) is not { } report)
        {
            return (PlanogramState.Pending, []);
        }

        if (report.Status == ReportedDocument.Applied)
        {
            return (PlanogramState.Applied, []);
        }

        const string root = $"config.{Section}";
        var own = report.Errors.Where(e => e.Path == root || e.Path.StartsWith(root + ".", StringComparison.Ordinal)).ToArray();

        // A configuration is in force whole or not at all. Of one that came later, and was wrong elsewhere, it follows nothing.
        if (own.Length == 0 && report.Version > since)
        {
            return (PlanogramState.Pending, []);
        }

        return (
            report.Status == ReportedDocument.RolledBack ? PlanogramState.RolledBack : PlanogramState.Refused,
            [.. (own.Length > 0 ? own : report.Errors).Select(e => new PlanogramSaid(e.Path.StartsWith(root + ".", StringComparison.Ordinal) ? e.Path[(root.Length + 1)..] : e.Path, e.Message))]);
    }

    private static (JsonElement? Planogram, string? Text) SectionOf(JsonElement config) =>
        config.TryGetProperty(Section, out var section) && section.ValueKind == JsonValueKind.Object ? (section, section.GetRawText()) : (null, null);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });
        return document.RootElement.Clone();
    }

    /// <summary>Notes what became of the planogram that was wanted so far, before another one is.</summary>
    private static async Task KeepAsync(DbTransaction transaction, RegisteredGateway gateway, TwinView twin, CancellationToken cancellationToken)
    {
        var versions = await transaction.Command(
            "SELECT version FROM planogram WHERE store = @store AND gateway = @gateway ORDER BY version DESC LIMIT 1", ("store", gateway.Store), ("gateway", gateway.Name))
            .ListAsync(r => r.GetInt64(0), cancellationToken);
        foreach (var version in versions)
        {
            var (state, said) = Became(twin, version, await TwinTable.ReportOfAsync(transaction.Command, gateway.Id, version, cancellationToken));
            await transaction.Command(
                "UPDATE planogram SET applied = @applied, said = @said WHERE store = @store AND gateway = @gateway AND version = @version",
                ("applied", state.ToString().ToLowerInvariant()), ("said", JsonSerializer.Serialize([.. said], PlanogramsJson.Default.PlanogramSaidArray)), ("store", gateway.Store),
                ("gateway", gateway.Name), ("version", version)).RunAsync(cancellationToken);
        }
    }

    private async Task<ReportedDocument?> SaidOfAsync(RegisteredGateway gateway, long version, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await TwinTable.ReportOfAsync(connection.Command, gateway.Id, version, cancellationToken);
    }

    private async Task<Row?> NewestAsync(RegisteredGateway gateway, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            "SELECT version, planogram, at, who FROM planogram WHERE store = @store AND gateway = @gateway ORDER BY version DESC LIMIT 1", ("store", gateway.Store), ("gateway", gateway.Name))
            .ListAsync(r => new Row(r.GetInt64(0), r.Text(1), database.ReadTime(r, 2)!.Value, r.GetString(3)), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>The plates that a gateway has told of: its devices, and the names its events use.</summary>
    internal async Task<IReadOnlyList<string>> PlatesAsync(RegisteredGateway gateway, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            """
            SELECT device FROM device_state WHERE gateway = @id AND kind = 'plate'
            UNION SELECT plate FROM stock_plate WHERE store = @store AND gateway = @id ORDER BY 1
            """,
            ("id", gateway.Id), ("store", gateway.Store)).ListAsync(r => r.GetString(0), cancellationToken);
    }

    private sealed record Row(long Version, string? Text, DateTime At, string? Who);
}
