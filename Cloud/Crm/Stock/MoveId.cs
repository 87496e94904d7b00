using System.Globalization;

namespace Cloud.Crm.Stock;

/// <summary>Ids of moves: UUIDs of version 7, which begin with the moment at which they were made.</summary>
internal static class MoveId
{
    /// <summary>Makes the ids; the simulation, which has no chance of its own, makes them otherwise.</summary>
    internal static Func<DateTimeOffset, Guid> Maker { get; set; } = Guid.CreateVersion7;

    /// <summary>A new id.</summary>
    internal static string New(DateTimeOffset at) => Maker(at).ToString();

    /// <summary>What no id of an earlier moment reaches.</summary>
    internal static string First(DateTimeOffset at)
    {
        var digits = Math.Max(0, at.ToUnixTimeMilliseconds()).ToString("x12", CultureInfo.InvariantCulture);
        return $"{digits[..8]}-{digits[8..]}-0000-0000-000000000000";
    }
}
