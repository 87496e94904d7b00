using Cloud.Contracts;

namespace EdgeGateway.Core.Outbox;

/// <summary>One event to keep.</summary>
/// <param name="Class">What may happen to it when the disk is full.</param>
/// <param name="Time">The event's time, for "oldest unsent".</param>
/// <param name="Body">The event as made by <see cref="EventBody.Write"/>.</param>
/// <param name="OriginId">The id given by the program that handed it over; a repeat of it answers the first position.</param>
public sealed record OutboxEntry(EventClass Class, DateTimeOffset Time, byte[] Body, Guid? OriginId = null);

/// <summary>Where an event stands in the outbox; with the gateway's name, its identity.</summary>
public readonly record struct OutboxPosition(string Epoch, long Seq);
