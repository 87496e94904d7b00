namespace Cloud.Crm.Effects;

/// <summary>
/// A statement over many rows, in the transaction that stores their events. PostgreSQL runs it once, <c>$1</c> and on being arrays for <c>unnest</c>; SQLite runs it
/// once a row, <c>@p1</c> and on being that row's values. Rows stand in key order, so that two transactions never lock crosswise.
/// </summary>
/// <param name="Postgres">For PostgreSQL.</param>
/// <param name="Sqlite">For SQLite; the same text each time, for it is prepared once.</param>
/// <param name="Columns">The columns, all of one length: string, long, int, bool, DateTime (UTC), byte[] or nullable ones of these.</param>
internal sealed record EffectStatement(string Postgres, string Sqlite, params IReadOnlyList<Array> Columns)
{
    /// <summary>How many rows there are.</summary>
    internal int Count => Columns[0].Length;
}
