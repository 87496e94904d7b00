using Npgsql;
using NpgsqlTypes;

namespace Cloud.Crm.Storage;

/// <summary>Adds statements with positional parameters to a batch.</summary>
internal static class PostgresBatches
{
    internal static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in parameters)
        {
            // An array of nullable moments hides from Npgsql that they are UTC.
            command.Parameters.Add(value is DateTime?[]
                ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz }
                : new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
