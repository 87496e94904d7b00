namespace EdgeGateway.Core.Events;

/// <summary>Something that happened, before the outbox has numbered it.</summary>
/// <param name="Type">One of <see cref="Cloud.Contracts.EventTypes"/>.</param>
/// <param name="DeviceId">The device that said it, or null for the gateway itself.</param>
/// <param name="Time">When, by the gateway's clock.</param>
/// <param name="Data">Its data, a UTF-8 JSON object.</param>
/// <param name="OriginId">The id given by the program that handed it over, or of a scale's capture; kept once however often it comes. Else null.</param>
public sealed record EventDraft(string Type, string? DeviceId, DateTimeOffset Time, byte[] Data, Guid? OriginId = null);
