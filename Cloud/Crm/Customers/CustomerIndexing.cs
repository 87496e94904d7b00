using System.Data.Common;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Makes the indexes that rows of earlier versions have none of: of e-mail addresses, which need the key, and of parts of names. Done once, in bounded transactions.</summary>
internal sealed class CustomerIndexing(HeadquartersDatabase database, TimeProvider clock)
{
    private const int MostAtOnce = 200;

    /// <summary>Makes what is missing.</summary>
    internal async Task CatchUpAsync(MemberKey key, CancellationToken cancellationToken)
    {
        while (await database.WriteAsync(transaction => SomeAsync(transaction, key, cancellationToken), cancellationToken) == MostAtOnce)
        {
        }
    }

    private async Task<int> SomeAsync(DbTransaction transaction, MemberKey key, CancellationToken cancellationToken)
    {
        // The line's lock: two nodes that start at once do not index the same rows.
        await transaction.Command("UPDATE member_line SET version = version WHERE id = 1").RunAsync(cancellationToken);
        var rows = await transaction.Command("SELECT id, name_key, contact FROM member WHERE indexed = 0 ORDER BY id LIMIT @most", ("most", MostAtOnce))
            .ListAsync(r => (Id: r.GetString(0), Name: r.GetString(1), Email: key.EmailIndex(MemberQueries.Contact(r, 2, r.GetString(0), key)?.Email)), cancellationToken);
        foreach (var (id, name, email) in rows)
        {
            var holders = email is null ? [] : await transaction.Command("SELECT id FROM member WHERE email_index = @email", ("email", email)).ListAsync(r => r.GetString(0), cancellationToken);
            if (holders is [var holder])
            {
                await CustomerMatching.SuggestAsync(transaction, holder, id, "email", database.ToTime(clock.GetUtcNow().UtcDateTime), cancellationToken);
            }

            await transaction.Command(
                "UPDATE member SET indexed = 1, email_index = @email WHERE id = @id", ("id", id), ("email", holders.Count > 0 ? null : email)).RunAsync(cancellationToken);
            if (name.Length > 0)
            {
                await CustomerTable.NamePartsAsync(transaction, id, name, cancellationToken);
            }
        }

        return rows.Count;
    }
}
