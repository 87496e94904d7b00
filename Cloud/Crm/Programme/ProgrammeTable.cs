using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Programme;

/// <summary>The programme's versions. A version never changes, so that what was read once is kept.</summary>
internal sealed class ProgrammeTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    private static readonly ProgrammeVersion s_none = new(0, ProgrammeDocument.None);

    // Few: one for each time that somebody changed the rules.
    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, ProgrammeVersion> _versions = [];

    /// <summary>The version that holds now.</summary>
    internal async Task<ProgrammeVersion> CurrentAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        (await transaction.Command("SELECT CAST(max(version) AS bigint) FROM programme").ListAsync(r => r.Number(0), cancellationToken))[0] is { } newest
            ? await VersionAsync(transaction, (int)newest, cancellationToken)
            : s_none;

    /// <summary>A version.</summary>
    internal async Task<ProgrammeVersion> VersionAsync(DbTransaction transaction, int version, CancellationToken cancellationToken)
    {
        if (version == 0 || _versions.TryGetValue(version, out var known))
        {
            return version == 0 ? s_none : _versions[version];
        }

        var text = (await transaction.Command("SELECT document FROM programme WHERE version = @version", ("version", version)).ListAsync(r => r.GetString(0), cancellationToken))[0];
        known = new ProgrammeVersion(version, JsonSerializer.Deserialize(text, ProgrammeJson.Default.ProgrammeDocument)!);
        _versions.TryAdd(version, known);
        return known;
    }

    /// <summary>The version that holds now, as people see it.</summary>
    internal async Task<ProgrammeView> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command("SELECT version, document, at, who FROM programme ORDER BY version DESC LIMIT 1").ListAsync(
            r => new ProgrammeView(r.GetInt32(0), database.ReadTime(r, 2), r.GetString(3), JsonSerializer.Deserialize(r.GetString(1), ProgrammeJson.Default.ProgrammeDocument)!),
            cancellationToken);
        return rows.Count > 0 ? rows[0] : new ProgrammeView(0, null, null, ProgrammeDocument.None);
    }

    /// <summary>Sets other rules.</summary>
    /// <param name="programme">The rules, found good.</param>
    /// <param name="wanted">The version that they were made from.</param>
    /// <param name="caller">Who.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False where it is not the newest any more; nothing changed then.</returns>
    internal Task<bool> SetAsync(ProgrammeDocument programme, int wanted, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var set = await transaction.Command(
                """
                INSERT INTO programme (version, document, at, who) SELECT @next, @document, @now, @who
                WHERE coalesce((SELECT max(version) FROM programme), 0) = @wanted
                ON CONFLICT (version) DO NOTHING
                """,
                ("next", wanted + 1), ("document", JsonSerializer.Serialize(programme, ProgrammeJson.Default.ProgrammeDocument)),
                ("now", database.ToTime(clock.GetUtcNow().UtcDateTime)), ("who", caller.Name), ("wanted", wanted)).RunAsync(cancellationToken) > 0;
            if (set)
            {
                await Members.LineMark.RestartAsync(transaction, Members.MemberStores.Mark, cancellationToken);
                await audit.AddAsync(transaction, caller, "programme.changed", "programme", (wanted + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), null, null, cancellationToken);
            }

            return set;
        },
        cancellationToken);
}
