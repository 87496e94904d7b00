using Cloud.Contracts;

namespace Cloud.Crm.Ingest;

/// <summary>
/// Decides when a gateway is asked to send again. The batches that are on their way when one is missing all arrive behind the hole;
/// they are one request, not a storm of them. Not thread safe.
/// </summary>
internal sealed class ReplayRequests(TimeProvider clock, TimeSpan guard)
{
    /// <summary>How often a gateway is asked for what came before an epoch before it is taken to have nothing of it.</summary>
    internal const int Patience = 3;

    private readonly Dictionary<string, Request> _requests = new(StringComparer.Ordinal);

    /// <summary>Whether to ask now.</summary>
    /// <param name="gateway">Whom.</param>
    /// <param name="header">The batch that came too early.</param>
    /// <param name="unresolved">Whether the gateway may have nothing to answer with.</param>
    internal bool MayAsk(string gateway, BatchHeader header, bool unresolved)
    {
        if (_requests.TryGetValue(gateway, out var last) && clock.GetElapsedTime(last.At) < guard)
        {
            return false;
        }

        var same = last is not null && last.Epoch == header.Epoch && last.First == header.First;
        _requests[gateway] = new Request(clock.GetTimestamp(), header.Epoch, header.First, unresolved ? (same ? last!.Asked : 0) + 1 : 0);
        return true;
    }

    /// <summary>Whether the gateway comes with the very same batch again after having been asked often enough for what came before.</summary>
    internal bool IsExhausted(string gateway, BatchHeader header) =>
        _requests.TryGetValue(gateway, out var last) && last.Asked >= Patience && last.Epoch == header.Epoch && last.First == header.First
        && clock.GetElapsedTime(last.At) >= guard;

    /// <summary>The gateway moved on.</summary>
    internal void Clear(string gateway) => _requests.Remove(gateway);

    private sealed record Request(long At, string Epoch, long First, int Asked);
}
