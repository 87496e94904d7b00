namespace Bench.Peers;

/// <summary>One device's way into a gateway.</summary>
internal interface IDoor : IAsyncDisposable
{
    /// <summary>Hands texts over and comes back when the gateway has said of all of them that they are taken.</summary>
    /// <exception cref="IOException">It did not say so.</exception>
    Task SendAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
