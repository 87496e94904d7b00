using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>What a number rests on, as it stands in a column: <c>event/GATEWAY NUMBER/POSITION</c>, or a kind and an id.</summary>
internal static class Evidence
{
    /// <summary>Reads a column. An event's gateway is still its number; <see cref="GatewayNames"/> gives the name.</summary>
    internal static EvidenceView Of(string text)
    {
        var parts = text.Split('/', 3);
        return parts is ["event", var gateway, var position] && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new EvidenceView("event", null, gateway, at)
            : new EvidenceView(parts[0], parts.Length > 1 ? text[(parts[0].Length + 1)..] : "", null, null);
    }
}

/// <summary>The names of gateways, read once for the rows of an answer.</summary>
internal sealed class GatewayNames(DbConnection connection)
{
    private Dictionary<string, string>? _names;

    /// <summary>Moves whose events are those of named gateways.</summary>
    internal async Task<List<MoveView>> NamedAsync(IReadOnlyList<MoveView> moves, CancellationToken cancellationToken)
    {
        await ReadAsync(moves.Any(move => move.Evidence.Gateway is not null), cancellationToken);
        return [.. moves.Select(move => move with { Evidence = Named(move.Evidence) })];
    }

    /// <summary>Alarms whose events are those of named gateways.</summary>
    internal async Task<List<AlarmView>> NamedAsync(IReadOnlyList<AlarmView> alarms, CancellationToken cancellationToken)
    {
        await ReadAsync(alarms.Any(alarm => alarm.Evidence.Gateway is not null), cancellationToken);
        return [.. alarms.Select(alarm => alarm with { Evidence = Named(alarm.Evidence) })];
    }

    /// <summary>The same with the gateway's name; needs that names were read.</summary>
    internal EvidenceView Named(EvidenceView evidence) =>
        evidence.Gateway is { } number ? evidence with { Gateway = _names?.GetValueOrDefault(number) ?? number } : evidence;

    /// <summary>Reads the names, where they are needed.</summary>
    internal async Task ReadAsync(bool needed, CancellationToken cancellationToken)
    {
        if (needed)
        {
            _names ??= (await connection.Command("SELECT id, gateway FROM gateway").ListAsync(
                r => (Number: Convert.ToString(r[0], CultureInfo.InvariantCulture)!, Name: r.GetString(1)), cancellationToken)).ToDictionary(g => g.Number, g => g.Name, StringComparer.Ordinal);
        }
    }
}
