namespace Cloud.Contracts;

/// <summary>The <c>source</c> of an event: <c>/stores/{store}/gateways/{gateway}</c>, with <c>/devices/{device}</c> where a device said it.</summary>
public readonly record struct EventSource(string Store, string Gateway, string? Device)
{
    /// <inheritdoc/>
    public override string ToString() => Device is null
        ? $"/stores/{Store}/gateways/{Gateway}"
        : $"/stores/{Store}/gateways/{Gateway}/devices/{Device}";

    /// <summary>Reads a source back. False where it has another shape or a name in it is not legal.</summary>
    public static bool TryParse(string text, out EventSource source)
    {
        source = default;
        var parts = text.Split('/');
        if (parts.Length is not (5 or 7) || parts[0].Length != 0 || parts[1] != "stores" || parts[3] != "gateways"
            || !Identifier.IsValid(parts[2]) || !Identifier.IsValid(parts[4])
            || (parts.Length == 7 && (parts[5] != "devices" || !Identifier.IsValid(parts[6]))))
        {
            return false;
        }

        source = new EventSource(parts[2], parts[4], parts.Length == 7 ? parts[6] : null);
        return true;
    }
}
