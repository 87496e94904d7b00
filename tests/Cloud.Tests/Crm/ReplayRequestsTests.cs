using Cloud.Contracts;
using Cloud.Crm.Ingest;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>When a gateway is asked to send again, and when no longer.</summary>
public sealed class ReplayRequestsTests
{
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(5);

    private readonly ManualClock _clock = new();
    private readonly ReplayRequests _requests;

    public ReplayRequestsTests() => _requests = new(_clock, s_guard);

    [Fact]
    public void MayAsk_OnceWithinTheGuard_AndAgainWhenItIsOver()
    {
        Assert.True(_requests.MayAsk("gw-1", Header(5), unresolved: false));
        Assert.False(_requests.MayAsk("gw-1", Header(6), unresolved: false));
        Assert.True(_requests.MayAsk("gw-2", Header(5), unresolved: false));
        _clock.Advance(s_guard - TimeSpan.FromTicks(1));
        Assert.False(_requests.MayAsk("gw-1", Header(5), unresolved: false));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(_requests.MayAsk("gw-1", Header(5), unresolved: false));
    }

    [Fact]
    public void MayAsk_AfterTheGatewayMovedOn_AtOnce()
    {
        Assert.True(_requests.MayAsk("gw-1", Header(5), unresolved: false));
        _requests.Clear("gw-1");
        Assert.True(_requests.MayAsk("gw-1", Header(9), unresolved: false));
    }

    [Fact]
    public void IsExhausted_TheSameBatchAfterItsPatience_AndNotBeforeTheGuardIsOver()
    {
        Ask(Header(5), ReplayRequests.Patience - 1);
        Assert.False(_requests.IsExhausted("gw-1", Header(5)));
        Assert.True(_requests.MayAsk("gw-1", Header(5), unresolved: true));
        Assert.False(_requests.IsExhausted("gw-1", Header(5)));
        _clock.Advance(s_guard - TimeSpan.FromTicks(1));
        Assert.False(_requests.IsExhausted("gw-1", Header(5)));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(_requests.IsExhausted("gw-1", Header(5)));
        Assert.False(_requests.IsExhausted("gw-1", Header(6)));
        Assert.False(_requests.IsExhausted("gw-1", Header(5, "2-b")));
        Assert.False(_requests.IsExhausted("gw-2", Header(5)));
    }

    [Theory]
    [InlineData("1-a", 6)]
    [InlineData("2-b", 5)]
    public void IsExhausted_AnotherBatchInBetween_CountsAnew(string epoch, long first)
    {
        Ask(Header(5), ReplayRequests.Patience - 1);
        Ask(Header(first, epoch), 1);
        Ask(Header(5), ReplayRequests.Patience - 1);
        Assert.False(_requests.IsExhausted("gw-1", Header(5)));
        Ask(Header(5), 1);
        Assert.True(_requests.IsExhausted("gw-1", Header(5)));
    }

    [Fact]
    public void IsExhausted_AHoleThatTheGatewayCanFill_Never()
    {
        for (var i = 0; i < 2 * ReplayRequests.Patience; i++)
        {
            Assert.True(_requests.MayAsk("gw-1", Header(5), unresolved: false));
            _clock.Advance(s_guard);
        }

        Assert.False(_requests.IsExhausted("gw-1", Header(5)));
    }

    [Fact]
    public void IsExhausted_AskedOnceWhileItCouldAnswer_CountsFromWhenItCouldNot()
    {
        Assert.True(_requests.MayAsk("gw-1", Header(5), unresolved: false));
        _clock.Advance(s_guard);
        Ask(Header(5), ReplayRequests.Patience - 1);
        Assert.False(_requests.IsExhausted("gw-1", Header(5)));
        Ask(Header(5), 1);
        Assert.True(_requests.IsExhausted("gw-1", Header(5)));
    }

    private void Ask(BatchHeader header, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.True(_requests.MayAsk("gw-1", header, unresolved: true));
            _clock.Advance(s_guard);
        }
    }

    private static BatchHeader Header(long first, string epoch = "1-a") => new(epoch, first, first + 4, [], null, false, 0, null);
}
