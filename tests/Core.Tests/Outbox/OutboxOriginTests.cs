using EdgeGateway.Core.Outbox;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

public sealed class OutboxOriginTests
{
    [Fact]
    public async Task Append_KnownOrigin_AnswersTheFirstPosition()
    {
        await using var fixture = new OutboxFixture();
        var id = Guid.NewGuid();
        OutboxPosition first;
        await using (var outbox = fixture.Open())
        {
            first = await outbox.AppendAsync(fixture.Ledger("a", id), Token);
            Assert.Equal(first, await outbox.AppendAsync(fixture.Ledger("b", id), Token));
            outbox.ApplyCursor(first.Epoch, first.Seq);
        }

        await using var again = fixture.Open();
        Assert.Equal(0, fixture.Sql("SELECT count(*) FROM event"));
        Assert.Equal(first, await again.AppendAsync(fixture.Ledger("c", id), Token));
        Assert.Equal(first, (await again.AppendAsync([fixture.Ledger("d", id)], Token))[0]);
        Assert.Equal(first.Seq, again.LastSeq);
    }

    [Fact]
    public async Task Append_RepeatInTheSameCommit_AnswersTheFirstPosition()
    {
        await using var fixture = new OutboxFixture();
        fixture.Options.CommitWindow = TimeSpan.FromMilliseconds(100);
        await using var outbox = fixture.Open();
        var id = Guid.NewGuid();
        var first = outbox.AppendAsync(fixture.Ledger("a", id), Token).AsTask();
        await fixture.Clock.WhenArmedAsync(1, Token);
        var repeats = Enumerable.Range(0, 5).Select(_ => outbox.AppendAsync(fixture.Ledger("b", id), Token).AsTask()).ToList();
        Assert.False(repeats[0].IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));
        var position = await first;
        Assert.All(await Task.WhenAll(repeats), p => Assert.Equal(position, p));
        Assert.Equal(1, outbox.LastSeq);
    }

    [Fact]
    public async Task AppendArray_SameOriginTwice_KeepsTheFirst()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        var id = Guid.NewGuid();
        var positions = await outbox.AppendAsync([fixture.Ledger("a", id), fixture.Ledger("b", id), fixture.Ledger("c")], Token);
        Assert.Equal([1L, 1L, 2L], positions.Select(p => p.Seq));
        Assert.Equal(["a", "c"], ReadAll(outbox).SelectMany(b => b.Rows).Select(TextOf));
    }

    [Fact]
    public async Task Append_MoreOriginsThanRemembered_ForgetsTheOldestOnly()
    {
        await using var fixture = new OutboxFixture();
        fixture.Options.RememberedOrigins = 1000;
        await using var outbox = fixture.Open();
        var ids = Enumerable.Range(0, 3000).Select(_ => Guid.NewGuid()).ToList();
        foreach (var chunk in ids.Chunk(500))
        {
            await outbox.AppendAsync([.. chunk.Select(id => fixture.Ledger("x", id))], Token);
        }

        Assert.InRange(fixture.Sql("SELECT count(*) FROM origin"), 1000, 1255);
        var repeats = await outbox.AppendAsync([.. ids[2000..].Select(id => fixture.Ledger("y", id))], Token);
        Assert.Equal(Enumerable.Range(2001, 1000).Select(i => (long)i), repeats.Select(p => p.Seq));
        Assert.Equal(3001, (await outbox.AppendAsync(fixture.Ledger("z", ids[0]), Token)).Seq);
    }
}
