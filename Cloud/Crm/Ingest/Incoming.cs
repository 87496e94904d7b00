using Cloud.Contracts;

namespace Cloud.Crm.Ingest;

/// <summary>What a message turned out to be.</summary>
internal abstract record Incoming;

/// <summary>A batch whose header can be read, from a registered gateway on its own topic.</summary>
/// <param name="Gateway">Who sent it.</param>
/// <param name="Header">What it says about itself.</param>
/// <param name="Events">The readable events, ascending.</param>
/// <param name="Unreadable">Events that are not; or the whole payload as one, where that cannot be read.</param>
/// <param name="Topic">Where it came.</param>
/// <param name="Payload">The bytes as they came, kept for the dead letters until the batch is committed.</param>
internal sealed record IncomingBatch(
    RegisteredGateway Gateway,
    BatchHeader Header,
    IReadOnlyList<IncomingEvent> Events,
    IReadOnlyList<DeadLetter> Unreadable,
    string Topic,
    ReadOnlyMemory<byte> Payload) : Incoming
{
    /// <summary>The same batch as one dead letter: its events are given up, its range is not.</summary>
    internal IncomingBatch GivenUp(string reason) => this with
    {
        Events = [],
        Unreadable = [DeadLetter.Of(Topic, Gateway.Name, Header.First, reason, Payload.Span)],
    };
}

/// <summary>A gateway says that it is online, or the broker says for it that it is offline.</summary>
internal sealed record IncomingState(RegisteredGateway Gateway, StateDocument State) : Incoming
{
    /// <summary>Whether it was said for those who listen now only (QoS 0): a sign of life, which changes nothing that is kept.</summary>
    internal bool IsSign { get; init; }
}

/// <summary>Not a message: completes when everything handed in before it is done with.</summary>
internal sealed record IncomingBarrier(TaskCompletionSource Drained) : Incoming;

/// <summary>Something that nobody can be answered about.</summary>
internal sealed record IncomingDeadLetter(DeadLetter Letter) : Incoming;
