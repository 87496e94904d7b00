using System.Data.Common;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Takes a person's texts out of bodies that other areas keep: messages on their way, answers, events of sales, what could not be read.</summary>
/// <param name="database">The database.</param>
/// <param name="tables">Which tables there are.</param>
internal sealed class PersonalScrub(HeadquartersDatabase database, TableNames tables)
{
    private const string Erased = "erased";

    /// <summary>Takes them out of everything that is searched by text: bounded tables, read from end to end.</summary>
    /// <param name="transaction">The erasure.</param>
    /// <param name="texts">What names the person; a part of a text does.</param>
    /// <param name="ids">The person's ids; a whole text does.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<RemovedPart>> BodiesAsync(
        DbTransaction transaction, IReadOnlyList<string> texts, IReadOnlyList<string> ids, object now, CancellationToken cancellationToken)
    {
        var forms = Forms(texts);
        forms.AddRange(ids.Select(Quoted));
        var removed = new List<RemovedPart>();
        if (forms.Count == 0)
        {
            return removed;
        }

        var like = forms.Select((form, i) => ($"t{i}", (object?)$"%{form.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%")).ToArray();
        var isLike = string.Join(" OR ", like.Select(l => $@"body LIKE @{l.Item1} ESCAPE '\'"));
        Add(removed, "outgoing", "messages that named the person", await transaction.Command(
            $"""
             UPDATE outgoing SET key = 'erased/' || id, body = '{"{}"}', state = CASE WHEN state = 'waiting' THEN 'failed' ELSE state END, ended_at = coalesce(ended_at, @now), said = 'the person was erased'
             WHERE {isLike}
             """,
            [.. like, ("now", now)]).RunAsync(cancellationToken));
        if (await tables.HasAsync("sale_inbox", cancellationToken))
        {
            var waiting = await transaction.Command($"SELECT gateway, position, body FROM sale_inbox WHERE {isLike}", like)
                .ListAsync(r => (Gateway: r.GetInt32(0), Position: r.GetInt64(1), Body: r.GetString(2)), cancellationToken);
            foreach (var (gateway, position, body) in waiting)
            {
                await transaction.Command(
                    "UPDATE sale_inbox SET body = @body WHERE gateway = @gateway AND position = @position",
                    ("gateway", gateway), ("position", position), ("body", Json(body, forms, ids))).RunAsync(cancellationToken);
                await EventAsync(transaction, gateway, position, forms, ids, cancellationToken);
            }

            Add(removed, "sale_inbox", "the buyer's number in sales that wait", waiting.Count);
        }

        var bytes = forms.Select((form, i) => ($"b{i}", (object?)Encoding.UTF8.GetBytes(form))).ToArray();
        string Holds(string column) => string.Join(" OR ", bytes.Select(b => database.Provider == "sqlite" ? $"instr({column}, @{b.Item1}) > 0" : $"position(@{b.Item1} IN {column}) > 0"));
        Add(removed, "dead_letter", "messages that could not be read", await transaction.Command($"UPDATE dead_letter SET payload = @none WHERE {Holds("payload")}", [.. bytes, ("none", Array.Empty<byte>())]).RunAsync(cancellationToken));
        if (await tables.HasAsync("idempotent_answer", cancellationToken))
        {
            Add(removed, "idempotent_answer", "answers kept for repeated questions", await transaction.Command($"DELETE FROM idempotent_answer WHERE {Holds("body")}", bytes).RunAsync(cancellationToken));
        }

        return removed;
    }

    /// <summary>Takes them out of the events that told of the person's sales; each sale names its event.</summary>
    internal async Task<IReadOnlyList<RemovedPart>> SalesAsync(DbTransaction transaction, IReadOnlyList<string> customers, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (!await tables.HasAsync("sale", cancellationToken))
        {
            return [];
        }

        var removed = new List<RemovedPart>();
        var forms = Forms(texts);
        var (list, values) = SqlList.Of("id", customers);
        var events = 0;
        foreach (var evidence in await transaction.Command($"SELECT evidence FROM sale WHERE member IN {list} AND evidence LIKE 'event/%'", values).ListAsync(r => r.GetString(0), cancellationToken))
        {
            if (evidence.Split('/') is [_, var gateway, var position] && int.TryParse(gateway, out var number) && long.TryParse(position, out var at))
            {
                events += await EventAsync(transaction, number, at, forms, customers, cancellationToken);
            }
        }

        Add(removed, "event", "who the buyer was, in the events of sales", events);
        Add(removed, "sale", "how the till named the buyer; sums stay", await transaction.Command($"UPDATE sale SET claim = NULL, said = NULL WHERE member IN {list} AND (claim IS NOT NULL OR said IS NOT NULL)", values).RunAsync(cancellationToken));
        if (await tables.HasAsync("points_entry", cancellationToken))
        {
            Add(removed, "points_entry", "reasons that people wrote; points stay", await transaction.Command($"UPDATE points_entry SET why = NULL WHERE member IN {list} AND why IS NOT NULL", values).RunAsync(cancellationToken));
        }

        return removed;
    }

    /// <summary>Takes ids out of events.</summary>
    /// <returns>Out of how many.</returns>
    internal static async Task<int> EventsAsync(DbTransaction transaction, IReadOnlyList<(int Gateway, long Position)> events, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var cleaned = 0;
        foreach (var (gateway, position) in events)
        {
            cleaned += await EventAsync(transaction, gateway, position, [], ids, cancellationToken);
        }

        return cleaned;
    }

    private static async Task<int> EventAsync(
        DbTransaction transaction, int gateway, long position, IReadOnlyList<string> forms, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var bodies = await transaction.Command("SELECT body FROM event WHERE gateway = @gateway AND position = @position", ("gateway", gateway), ("position", position))
            .ListAsync(r => r.GetString(0), cancellationToken);
        return bodies is [var body] && Json(body, forms, ids) is var clean && clean != body
            ? await transaction.Command(
                "UPDATE event SET body = @body WHERE gateway = @gateway AND position = @position", ("gateway", gateway), ("position", position), ("body", clean)).RunAsync(cancellationToken)
            : 0;
    }

    /// <summary>A JSON text with every string that names the person taken out.</summary>
    private static string Json(string body, IReadOnlyList<string> forms, IReadOnlyList<string> ids)
    {
        if (!forms.Concat(ids.Select(Quoted)).Any(form => body.Contains(form, StringComparison.Ordinal)))
        {
            return body;
        }

        try
        {
            return Clean(JsonNode.Parse(body), forms, ids)?.ToJsonString() ?? "{}";
        }
        catch (JsonException)
        {
            return "{}";
        }
    }

    private static JsonNode? Clean(JsonNode? node, IReadOnlyList<string> forms, IReadOnlyList<string> ids)
    {
        switch (node)
        {
            case JsonObject properties:
                foreach (var (name, value) in properties.ToList())
                {
                    properties[name] = null;
                    properties[name] = Clean(value, forms, ids);
                }

                return properties;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    var item = items[i];
                    items[i] = null;
                    items[i] = Clean(item, forms, ids);
                }

                return items;
            case JsonValue value when ids.Contains(value.ToString()) || forms.Any(form => value.ToString().Contains(form, StringComparison.Ordinal)):
                return JsonValue.Create(Erased);
            default:
                return node;
        }
    }

    private static string Quoted(string id) => $"\"{JsonEncodedText.Encode(id)}\"";

    // JSON writes what is not ASCII either as it is or by number, as its writer likes.
    private static List<string> Forms(IReadOnlyList<string> texts) =>
        [.. texts.Where(t => t.Length > 1).SelectMany(t => new[] { t, JsonEncodedText.Encode(t).ToString() }).Distinct(StringComparer.Ordinal)];

    private static void Add(List<RemovedPart> removed, string where, string what, int rows)
    {
        if (rows > 0)
        {
            removed.Add(new RemovedPart(where, what, rows));
        }
    }
}
