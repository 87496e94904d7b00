using System.Data.Common;
using Cloud.Crm.Effects;
using Cloud.Crm.Storage;
using Npgsql;

namespace Cloud.Crm.Stock;

/// <summary>Runs statements over many rows in a transaction of either database: once over arrays in PostgreSQL, once a row in SQLite.</summary>
internal static class StockSql
{
    /// <summary>Writes; the statements run in order, those without rows not at all.</summary>
    internal static async Task RunAsync(DbTransaction transaction, IEnumerable<EffectStatement> statements, CancellationToken cancellationToken)
    {
        if (transaction is NpgsqlTransaction { Connection: { } connection } postgres)
        {
            await using var batch = new NpgsqlBatch(connection, postgres);
            foreach (var statement in statements.Where(s => s.Count > 0))
            {
                batch.Add(statement.Postgres, [.. statement.Columns]);
            }

            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }

            return;
        }

        foreach (var statement in statements.Where(s => s.Count > 0))
        {
            await using var command = Make(transaction, statement);
            for (var row = 0; row < statement.Count; row++)
            {
                Set(command, statement, row);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    /// <summary>Reads what one statement gives for all its rows.</summary>
    internal static async Task<List<T>> ListAsync<T>(DbTransaction transaction, EffectStatement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        if (statement.Count == 0)
        {
            return found;
        }

        if (transaction is NpgsqlTransaction { Connection: { } connection } postgres)
        {
            await using var batch = new NpgsqlBatch(connection, postgres);
            batch.Add(statement.Postgres, [.. statement.Columns]);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(read(reader));
            }

            return found;
        }

        await using var command = Make(transaction, statement);
        for (var row = 0; row < statement.Count; row++)
        {
            Set(command, statement, row);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(read(reader));
            }
        }

        return found;
    }

    /// <summary>At the end of a SELECT: lock its rows; empty where there is one writer anyway.</summary>
    internal static string ForUpdate(DbTransaction transaction) => transaction is NpgsqlTransaction ? "FOR UPDATE" : "";

    /// <summary>A moment from a column, UTC; null where the column is.</summary>
    internal static DateTime? Time(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader is NpgsqlDataReader ? reader.GetDateTime(column) : SqliteTime.Read(reader.GetInt64(column));

    /// <summary>A moment in whole milliseconds, as both databases can keep it.</summary>
    internal static DateTime ToMilliseconds(DateTime utc) => new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);

    private static DbCommand Make(DbTransaction transaction, EffectStatement statement)
    {
        var command = transaction.Command(statement.Sqlite);
        for (var i = 1; i <= statement.Columns.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Set(DbCommand command, EffectStatement statement, int row)
    {
        for (var column = 0; column < statement.Columns.Count; column++)
        {
            command.Parameters[column].Value = statement.Columns[column].GetValue(row) switch
            {
                null => DBNull.Value,
                DateTime time => SqliteTime.Of(time),
                var value => value,
            };
        }
    }
}
