namespace Cloud.Crm.Access;

/// <summary>Who did something, as people know them.</summary>
internal static class WhoName
{
    /// <summary>SQL for the name of the account or token that a column has the id of; what stands there itself, such as a till or a rule, where it is neither.</summary>
    internal static string Of(string column) =>
        $"coalesce((SELECT who_account.name FROM account who_account WHERE who_account.id = {column}), (SELECT who_token.name FROM access_token who_token WHERE who_token.id = {column}), {column})";
}
