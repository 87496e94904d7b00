namespace Cloud.Crm.Live;

/// <summary>One server-sent event, serialised once for all who listen.</summary>
internal sealed record LiveMessage(string Event, byte[] Json);
