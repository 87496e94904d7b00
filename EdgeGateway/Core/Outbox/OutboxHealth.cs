using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Outbox;

/// <summary>Whether the outbox takes events, and why not; says each change once. Written by the writer, read by anyone.</summary>
internal sealed class OutboxHealth(string path, ILogger logger)
{
    private string? _unavailable;
    private string? _full;

    /// <summary>Why appends are refused just now, or null.</summary>
    public string? Refused => Volatile.Read(ref _unavailable) ?? Volatile.Read(ref _full);

    /// <summary>Whether the disk failed when it was last tried.</summary>
    public bool IsUnavailable => _unavailable is not null;

    /// <summary>Whether the cap stood in the way when an append last came.</summary>
    public bool IsFull => _full is not null;

    /// <summary>The disk fails.</summary>
    public void Fail(string reason)
    {
        if (_unavailable is null)
        {
            logger.OutboxUnavailable(path, reason);
        }

        Volatile.Write(ref _unavailable, reason);
    }

    /// <summary>The disk works.</summary>
    public void Recover()
    {
        if (_unavailable is not null)
        {
            Volatile.Write(ref _unavailable, null);
            logger.OutboxRecovered(path);
        }
    }

    /// <summary>The cap is reached and nothing may be dropped.</summary>
    public void Fill(string refusal)
    {
        if (_full is null)
        {
            logger.OutboxFull(refusal);
        }

        Volatile.Write(ref _full, refusal);
    }

    /// <summary>There is room.</summary>
    public void Drain()
    {
        if (_full is not null)
        {
            Volatile.Write(ref _full, null);
            logger.OutboxHasRoom(path);
        }
    }
}
