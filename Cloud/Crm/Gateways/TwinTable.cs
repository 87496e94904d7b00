using System.Data.Common;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Gateways;

/// <summary>The wanted configuration of every gateway and what it reported, in the database. Every version that was ever wanted is kept (<see cref="TwinHistory"/>).</summary>
internal sealed class TwinTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    /// <summary>Writes what is wanted from now on.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="config">The whole configuration, JSON.</param>
    /// <param name="takenFrom">The version it was taken back from; null where it is new.</param>
    /// <param name="caller">Who wants it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its version.</returns>
    internal Task<long> SetAsync(RegisteredGateway gateway, string config, long? takenFrom, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var version = (await transaction.Command(
                """
                INSERT INTO gateway_twin (gateway, version, desired, desired_at) VALUES (@gateway, 1, @config, @at)
                ON CONFLICT (gateway) DO UPDATE SET version = gateway_twin.version + 1, desired = excluded.desired, desired_at = excluded.desired_at
                RETURNING version
                """,
                ("gateway", gateway.Id), ("config", config), ("at", Now)).ListAsync(r => r.GetInt64(0), cancellationToken))[0];
            await KeepAsync(transaction, gateway.Id, version, config, takenFrom is null ? "set" : "taken_back", takenFrom, caller, cancellationToken);
            await audit.AddAsync(
                transaction, caller, takenFrom is null ? "gateway.configured" : "gateway.configuration_taken_back", "gateway", gateway.Name, gateway.Store,
                takenFrom is null ? FormattableString.Invariant($$"""{"version":{{version}}}""") : FormattableString.Invariant($$"""{"version":{{version}},"takenFrom":{{takenFrom}}}"""), cancellationToken);
            return version;
        },
        cancellationToken);

    /// <summary>Writes one section of what is wanted, in a transaction of its cause; the other sections stay as they were read.</summary>
    /// <param name="transaction">The cause's own transaction.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="value">Its JSON.</param>
    /// <param name="before">What was wanted when it was read; null where nothing was.</param>
    /// <param name="caller">Who wants it; the cause writes the audit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version and the whole configuration, or null where somebody has written meanwhile.</returns>
    internal async Task<(long Version, string Config)?> SetSectionAsync(
        DbTransaction transaction, int gateway, string section, string value, TwinView? before, Caller caller, CancellationToken cancellationToken)
    {
        var config = WithSection(before?.Config, section, value);
        var version = (before?.Version ?? 0) + 1;
        var written = before is null
            ? await transaction.Command(
                "INSERT INTO gateway_twin (gateway, version, desired, desired_at) VALUES (@gateway, 1, @config, @at) ON CONFLICT (gateway) DO NOTHING",
                ("gateway", gateway), ("config", config), ("at", Now)).RunAsync(cancellationToken)
            : await transaction.Command(
                "UPDATE gateway_twin SET version = @version, desired = @config, desired_at = @at WHERE gateway = @gateway AND version = @before",
                ("gateway", gateway), ("version", version), ("config", config), ("at", Now), ("before", before.Version)).RunAsync(cancellationToken);
        if (written == 0)
        {
            return null;
        }

        await KeepAsync(transaction, gateway, version, config, section, null, caller, cancellationToken);
        return (version, config);
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
            "SELECT version, desired, desired_at, reported, reported_at FROM gateway_twin WHERE gateway = @gateway", ("gateway", gateway)).ListAsync(
            r => new TwinView(
                r.GetInt64(0),
                JsonElement.Parse(r.GetString(1)),
                database.ReadTime(r, 2)!.Value,
                r.Text(3) is { } report ? ReportedDocument.Read(Encoding.UTF8.GetBytes(report)) : null,
                database.ReadTime(r, 4)),
            cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Every gateway that has not answered what is wanted now.</summary>
    internal async Task<IReadOnlyList<(int Gateway, long Version, string Config)>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command("SELECT gateway, version, desired FROM gateway_twin WHERE reported_version IS NULL OR reported_version <> version")
            .ListAsync(r => (r.GetInt32(0), r.GetInt64(1), r.GetString(2)), cancellationToken);
    }

    private Task<int> KeepAsync(
        DbTransaction transaction, int gateway, long version, string config, string cause, long? takenFrom, Caller caller, CancellationToken cancellationToken) => transaction.Command(
        """
        INSERT INTO gateway_twin_version (gateway, version, desired, at, who, cause, taken_from) VALUES (@gateway, @version, @config, @at, @who, @cause, @from)
        """,
        ("gateway", gateway), ("version", version), ("config", config), ("at", Now), ("who", caller.Id), ("cause", cause), ("from", takenFrom)).RunAsync(cancellationToken);

    private static string WithSection(JsonElement? config, string section, string value)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var member in config?.EnumerateObject().Where(m => m.Name != section) ?? [])
            {
                member.WriteTo(writer);
            }

            // As it came, so that what is shown, compared and applied is the same text.
            writer.WritePropertyName(section);
            writer.WriteRawValue(value);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
