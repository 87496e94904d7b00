using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>What customers agreed to be written, called or studied for. A change is a row, never altered; the latest of a purpose and channel holds, a withdrawal where two are of one moment.</summary>
internal sealed class MarketingConsents(HeadquartersDatabase database, CustomerBook book, AuditTable audit, TimeProvider clock)
{
    private static readonly string[] s_purposes = ["marketing", "profiling", "survey"];
    private static readonly string[] s_channels = ["sms", "email", "phone", "wechat", "post", "any"];

    /// <summary>Every mistake in one text, or null.</summary>
    internal static string? Mistakes(ConsentBody body) => CustomerRules.Join(
    [
        s_purposes.Contains(body.Purpose) ? null : $"purpose is '{body.Purpose}'; expected one of {string.Join(", ", s_purposes)}",
        s_channels.Contains(body.Channel) ? null : $"channel is '{body.Channel}'; expected one of {string.Join(", ", s_channels)}",
        CustomerRules.Text("textVersion", body.TextVersion, 1, 64, true),
        CustomerRules.Text("language", body.Language, 2, 16, true),
    ]);

    /// <summary>Writes down a change; one that changes nothing is not written twice.</summary>
    /// <returns>False where there is no such customer.</returns>
    internal Task<bool> SetAsync(string id, ConsentBody body, Caller caller, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await book.FindAsync(transaction, CustomerKey.OfId(id), cancellationToken) is not { } customer)
            {
                return false;
            }

            // Counting the revision first locks the row: two changes at once are told one after the other.
            await CustomerTable.TouchAsync(transaction, customer, cancellationToken);
            var now = Current(await HistoryAsync(transaction.Connection!, transaction, customer, cancellationToken)).FirstOrDefault(c => c.Purpose == body.Purpose && c.Channel == body.Channel);
            if (now is not null && now.Given == body.Given && now.TextVersion == body.TextVersion && now.Language == body.Language)
            {
                return true;
            }

            await WriteAsync(transaction, customer, body, caller.Id, "staff", cancellationToken);
            await audit.AddAsync(
                transaction, caller, body.Given ? "customer.consented" : "customer.consent-withdrawn", "customer", customer, null, $$"""{"purpose":"{{body.Purpose}}","channel":"{{body.Channel}}"}""", cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Writes down one change.</summary>
    internal async Task WriteAsync(DbTransaction transaction, string customer, ConsentBody body, string who, string source, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        await transaction.Command(
            """
            INSERT INTO customer_consent (id, customer, purpose, channel, given, text_version, language, at, who, source)
            VALUES (@id, @customer, @purpose, @channel, @given, @text, @language, @at, @who, @source)
            """,
            ("id", Guid.CreateVersion7(at).ToString()), ("customer", customer), ("purpose", body.Purpose), ("channel", body.Channel), ("given", body.Given), ("text", body.TextVersion),
            ("language", body.Language), ("at", database.ToTime(at.UtcDateTime)), ("who", who), ("source", source)).RunAsync(cancellationToken);
    }

    /// <summary>Every change of a person's, newest first; at most 500.</summary>
    internal async Task<IReadOnlyList<MarketingConsentView>> HistoryAsync(DbConnection connection, DbTransaction? transaction, string customer, CancellationToken cancellationToken)
    {
        var command = connection.Command(
            $"SELECT purpose, channel, given, text_version, language, at, who, source FROM customer_consent WHERE customer IN {CustomerBook.GroupSql} ORDER BY at DESC, given, id DESC LIMIT 500",
            ("customer", customer));
        command.Transaction = transaction;
        return await command.ListAsync(
            r => new MarketingConsentView(r.GetString(0), r.GetString(1), r.GetBoolean(2), r.GetString(3), r.GetString(4), database.ReadTime(r, 5)!.Value, r.GetString(6), r.GetString(7)),
            cancellationToken);
    }

    /// <summary>What holds now.</summary>
    internal static IReadOnlyList<MarketingConsentView> Current(IReadOnlyList<MarketingConsentView> history) => [.. history.DistinctBy(c => (c.Purpose, c.Channel))];
}
