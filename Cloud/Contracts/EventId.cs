using System.Globalization;

namespace Cloud.Contracts;

/// <summary>The identity of an event: <c>{gateway}/{epoch}/{seq}</c>.</summary>
/// <param name="Gateway">The gateway that accepted it.</param>
/// <param name="Epoch">One opening of the gateway's outbox; never used twice, not even by a restored copy of the file.</param>
/// <param name="Seq">1 upwards, growing by one with each event the file has accepted, over all epochs.</param>
public readonly record struct EventId(string Gateway, string Epoch, long Seq)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Gateway}/{Epoch}/{Seq}");

    /// <summary>Reads an id back. False where a part is missing or not legal.</summary>
    public static bool TryParse(string text, out EventId id)
    {
        id = default;
        var parts = text.Split('/');
        if (parts.Length != 3 || !Identifier.IsValid(parts[0]) || !Identifier.IsValid(parts[1])
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seq) || seq < 1)
        {
            return false;
        }

        id = new EventId(parts[0], parts[1], seq);
        return true;
    }
}
