namespace EdgeGateway.Core.Events;

/// <summary>Ids drawn at random. They move where pages of a file split, so a simulation draws them from its seed; nobody else sets them.</summary>
internal static class DrawnIds
{
    /// <summary>An id of no order.</summary>
    internal static Func<Guid> Next { get; set; } = Guid.NewGuid;

    /// <summary>An id that sorts by its moment.</summary>
    internal static Func<DateTimeOffset, Guid> At { get; set; } = Guid.CreateVersion7;
}
