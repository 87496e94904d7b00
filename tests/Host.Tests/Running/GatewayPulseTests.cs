using EdgeGateway.Host.Running;
using Tests.Shared;

namespace Host.Tests.Running;

public sealed class GatewayPulseTests
{
    private readonly ManualClock _clock = new();
    private readonly TaskCompletionSource _frozen = new();
    private readonly GatewayPulse _pulse;
    private Action? _question;
    private bool _outboxMoves = true;
    private bool _pipelineMoves = true;
    private bool _refuses;
    private TimeSpan _sinceUplinkTurn;

    public GatewayPulseTests() => _pulse = new GatewayPulse(
        _clock,
        _ => _outboxMoves ? ValueTask.CompletedTask : new ValueTask(_frozen.Task),
        came =>
        {
            _question = came;
            if (_pipelineMoves)
            {
                came();
            }

            return true;
        },
        () => _refuses,
        () => _sinceUplinkTurn,
        TimeSpan.FromMinutes(3));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EverythingMoves_NothingIsStuckForAnHour()
    {
        for (var at = TimeSpan.Zero; at < TimeSpan.FromHours(1); at += GatewayPulse.Period)
        {
            await PassAsync(GatewayPulse.Period);
            Assert.Null(_pulse.Stuck);
        }
    }

    [Fact]
    public async Task OutboxWriterStandsStill_IsTheOutboxAfterThreePeriods()
    {
        await PassAsync(GatewayPulse.Period);
        _outboxMoves = false;
        var asking = _pulse.AskAsync(Stop);

        _clock.Advance(GatewayPulse.Limit - TimeSpan.FromTicks(1));
        Assert.Null(_pulse.Stuck);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("outbox", _pulse.Stuck);

        _frozen.SetResult();
        await asking;
        await PassAsync(TimeSpan.Zero);
        Assert.Null(_pulse.Stuck);
    }

    [Fact]
    public async Task PipelineStandsStill_IsThePipelineAndIsAskedOnlyOnce()
    {
        await PassAsync(GatewayPulse.Period);
        _pipelineMoves = false;
        await PassAsync(TimeSpan.Zero);
        var question = _question!;
        _question = null;

        await PassAsync(GatewayPulse.Limit);

        Assert.Equal("pipeline", _pulse.Stuck);
        Assert.Null(_question);
        question();
        Assert.Null(_pulse.Stuck);
    }

    [Fact]
    public async Task PipelineWaitsForAFullOutbox_IsNoFaultAndHasItsTimeAgainAfterwards()
    {
        (_pipelineMoves, _refuses) = (false, true);
        await PassAsync(TimeSpan.FromHours(1));
        Assert.Null(_pulse.Stuck);

        _refuses = false;
        Assert.Null(_pulse.Stuck);
        await PassAsync(GatewayPulse.Limit);

        Assert.Equal("pipeline", _pulse.Stuck);
    }

    [Fact]
    public void UplinkThatDoesNotEvenTry_IsTheUplink()
    {
        _sinceUplinkTurn = TimeSpan.FromMinutes(3);

        Assert.Equal("uplink", _pulse.Stuck);
    }

    /// <summary>Lets time pass and asks, as the gateway does.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await _pulse.AskAsync(Stop);
    }
}
