namespace Cloud.Crm.Demo;

/// <summary>One event of a demonstration gateway.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Type">Its type.</param>
/// <param name="Device">The device, or null.</param>
/// <param name="Data">Its data, JSON.</param>
/// <param name="Id">The id that the program in the store gave it, or null.</param>
internal sealed record DemoEvent(DateTime At, string Type, string? Device, string Data, Guid? Id = null);
