using Cloud.Contracts;
using Cloud.Uplink;
using Microsoft.Extensions.Logging;
using Tests.Shared;

namespace Cloud.Tests.Uplink;

public sealed class UplinkReconnectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Backoff_Failing_DoublesItsCeilingUpToTheHighest()
    {
        var highest = new ReconnectBackoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(60), TimeSpan.Zero, () => 1);
        var lowest = new ReconnectBackoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(60), TimeSpan.Zero, () => 0);

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 8).Select(_ => highest.Next().TotalSeconds));
        Assert.All(Enumerable.Range(0, 8), _ => Assert.Equal(0.5, lowest.Next().TotalSeconds));
        highest.Reset();
        Assert.Equal(1, highest.Next().TotalSeconds);
    }

    [Fact]
    public void Backoff_AfterTheFirstPause_HasNoOtherCeilingThanItsDoubling()
    {
        var backoff = new ReconnectBackoff(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(60), TimeSpan.Zero, () => 1);
        Assert.Equal([0.2, 0.4, 0.8], [backoff.Next().TotalSeconds, backoff.Next().TotalSeconds, backoff.Next().TotalSeconds]);
    }

    [Fact]
    public void Backoff_WithASpread_TakesTheFirstPauseAfterOneOfUseFromAllOfIt()
    {
        var half = new ReconnectBackoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20), () => 0.5);

        Assert.Equal([10.25, 1.25, 2.25], Enumerable.Range(0, 3).Select(_ => half.Next().TotalSeconds));
        half.Reset();
        Assert.Equal(10.25, half.Next().TotalSeconds);
    }

    [Fact]
    public void Options_ASpreadAboveTheLongestPause_IsRefused()
    {
        var options = new UplinkOptions { ReconnectSpread = TimeSpan.FromMinutes(2) };

        Assert.Equal(nameof(UplinkOptions.ReconnectSpread), Assert.Single(UplinkOptionsRules.Check(options)).Property);
    }

    [Fact]
    public async Task Connect_Failing_TriesAgainWithGrowingPauses()
    {
        await using var box = new UplinkBox { Jitter = 1 };
        box.Connector.FailConnects(3);
        box.Start();

        foreach (var pause in new[] { 1, 2, 4 })
        {
            await box.Clock.WhenArmedAsync(1, Token);
            box.Clock.Advance(TimeSpan.FromSeconds(pause));
        }

        await box.NextConnectionAsync(Token);
        var times = box.Connector.Attempts.Select(a => a.At).ToList();
        Assert.Equal([1, 2, 4], times.Zip(times.Skip(1), (a, b) => (b - a).TotalSeconds));
        Assert.Equal(UplinkState.Online, box.Service.Status.State);
    }

    [Fact]
    public async Task Connection_Ended_SendsAgainWhatIsNotCommitted()
    {
        await using var box = new UplinkBox();
        await box.AppendAsync(6, Token);
        var first = await box.StartCommittedAsync(Token);
        await first.Batches.ReadAsync(Token);
        await first.Batches.ReadAsync(Token);

        first.End("the broker was killed");
        await PauseAsync(box);

        var second = await box.NextConnectionAsync(Token);
        Assert.True(first.Disposed);
        Assert.Equal([3, 4], (await second.Batches.ReadAsync(Token)).Seqs);
    }

    [Fact]
    public async Task CommitsNothing_ForTheCursorTimeout_BeginsAgain()
    {
        await using var box = new UplinkBox();
        await box.AppendAsync(4, Token);
        var first = await box.StartAsync(Token);
        await first.Batches.ReadAsync(Token);
        await box.Clock.WhenArmedAsync(1, Token);

        box.Clock.Advance(box.Options.CursorTimeout);
        Assert.Equal(StateDocument.Offline, (await first.States.ReadAsync(Token)).Status);
        await PauseAsync(box);

        var second = await box.NextConnectionAsync(Token);
        Assert.Equal([1, 2], (await second.Batches.ReadAsync(Token)).Seqs);
        Assert.True(first.Disposed);
    }

    [Fact]
    public async Task CommitsNothing_WithNothingOnItsWay_IsNoFault()
    {
        await using var box = new UplinkBox();
        var epoch = (await box.AppendAsync(1, Token))[0].Epoch;
        var connection = await box.StartAsync(Token);
        await connection.Batches.ReadAsync(Token);
        connection.Cursor(epoch, 1);
        await box.UntilAsync(s => s.InFlightBatches == 0 && s.LastCommittedAt is not null, Token);

        box.Clock.Advance(TimeSpan.FromHours(1));
        await box.AppendAsync(1, Token);

        Assert.Equal([2], (await connection.Batches.ReadAsync(Token)).Seqs);
        Assert.False(connection.Disposed);
    }

    [Fact]
    public async Task Publish_Refused_IsNeverTakenForSuccess()
    {
        await using var box = new UplinkBox();
        box.Connector.Make = () => new FakeConnection(UplinkBox.Address) { Refusal = "The broker refused: Quota exceeded (0x97)." };
        await box.AppendAsync(2, Token);
        var first = await box.StartAsync(Token);
        await first.Batches.ReadAsync(Token);
        await box.UntilAsync(s => s.State == UplinkState.Offline, Token);
        Assert.Contains("Quota exceeded", box.Service.Status.Reason, StringComparison.Ordinal);
        Assert.Equal(0, box.Outbox.CommittedSeq);
        box.Connector.Make = () => new FakeConnection(UplinkBox.Address);

        await PauseAsync(box);

        var second = await box.NextConnectionAsync(Token);
        Assert.Equal([1, 2], (await second.Batches.ReadAsync(Token)).Seqs);
    }

    [Fact]
    public async Task Replay_AskedForEver_BeginsAgain()
    {
        await using var box = new UplinkBox();
        var epoch = (await box.AppendAsync(2, Token))[0].Epoch;
        box.Connector.Make = () => new FakeConnection(UplinkBox.Address) { OnBatch = (c, _) => c.Cursor(epoch, 0, replay: true) };

        box.Start();
        var first = await box.Connector.NextAsync(Token);
        await box.UntilAsync(s => s.State == UplinkState.Offline, Token);

        Assert.Contains("asked", box.Service.Status.Reason, StringComparison.Ordinal);
        Assert.True(first.Disposed);
    }

    [Fact]
    public async Task Stop_WithBatchesOnTheirWay_WaitsForTheirCommitAndSaysOffline()
    {
        await using var box = new UplinkBox();
        var epoch = (await box.AppendAsync(9, Token))[0].Epoch;
        var connection = await box.StartCommittedAsync(Token);
        await connection.Batches.ReadAsync(Token);
        await connection.Batches.ReadAsync(Token);

        box.RequestStop();
        connection.Cursor(epoch, 6);
        await box.Running;

        Assert.Equal(StateDocument.Offline, (await connection.States.ReadAsync(Token)).Status);
        Assert.True(connection.Disposed);
        Assert.Equal(6, box.Outbox.CommittedSeq);
    }

    [Fact]
    public async Task Stop_HeadquartersSilent_EndsAfterAMoment()
    {
        await using var box = new UplinkBox();
        await box.AppendAsync(2, Token);
        var connection = await box.StartAsync(Token);
        await connection.Batches.ReadAsync(Token);

        box.RequestStop();
        while (!box.Running.IsCompleted)
        {
            box.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(StateDocument.Offline, (await connection.States.ReadAsync(Token)).Status);
        Assert.Equal(0, box.Outbox.CommittedSeq);
    }

    [Fact]
    public async Task Stop_DuringAPause_EndsAtOnce()
    {
        await using var box = new UplinkBox();
        box.Connector.FailConnects(int.MaxValue);
        box.Start();
        await box.Clock.WhenArmedAsync(1, Token);

        await box.StopAsync();

        Assert.Equal(UplinkState.Offline, box.Service.Status.State);
    }

    [Fact]
    public async Task Log_FlappingAndFailing_HasOneLineAChange()
    {
        await using var box = new UplinkBox();
        var log = new RecordedLog<UplinkService>();
        box.Connector.FailConnects(5);
        box.Start(log);
        for (var i = 0; i < 5; i++)
        {
            await PauseAsync(box);
        }

        var connection = await box.NextConnectionAsync(Token);
        connection.End("the broker was killed");
        await box.UntilAsync(s => s.State == UplinkState.Offline, Token);
        await box.Clock.WhenArmedAsync(1, Token);

        Assert.Equal([4001, 4000, 4001], log.Lines.Select(l => l.Id));
    }

    private static async Task PauseAsync(UplinkBox box)
    {
        await box.UntilAsync(s => s.State == UplinkState.Offline, Token);
        await box.Clock.WhenArmedAsync(1, Token);
        box.Clock.Advance(box.Options.ReconnectMin);
    }
}
