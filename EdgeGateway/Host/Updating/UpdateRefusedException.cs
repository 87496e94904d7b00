namespace EdgeGateway.Host.Updating;

/// <summary>A bundle is not taken; the message is one line for people: what came, what was expected. Nothing that runs was touched.</summary>
internal sealed class UpdateRefusedException(string message, Exception? inner = null) : Exception(message, inner);
