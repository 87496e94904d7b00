namespace EdgeGateway.Host.Running;

/// <summary>Asks the loops that carry every event for a sign of life, every ten seconds and without a write, and says which one does not answer.</summary>
/// <param name="clock">Time.</param>
/// <param name="outboxTurn">Completes when the outbox's writer has come round.</param>
/// <param name="askPipeline">Has the pipeline call back when it comes round; false where there is no room to ask.</param>
/// <param name="outboxRefuses">Whether the outbox takes nothing just now: then the pipeline has to stand, and that is no fault.</param>
/// <param name="sinceUplinkTurn">How long ago the uplink last moved.</param>
/// <param name="uplinkLimit">How long it may rest: its longest pause and a connection's time limit, with room.</param>
internal sealed class GatewayPulse(
    TimeProvider clock,
    Func<CancellationToken, ValueTask> outboxTurn,
    Func<Action, bool> askPipeline,
    Func<bool> outboxRefuses,
    Func<TimeSpan> sinceUplinkTurn,
    TimeSpan uplinkLimit)
{
    /// <summary>How often it asks.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer may take.</summary>
    internal static readonly TimeSpan Limit = 3 * Period;

    private long _outboxAt = clock.GetTimestamp();
    private long _pipelineAt = clock.GetTimestamp();
    private bool _asked;

    /// <summary>The part that gives no sign of life, or null where all do. Any thread.</summary>
    public string? Stuck
    {
        get
        {
            if (clock.GetElapsedTime(Volatile.Read(ref _outboxAt)) >= Limit)
            {
                return "outbox";
            }

            if (clock.GetElapsedTime(Volatile.Read(ref _pipelineAt)) >= Limit && !outboxRefuses())
            {
                return "pipeline";
            }

            return sinceUplinkTurn() >= uplinkLimit ? "uplink" : null;
        }
    }

    /// <summary>Asks until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                await AskAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>Asks once; completes when the outbox has answered.</summary>
    internal async Task AskAsync(CancellationToken cancellationToken)
    {
        AskPipeline();
        await outboxTurn(cancellationToken);
        Volatile.Write(ref _outboxAt, clock.GetTimestamp());
    }

    /// <summary>One question at a time: the pipeline's way is bounded, and a pipeline that stands must not find it full of these.</summary>
    private void AskPipeline()
    {
        if (outboxRefuses())
        {
            Volatile.Write(ref _pipelineAt, clock.GetTimestamp());
        }

        if (!Volatile.Read(ref _asked))
        {
            Volatile.Write(ref _asked, true);
            if (!askPipeline(Came))
            {
                Volatile.Write(ref _asked, false);
            }
        }
    }

    private void Came()
    {
        Volatile.Write(ref _pipelineAt, clock.GetTimestamp());
        Volatile.Write(ref _asked, false);
    }
}
