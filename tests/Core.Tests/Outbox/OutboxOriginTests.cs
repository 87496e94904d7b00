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

    [Fact]
    public void OriginIndex_AddAndRemoveAtRandom_AgreesWithASet()
    {
        var random = new Random(7);
        var index = new OriginIndex();
        var model = new Dictionary<long, uint>();
        for (var ordinal = 1L; ordinal <= 20_000; ordinal++)
        {
            // Few hashes, so that runs collide and removal has to shift back.
            var hash = (uint)random.Next(1, 4000);
            index.Add(hash, ordinal);
            model[ordinal] = hash;
            if (random.Next(3) == 0)
            {
                var gone = model.Keys.ElementAt(random.Next(Math.Min(model.Count, 50)));
                index.Remove(model[gone], gone);
                model.Remove(gone);
            }
        }

        var byHash = model.ToLookup(m => m.Value, m => m.Key);
        for (var hash = 1u; hash < 4000; hash++)
        {
            Assert.Equal(byHash[hash].Order(), index.Candidates(hash, 20_000).Order());
            Assert.Equal(byHash[hash].Any(), index.MayHold(hash));
        }
    }
}
