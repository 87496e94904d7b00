namespace Cloud.Crm.Stock;

/// <summary>A count of some goods at a place that is no plate.</summary>
/// <param name="At">When.</param>
/// <param name="Id">Its row.</param>
/// <param name="Session">The counting session, or null.</param>
/// <param name="Counted">How many, in the product's unit.</param>
internal readonly record struct CountPart(DateTime At, string Id, string? Session, long Counted);

/// <summary>Puts counts together: people who count at one place at one time, each in a session of their own, make one count.</summary>
internal static class CountParts
{
    /// <summary>How long after the first session's count those of other sessions are parts of the same.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    /// <summary>The latest count of a place: its first part's moment and the sum of its parts, whatever the order in which they came to be known.</summary>
    internal static (DateTime At, long Counted) Latest(IEnumerable<CountPart> parts)
    {
        var sessions = new HashSet<string>(StringComparer.Ordinal);
        var (at, counted) = (DateTime.MinValue, 0L);
        foreach (var part in parts.OrderBy(part => part.At).ThenBy(part => part.Id, StringComparer.Ordinal))
        {
            if (part.Session is null || part.At - at > Window || sessions.Count == 0 || !sessions.Add(part.Session))
            {
                (at, counted) = (part.At, 0);
                sessions.Clear();
                if (part.Session is not null)
                {
                    sessions.Add(part.Session);
                }
            }

            counted += part.Counted;
        }

        return (at, counted);
    }
}
