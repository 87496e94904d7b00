namespace EdgeGateway.Core.Outbox;

/// <summary>No room is left for ledger events: the cap is reached and everything that may be dropped has been.</summary>
public sealed class OutboxFullException(string message) : Exception(message);

/// <summary>The disk refuses: full, read-only, failing. Nothing was accepted; the outbox tries again by itself.</summary>
public sealed class OutboxUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The file cannot be used as an outbox; the message says what was found and what to do.</summary>
public sealed class OutboxOpenException(string message, Exception? inner = null) : Exception(message, inner);
