using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Outbox;

/// <summary>Which outbox files a version of the gateway works with, by the number of their schema.</summary>
/// <param name="From">The oldest schema that it opens, and brings up to <paramref name="To"/>.</param>
/// <param name="To">The schema that its files have.</param>
/// <param name="Back">The oldest schema whose program can still work with files of <paramref name="To"/>: what it takes to go one version back.</param>
public readonly record struct OutboxFormats(int From, int To, int Back)
{
    /// <summary>Of this program.</summary>
    public static OutboxFormats Mine => new(OutboxSchema.Oldest, OutboxSchema.Version, OutboxSchema.Back);

    /// <summary>Whether another version can take over a file of this one, and this one take it back.</summary>
    public bool CanGoToAndBack(OutboxFormats other) => other.From <= To && To <= other.To && other.Back <= To;
}
