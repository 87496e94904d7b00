using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>One customer with all that belongs to the person, under whichever of the person's ids it was written.</summary>
internal sealed class CustomerDetails(HeadquartersDatabase database, CustomerBook book, MemberQueries members, TableNames tables)
{
    private const int MostNotes = 20;

    /// <summary>Everything of a customer but what is hidden; null where there is none.</summary>
    internal async Task<CustomerView?> FindAsync(string id, Caller caller, MemberKey? key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (await book.FindAsync(connection, CustomerKey.OfId(id), cancellationToken) is not { } customer)
        {
            return null;
        }

        var consents = await members.ConsentsAsync(customer, cancellationToken);
        var notes = await ListAsync(
            connection, $"SELECT id, at, {WhoName.Of("customer_note.who")}, text, customer FROM customer_note WHERE customer IN {CustomerBook.GroupSql} ORDER BY at DESC, id DESC LIMIT {MostNotes}", customer,
            r => new NoteView(r.GetString(0), Time(r, 1)!.Value, r.GetString(2), r.GetString(3), r.GetString(4)), cancellationToken);
        var tags = await ListAsync(connection, $"SELECT DISTINCT tag FROM customer_tag WHERE customer IN {CustomerBook.GroupSql} ORDER BY tag", customer, r => r.GetString(0), cancellationToken);
        var identities = await ListAsync(
            connection, $"SELECT source, sealed, customer, since FROM customer_identity WHERE customer IN {CustomerBook.GroupSql} ORDER BY since, source", customer,
            r => new IdentityView(
                r.GetString(0), key is null ? "****" : CustomerMasks.ExternalId(CustomerIntake.Said((byte[])r[1], key, r.GetString(0))?.ExternalId ?? ""), r.GetString(2), Time(r, 3)!.Value),
            cancellationToken);
        var merges = await ListAsync(
            connection,
            $"""
             SELECT e.id, e.keep, e.merged, m.name, e.at, {WhoName.Of("e.who")} FROM customer_merge e JOIN member m ON m.id = e.merged
             WHERE e.keep IN {CustomerBook.GroupSql} AND e.undone_at IS NULL AND NOT m.gone ORDER BY e.at DESC
             """,
            customer, r => new MergeView(r.GetString(0), r.GetString(1), r.GetString(2), CustomerMasks.Name(r.GetString(3), caller), Time(r, 4)!.Value, r.GetString(5)), cancellationToken);
        var others = await ListAsync(
            connection, "SELECT id, contact FROM member WHERE merged_into = @customer ORDER BY id", customer,
            r => (Id: r.GetString(0), Contact: CustomerMasks.Contact(MemberQueries.Contact(r, 1, r.GetString(0), key), caller)), cancellationToken);
        var figures = await FiguresAsync(connection, customer, cancellationToken);
        var joined = (await ListAsync(connection, $"SELECT min(joined_at) FROM member WHERE id IN {CustomerBook.GroupSql}", customer, r => Time(r, 0), cancellationToken))[0];
        return (await ListAsync(
            connection,
            "SELECT revision, name, level, contact, home_store, assigned_to, source, usual, notes, last_visit, created_at, updated_at FROM member WHERE id = @customer AND NOT gone",
            customer,
            r =>
            {
                var contact = CustomerMasks.Contact(MemberQueries.Contact(r, 3, customer, key), caller);
                return new CustomerView(
                    customer, r.GetInt64(0), CustomerMasks.Name(r.GetString(1), caller), r.GetString(2), contact?.HiddenPhone, contact?.HiddenEmail, contact?.HiddenCard, contact?.HiddenBirthday, joined,
                    r.Text(4), r.Text(5), r.GetString(6), JsonSerializer.Deserialize(r.GetString(7), MembersJson.Default.MemberGoodsArray)!,
                    JsonSerializer.Deserialize(r.GetString(8), MembersJson.Default.StringArray)!, tags, notes, identities, merges,
                    [.. others.Select(o => new OtherNumbers(o.Id, o.Contact?.HiddenPhone, o.Contact?.HiddenEmail, o.Contact?.HiddenCard))],
                    Later(Time(r, 9), figures.LastVisit), FaceOf(consents), consents, figures, Time(r, 10)!.Value, Time(r, 11)!.Value);
            },
            cancellationToken)) is [var view] ? view : null;
    }

    /// <summary>What a number of the database says of a face: the worst of what its gateways say.</summary>
    internal static FaceState Face(int worst) => worst switch { 3 => FaceState.Recalling, 2 => FaceState.Given, 1 => FaceState.Withdrawn, _ => FaceState.None };

    private static FaceState FaceOf(IReadOnlyList<ConsentView> consents) =>
        Face(consents.Select(c => c.State switch { ConsentState.Recalling => 3, ConsentState.Withdrawn => 1, _ => 2 }).DefaultIfEmpty().Max());

    private async Task<CustomerFigures> FiguresAsync(DbConnection connection, string customer, CancellationToken cancellationToken)
    {
        var (purchases, spent, bought) = !await tables.HasAsync("sale", cancellationToken) ? (0L, 0L, null) : (await ListAsync(
            connection, $"SELECT count(*), CAST(coalesce(sum(spend_fen), 0) AS bigint), max(CASE WHEN kind = 'sale' THEN at END), sum(CASE WHEN kind = 'sale' THEN 1 ELSE 0 END) FROM sale WHERE member IN {CustomerBook.GroupSql}",
            customer, r => (r.Number(3) ?? 0, r.GetInt64(1), Time(r, 2)), cancellationToken))[0];
        var points = !await tables.HasAsync("points_account", cancellationToken) ? null : (await ListAsync(
            connection, $"SELECT CAST(sum(balance) AS bigint) FROM points_account WHERE member IN {CustomerBook.GroupSql}", customer, r => r.Number(0), cancellationToken))[0];
        var (visits, visited) = !await tables.HasAsync("member_visit", cancellationToken) ? (0L, null) : (await ListAsync(
            connection, $"SELECT count(*), max(arrived_at) FROM member_visit WHERE member IN {CustomerBook.GroupSql}", customer, r => (r.GetInt64(0), Time(r, 1)), cancellationToken))[0];
        return new CustomerFigures(purchases, spent, bought, points, visits, visited);
    }

    private static Task<List<T>> ListAsync<T>(DbConnection connection, string sql, string customer, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        connection.Command(sql, ("customer", customer)).ListAsync(read, cancellationToken);

    private static DateTime? Later(DateTime? one, DateTime? other) => one is null || other > one ? other ?? one : one;

    private DateTime? Time(DbDataReader reader, int column) => database.ReadTime(reader, column);
}
