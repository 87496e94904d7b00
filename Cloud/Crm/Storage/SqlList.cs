using System.Globalization;

namespace Cloud.Crm.Storage;

/// <summary>A list of values in a statement that both databases take: <c>IN</c> with a parameter each. For lists of at most a few hundred.</summary>
internal static class SqlList
{
    /// <summary>The parenthesis and its parameters; an empty list is one that nothing is in.</summary>
    internal static (string Sql, (string, object?)[] Parameters) Of<T>(string name, IReadOnlyCollection<T> values)
    {
        if (values.Count == 0)
        {
            return ("(NULL)", []);
        }

        var parameters = values.Select((value, i) => (string.Create(CultureInfo.InvariantCulture, $"{name}{i}"), (object?)value)).ToArray();
        return ($"({string.Join(',', parameters.Select(p => "@" + p.Item1))})", parameters);
    }
}
