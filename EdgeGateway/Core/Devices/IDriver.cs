namespace EdgeGateway.Core.Devices;

/// <summary>Reads one device. It does not open, reopen, retry, log or store: the supervisor does that for all drivers.</summary>
public interface IDriver
{
    /// <summary>Yields readings until the port fails or the token stops it.</summary>
    /// <exception cref="DeviceException">The device reports a fault that reading on cannot pass, or does not answer.</exception>
    /// <exception cref="IOException">The port is gone.</exception>
    IAsyncEnumerable<Reading> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>The device misbehaved; the message says what came and what was expected.</summary>
public sealed class DeviceException(string message, Exception? inner = null) : Exception(message, inner);
