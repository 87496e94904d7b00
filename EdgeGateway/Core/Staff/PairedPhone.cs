namespace EdgeGateway.Core.Staff;

/// <summary>A phone that was paired with a member of staff. Its secret is in the phone alone; here is only a hash of it.</summary>
/// <param name="Id">The id, for revoking it; it lets nobody in.</param>
/// <param name="Staff">Whose it is.</param>
/// <param name="Device">What it calls itself, such as <c>Android, Chrome</c>.</param>
/// <param name="PairedAt">When it was paired.</param>
/// <param name="LastSeen">When it last asked for something; on the disk up to half a day behind.</param>
public sealed record PairedPhone(string Id, string Staff, string Device, DateTimeOffset PairedAt, DateTimeOffset LastSeen);
