namespace Simulators.World.Ledgers;

/// <summary>One event as it lies in headquarters' database.</summary>
/// <param name="Position">The running number of its gateway.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Seq">Its sequence number.</param>
/// <param name="Type">What it is.</param>
/// <param name="Device">Which device said it, or null.</param>
/// <param name="Time">When it happened, by the gateway's clock.</param>
/// <param name="Origin">The id a program in the store gave, or null.</param>
/// <param name="Body">The event's data in JSON where the check needs it, else null.</param>
internal readonly record struct CommittedRow(long Position, string Epoch, long Seq, string Type, string? Device, DateTimeOffset Time, Guid? Origin, string? Body);
