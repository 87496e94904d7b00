namespace EdgeGateway.Core.Staff;

/// <summary>Somebody who works in this store.</summary>
/// <param name="Id">The id, such as <c>staff-3</c>; it is never given to anybody else.</param>
/// <param name="Name">The name colleagues call them by.</param>
/// <param name="Active">Whether they work here now; who does not has no shift and no phone.</param>
/// <param name="OnShiftSince">Since when they are on shift; null where they are not.</param>
public sealed record StaffMember(string Id, string Name, bool Active, DateTimeOffset? OnShiftSince);
