namespace EdgeGateway.Core.Members;

/// <summary>The members' vault or its key cannot be used; the message is one line for people: what was found, what was expected, what to do.</summary>
public sealed class VaultException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>Something that may not be done with a member's face, or not without a consent; the message is one line for people.</summary>
public sealed class ConsentRefusedException(string message) : Exception(message);
