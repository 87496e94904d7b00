namespace Core.Tests.Outbox;

/// <summary>How many origins are remembered, in the file and in memory, and what a transaction that is taken back leaves of them.</summary>
public sealed class OriginMemoryTests : OutboxFileTest
{
    // Forgotten at once: a batch of 256 beyond the limit.
    private const int Batch = 256;

    [Fact]
    public void Add_UpToABatchBeyondTheLimit_ForgetsThenTheOldestDownToTheLimit()
    {
        Options.RememberedOrigins = 1000;
        var ids = Add(1000 + Batch - 1);
        Assert.Equal((1, 1000 + Batch - 1), (File.Tally.FirstOrigin, File.Origins.Count));

        Add(1);
        Assert.Equal((Batch + 1, 1000), (File.Tally.FirstOrigin, File.Origins.Count));
        Assert.Equal(1000, Fixture.Sql("SELECT count(*) FROM origin"));
        Assert.Null(File.Origins.Find(ids[Batch - 1]));
        Assert.Equal(Batch + 1, File.Origins.Find(ids[Batch]));

        Reopen();
        Assert.Equal((Batch + 1, 1000 + Batch), (File.Tally.FirstOrigin, File.Tally.LastOrigin));
        Assert.Null(File.Origins.Find(ids[Batch - 1]));
        Assert.Equal(Batch + 1, File.Origins.Find(ids[Batch]));
    }

    [Fact]
    public void Add_UnderASmallCap_TakesAQuarterOfItAtMost()
    {
        Options.CapacityBytes = 1 << 20;
        var limit = (1 << 20) / 4 / 48;

        Add(limit + Batch - 1);
        Assert.Equal(limit + Batch - 1, File.Origins.Count);
        Add(1);
        Assert.Equal(limit, File.Origins.Count);
    }

    [Fact]
    public void Add_RolledBack_IsNotKnownAndTakesNoRoom()
    {
        var known = Add(1)[0];
        var (used, id) = (File.Tally.UsedBytes, Guid.NewGuid());

        File.Origins.Add(id, 7);
        Assert.Equal(7, File.Origins.Find(id));
        Assert.Equal(used + 48, File.Tally.UsedBytes);
        File.Rollback();

        Assert.Null(File.Origins.Find(id));
        Assert.Equal(1, File.Origins.Find(known));
        Assert.Equal((1, used), (Fixture.Sql("SELECT count(*) FROM origin"), File.Tally.UsedBytes));
    }

    [Fact]
    public void Add_ThatForgetsAndIsRolledBack_ForgetsNothing()
    {
        Options.RememberedOrigins = 1000;
        var ids = Add(1000 + Batch - 1);

        File.Origins.Add(Guid.NewGuid(), 5000);
        File.Rollback();

        Assert.Equal(1, File.Origins.Find(ids[0]));
        Assert.Equal(1000 + Batch - 1, File.Origins.Count);
        Add(1);
        Assert.Null(File.Origins.Find(ids[0]));
    }

    private List<Guid> Add(int count)
    {
        var (ids, seq) = (new List<Guid>(), File.Tally.LastOrigin);
        for (var i = 0; i < count; i++)
        {
            ids.Add(Guid.NewGuid());
            File.Origins.Add(ids[i], ++seq);
        }

        File.Commit();
        return ids;
    }
}
