namespace Cloud.Crm.Storage;

/// <summary>Which tables there are. Areas that tell of others' rows ask here, so that each can be left out of a headquarters or come with a later schema.</summary>
internal sealed class TableNames(HeadquartersDatabase database)
{
    private HashSet<string>? _all;

    /// <summary>Whether there is a table; read once, for the schema does not change while the program runs.</summary>
    internal async ValueTask<bool> HasAsync(string table, CancellationToken cancellationToken)
    {
        if (_all is null)
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            _all = [.. await connection.Command(database.Provider == "sqlite" ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
                .ListAsync(r => r.GetString(0), cancellationToken)];
        }

        return _all.Contains(table);
    }
}
