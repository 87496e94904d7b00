using System.Threading.Channels;

namespace Cloud.Crm.Live;

/// <summary>One open page.</summary>
/// <param name="store">The store it shows, or null for all that are seen.</param>
/// <param name="seen">The stores that may be seen, or null for all.</param>
internal sealed class LiveListener(string? store, IReadOnlySet<string>? seen)
{
    private const int Capacity = 32;

    // Full: the page does not keep up; its stream ends, and the browser opens a new one that begins with the present.
    private readonly Channel<LiveMessage> _messages = Channel.CreateBounded<LiveMessage>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    internal string? Store { get; } = store;

    internal IReadOnlySet<string>? Seen { get; } = seen;

    /// <summary>Whether it was told where things stand; only then are changes enough.</summary>
    internal bool Begun { get; set; }

    internal ChannelReader<LiveMessage> Messages => _messages.Reader;

    internal void Send(LiveMessage message)
    {
        if (!_messages.Writer.TryWrite(message))
        {
            _messages.Writer.TryComplete();
        }
    }
}
