namespace Cloud.Crm.Programme;

/// <summary>A customer's points while they are changed: lots with what remains of them, and the entries that the changes make. Pure; the row of the account is locked meanwhile.</summary>
/// <remarks>
/// At any moment the balance is the sum of all entries and the sum of what remains of the lots, and never negative. What a return should take back and cannot is owed:
/// no entry, but the next points that are earned go there first.
/// </remarks>
internal sealed class PointsLedger
{
    private readonly List<PointsLot> _lots;
    private readonly long _owedBefore;

    /// <param name="member">The customer.</param>
    /// <param name="balance">The balance.</param>
    /// <param name="owed">What is owed.</param>
    /// <param name="lots">The lots of which something remains, where anything is to be taken from them.</param>
    internal PointsLedger(string member, long balance, long owed, IEnumerable<PointsLot> lots)
    {
        (Member, Balance, Owed, _owedBefore) = (member, balance, owed, owed);
        _lots = [.. lots];
    }

    internal string Member { get; }

    /// <summary>0 or more.</summary>
    internal long Balance { get; private set; }

    /// <summary>0 or more.</summary>
    internal long Owed { get; private set; }

    /// <summary>The lots, in the order in which they are burnt: nearest expiry first, then oldest; those that never expire last.</summary>
    internal IReadOnlyList<PointsLot> Lots => [.. _lots.Where(lot => lot.Remaining > 0).OrderBy(lot => lot.ExpiresAt ?? DateTime.MaxValue).ThenBy(lot => lot.At).ThenBy(lot => lot.Id, StringComparer.Ordinal)];

    /// <summary>Whether anything is to be written.</summary>
    internal bool IsChanged => Entries.Count > 0 || Owed != _owedBefore;

    /// <summary>The entries that came about, in their order.</summary>
    internal List<PointsEntry> Entries { get; } = [];

    /// <summary>The lots of before whose rest changed.</summary>
    internal IEnumerable<PointsLot> Changed => _lots.Where(lot => lot.IsChanged && !lot.IsNew);

    /// <summary>What remains of a lot that came about here.</summary>
    internal long RemainingOf(string id) => _lots.Find(lot => lot.Id == id) is { IsNew: true } lot ? lot.Remaining : 0;

    /// <summary>A new lot; what is owed is taken from it at once.</summary>
    internal void Earn(PointsCause cause, long points, DateTime? expiresAt, string kind = PointsEntry.Earned)
    {
        if (points <= 0)
        {
            return;
        }

        var lot = new PointsLot(cause.Id, cause.At, expiresAt, points) { IsNew = true };
        _lots.Add(lot);
        Balance += points;
        Entries.Add(new PointsEntry(Member, cause, kind, points, expiresAt, Balance));
        var settled = Math.Min(Owed, points);
        if (settled > 0)
        {
            lot.Take(settled);
            (Owed, Balance) = (Owed - settled, Balance - settled);
            Entries.Add(new PointsEntry(Member, cause with { Id = $"{cause.Id}/owed", Why = "owed since an earlier return" }, PointsEntry.Adjusted, -settled, null, Balance));
        }
    }

    /// <summary>Takes points if there are so many.</summary>
    /// <returns>False where there are not; then nothing changed.</returns>
    internal bool TryBurn(PointsCause cause, long points, string kind = PointsEntry.Burnt)
    {
        if (points > Balance)
        {
            return false;
        }

        Take(cause, points, kind, null);
        return true;
    }

    /// <summary>Takes as many as there are.</summary>
    /// <returns>How many were taken.</returns>
    internal long BurnUpTo(PointsCause cause, long points)
    {
        var taken = Math.Min(points, Balance);
        Take(cause, taken, PointsEntry.Burnt, null);
        return taken;
    }

    /// <summary>Takes back what a sale had earned: from its own lot first, then from the others, and what is not there any more is owed.</summary>
    /// <param name="cause">The return.</param>
    /// <param name="points">How many.</param>
    /// <param name="lot">The lot of the sale.</param>
    internal void Return(PointsCause cause, long points, string lot)
    {
        var taken = Math.Min(points, Balance);
        Take(cause, taken, PointsEntry.Returned, lot);
        Owed += points - taken;
    }

    /// <summary>Owes points that a till gave goods for and that were not there.</summary>
    internal void Owe(long points) => Owed += points;

    /// <summary>Ends what has expired.</summary>
    internal void Expire(DateTime now)
    {
        foreach (var lot in Lots.Where(lot => lot.ExpiresAt <= now))
        {
            var rest = lot.Remaining;
            lot.Take(rest);
            Balance -= rest;
            Entries.Add(new PointsEntry(Member, new PointsCause($"{lot.Id}/expired", now, null, null, $"points/{lot.Id}", "headquarters", null), PointsEntry.Expired, -rest, null, Balance));
        }
    }

    private void Take(PointsCause cause, long points, string kind, string? first)
    {
        if (points <= 0)
        {
            return;
        }

        var left = points;
        foreach (var lot in Lots.OrderBy(lot => lot.Id == first ? 0 : 1))
        {
            var taken = Math.Min(left, lot.Remaining);
            lot.Take(taken);
            left -= taken;
        }

        if (left > 0)
        {
            throw new InvalidOperationException($"the lots of '{Member}' hold {points - left} of the {points} points that the balance has");
        }

        Balance -= points;
        Entries.Add(new PointsEntry(Member, cause, kind, -points, null, Balance));
    }
}

/// <summary>Points that were earned together.</summary>
internal sealed class PointsLot(string id, DateTime at, DateTime? expiresAt, long remaining)
{
    internal string Id => id;

    internal DateTime At => at;

    internal DateTime? ExpiresAt => expiresAt;

    internal long Remaining { get; private set; } = remaining;

    internal bool IsNew { get; init; }

    internal bool IsChanged { get; private set; }

    internal void Take(long points) => (Remaining, IsChanged) = (Remaining - points, true);
}

/// <summary>Why points change.</summary>
/// <param name="Id">Made of the cause, so that it counts once.</param>
/// <param name="At">When.</param>
/// <param name="Store">Where, or null.</param>
/// <param name="Sale">The sale, or null.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Who">Who caused it.</param>
/// <param name="Why">What people gave as the reason, or null.</param>
internal sealed record PointsCause(string Id, DateTime At, string? Store, string? Sale, string Evidence, string Who, string? Why);

/// <summary>A line of a customer's points; the balance is the account's after it.</summary>
internal sealed record PointsEntry(string Member, PointsCause Cause, string Kind, long Points, DateTime? ExpiresAt, long Balance)
{
    internal const string Earned = "earned";
    internal const string Burnt = "burnt";
    internal const string Expired = "expired";
    internal const string Adjusted = "adjusted";
    internal const string Returned = "returned";
}
