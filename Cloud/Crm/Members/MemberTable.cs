using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Members;

/// <summary>The members in the database.</summary>
/// <remarks>Every change takes the next version of the one line, whose row stays locked until the commit: who has read up to a version has all changes up to it.</remarks>
internal sealed class MemberTable(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>Takes the next version; the line's row is locked until the transaction ends.</summary>
    internal static async Task<long> NextVersionAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        (await transaction.Command("UPDATE member_line SET version = version + 1 WHERE id = 1 RETURNING version").ListAsync(r => r.GetInt64(0), cancellationToken))[0];

    /// <summary>Makes the line where there is none, and holds the key to it.</summary>
    /// <returns>False where the database was written with another key.</returns>
    internal Task<bool> BeginAsync(MemberKey key, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await transaction.Command(
                "UPDATE member_line SET line = @line, key_check = @check WHERE id = 1 AND line IS NULL",
                ("line", Guid.NewGuid().ToString("N")), ("check", key.Check)).RunAsync(cancellationToken);
            return (await transaction.Command("SELECT key_check FROM member_line WHERE id = 1").ListAsync(r => (byte[])r[0], cancellationToken))[0].AsSpan().SequenceEqual(key.Check);
        },
        cancellationToken);

    /// <summary>Creates a member, or replaces all that is known of one.</summary>
    /// <returns>Whether it was created; null where another member has the same phone or card number.</returns>
    internal async Task<bool?> SetAsync(string id, MemberBody body, MemberKey key, CancellationToken cancellationToken)
    {
        var contact = new MemberContact(body.Phone, body.Email, body.Card);
        try
        {
            return await database.WriteAsync<bool?>(
                async transaction =>
                {
                    var version = await NextVersionAsync(transaction, cancellationToken);
                    var created = await transaction.Command(
                        """
                        INSERT INTO member (id, code, generation, name, name_key, level, contact, phone_index, card_index, usual, notes, assigned_to, last_visit, gone, version, created_at, updated_at)
                        VALUES (@id, @code, 1, @name, @name_key, @level, @contact, @phone, @card, @usual, @notes, @assigned, @last_visit, @gone, @version, @now, @now)
                        ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, level = excluded.level, contact = excluded.contact,
                               phone_index = excluded.phone_index, card_index = excluded.card_index, usual = excluded.usual, notes = excluded.notes,
                               assigned_to = excluded.assigned_to, last_visit = coalesce(member.last_visit, excluded.last_visit), gone = excluded.gone,
                               version = excluded.version, updated_at = excluded.updated_at
                        RETURNING created_at = updated_at
                        """,
                        ("id", id), ("code", MemberCode.NewCode()), ("name", body.Name), ("name_key", NameKey(body.Name)), ("level", body.Level ?? ""),
                        ("contact", contact.IsEmpty ? null : key.Seal(JsonSerializer.SerializeToUtf8Bytes(contact, MembersJson.Default.MemberContact), id)),
                        ("phone", key.PhoneIndex(body.Phone)), ("card", key.CardIndex(body.Card)),
                        ("usual", JsonSerializer.Serialize([.. body.Usual ?? []], MembersJson.Default.MemberGoodsArray)),
                        ("notes", JsonSerializer.Serialize([.. body.Notes ?? []], MembersJson.Default.StringArray)),
                        ("assigned", body.AssignedTo), ("last_visit", body.LastVisit is { } visit ? database.ToTime(visit.ToUniversalTime()) : null),
                        ("gone", false), ("version", version), ("now", Now)).ListAsync(r => r.GetBoolean(0), cancellationToken);
                    return created[0];
                },
                cancellationToken);
        }
        catch (DbException exception) when (database.IsRefusal(exception))
        {
            return null;
        }
    }

    /// <summary>Removes all that is known of a member but the id, so that the stores can be told.</summary>
    /// <returns>False where there is no such member.</returns>
    internal Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var version = await NextVersionAsync(transaction, cancellationToken);
            return await transaction.Command(
                """
                UPDATE member SET name = '', name_key = '', level = '', contact = NULL, phone_index = NULL, card_index = NULL, usual = '[]', notes = '[]', assigned_to = NULL,
                       last_visit = NULL, gone = @gone, generation = generation + 1, version = @version, updated_at = @now
                WHERE id = @id AND NOT gone
                """,
                ("id", id), ("gone", true), ("version", version), ("now", Now)).RunAsync(cancellationToken) > 0;
        },
        cancellationToken);

    /// <summary>Gives a member another code and link; those before are worth nothing once the stores know.</summary>
    internal Task<bool> RenewAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var version = await NextVersionAsync(transaction, cancellationToken);
            return await transaction.Command(
                "UPDATE member SET code = @code, generation = generation + 1, version = @version, updated_at = @now WHERE id = @id AND NOT gone",
                ("id", id), ("code", MemberCode.NewCode()), ("version", version), ("now", Now)).RunAsync(cancellationToken) > 0;
        },
        cancellationToken);

    /// <summary>Gives the members whose visits are newer than what the stores know a new version; called now and then, so that a visit costs no event a lock.</summary>
    /// <remarks>A few at a time: what has one version goes to the stores in one message.</remarks>
    internal async Task<int> TellVisitsAsync(CancellationToken cancellationToken)
    {
        const string visited = "SELECT id FROM member WHERE last_visit > updated_at AND NOT gone LIMIT 20";
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            if ((await connection.Command(visited).ListAsync(r => 1, cancellationToken)).Count == 0)
            {
                return 0;
            }
        }

        return await database.WriteAsync(
            async transaction => await transaction.Command(
                $"UPDATE member SET version = @version, updated_at = @now WHERE id IN ({visited})",
                ("version", await NextVersionAsync(transaction, cancellationToken)), ("now", Now)).RunAsync(cancellationToken),
            cancellationToken);
    }

    /// <summary>What a name is sorted and searched by.</summary>
    internal static string NameKey(string name) => name.Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant();

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
