namespace Cloud.Crm.Members;

/// <summary>The persons whom some members are, with all their rows.</summary>
internal static class PersonSql
{
    /// <summary>One statement, so that it is of one moment: who is merged or set free between two would be a person without rows, or rows without a person.</summary>
    /// <param name="columns">What is asked of each row, after the id that stands for the person.</param>
    /// <param name="wanted">Which members, as a condition on their own rows.</param>
    internal static string Rows(string columns, string wanted) =>
        $"""
         WITH roots AS (SELECT DISTINCT coalesce(merged_into, id) AS root FROM member WHERE {wanted})
         SELECT root, {columns} FROM roots JOIN member ON id = root UNION ALL SELECT root, {columns} FROM roots JOIN member ON merged_into = root
         """;
}
