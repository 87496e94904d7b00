using System.Data.Common;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Who somebody is.</summary>
internal sealed class CustomerBook(MemberKeyring keys)
{
    /// <summary>The ids of everybody who was merged into a person, the person's own among them; <c>@customer</c> is the one who stands for them.</summary>
    internal const string GroupSql = "(SELECT id FROM member WHERE id = @customer OR merged_into = @customer)";

    /// <summary>The customer a key is of, merges followed: the id of the one who stands for the person.</summary>
    /// <returns>Null where nobody is known by it, the text cannot be such a key, or headquarters has no key to look with.</returns>
    internal Task<string?> FindAsync(DbConnection connection, CustomerKey key, CancellationToken cancellationToken) =>
        Wanted(key) is var (column, value) && value is not null ? FirstAsync(connection.Command(Sql(column), ("value", value)), cancellationToken) : Task.FromResult<string?>(null);

    /// <inheritdoc cref="FindAsync(DbConnection, CustomerKey, CancellationToken)"/>
    internal Task<string?> FindAsync(DbTransaction transaction, CustomerKey key, CancellationToken cancellationToken) =>
        Wanted(key) is var (column, value) && value is not null ? FirstAsync(transaction.Command(Sql(column), ("value", value)), cancellationToken) : Task.FromResult<string?>(null);

    private (string Column, object? Value) Wanted(CustomerKey key) => key.Kind switch
    {
        CustomerKeyKind.Id => ("id", key.Text),
        CustomerKeyKind.Phone => ("phone_index", keys.Key?.PhoneIndex(key.Text)),
        CustomerKeyKind.Email => ("email_index", keys.Key?.EmailIndex(key.Text)),
        _ => ("card_index", keys.Key?.CardIndex(key.Text)),
    };

    private static string Sql(string column) => $"SELECT coalesce(merged_into, id) FROM member WHERE {column} = @value AND NOT gone";

    private static async Task<string?> FirstAsync(DbCommand command, CancellationToken cancellationToken) =>
        await command.ListAsync(r => r.GetString(0), cancellationToken) is [var id] ? id : null;
}
