using EdgeGateway.Core.Outbox;

namespace Core.Tests.Outbox;

/// <summary>Who holds the outbox, and what is remembered beside it.</summary>
public sealed class OutboxLockTests : OutboxFileTest
{
    [Fact]
    public void Epochs_WrittenAtAnOpening_AreReadBackAsTheyWere()
    {
        InsertLedger(7);
        File.Commit();
        Reopen();
        using var held = OutboxLock.Take(Options.Path);
        Assert.Empty(held.ReadEpochs());
        Assert.False(held.WasOurs);

        held.Write(File.Epochs);

        Assert.Equal([File.Epochs[0], File.Epochs[1]], held.ReadEpochs());
        Assert.Equal([1, 8], held.ReadEpochs().Select(e => e.First));
    }

    [Fact]
    public void IsTaken_TellsAHolderFromNoneAndFromWhatIsNoLock()
    {
        Assert.False(OutboxLock.IsTaken(Options.Path));
        Assert.False(OutboxLock.IsTaken(Path.Combine(Fixture.Folder, "none", "outbox.db")));
        Directory.CreateDirectory(Path.Combine(Fixture.Folder, "folder.lock"));
        Assert.False(OutboxLock.IsTaken(Path.Combine(Fixture.Folder, "folder")));

        using (OutboxLock.Take(Options.Path))
        {
            Assert.True(OutboxLock.IsTaken(Options.Path));
        }

        Assert.False(OutboxLock.IsTaken(Options.Path));
    }
}
