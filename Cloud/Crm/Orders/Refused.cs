namespace Cloud.Crm.Orders;

/// <summary>Something about an order was not done.</summary>
/// <param name="Status">The HTTP status that says so: 400, 404, 409 or 412.</param>
/// <param name="Why">What came, what was expected and what to do, for people.</param>
internal sealed record Refused(int Status, string Why)
{
    internal static Refused Wrong(FormattableString why) => new(StatusCodes.Status400BadRequest, FormattableString.Invariant(why));

    internal static Refused Missing(FormattableString why) => new(StatusCodes.Status404NotFound, FormattableString.Invariant(why));

    internal static Refused Conflict(FormattableString why) => new(StatusCodes.Status409Conflict, FormattableString.Invariant(why));

    /// <summary>Somebody changed it meanwhile.</summary>
    internal static Refused Changed(long version, long wanted) => new(
        StatusCodes.Status412PreconditionFailed, FormattableString.Invariant($"this is version {version}, and If-Match asks for {wanted}: somebody changed it meanwhile; read it again"));
}
