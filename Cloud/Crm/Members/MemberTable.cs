using System.Data.Common;
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

    /// <summary>Takes several versions at once, for changes that need not go to the stores in one message.</summary>
    /// <returns>The first of them.</returns>
    internal static async Task<long> TakeVersionsAsync(DbTransaction transaction, int count, CancellationToken cancellationToken) =>
        (await transaction.Command("UPDATE member_line SET version = version + @count WHERE id = 1 RETURNING version", ("count", (long)count))
            .ListAsync(r => r.GetInt64(0), cancellationToken))[0] - count + 1;

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

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);
}
