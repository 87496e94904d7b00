using Cloud.Crm.Leases;

namespace Cloud.Crm.Ingest;

/// <summary>A message on its way to the database and back to the session it came from.</summary>
/// <param name="Message">What came.</param>
/// <param name="Lease">The right under which it came; checked again in the transaction.</param>
/// <param name="ReceivedAt">When, by this node's clock, UTC.</param>
/// <param name="CannotResend">Whether the gateway was asked for what came before this batch and has nothing of it.</param>
/// <param name="Deliver">Told the outcome after the commit; must not block.</param>
internal sealed record IngestTicket(
    Incoming Message, ShardLease Lease, DateTime ReceivedAt, bool CannotResend, Action<IngestTicket, IngestOutcome> Deliver);
