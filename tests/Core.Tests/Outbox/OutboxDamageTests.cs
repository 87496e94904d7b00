using Cloud.Contracts;
using EdgeGateway.Core.Outbox;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

public sealed class OutboxDamageTests
{
    [Fact]
    public async Task Read_ByteFlippedInARow_NamesAGapTellsHeadquartersAndGoesOn()
    {
        await using var fixture = new OutboxFixture();
        await using (var before = fixture.Open())
        {
            await AppendAsync(fixture, before, 10);
        }

        Flip(fixture.Options.Path, "row-4");
        await using var outbox = fixture.Open();
        var epoch = outbox.Epochs()[0].Epoch;
        var batch = outbox.Read(0, 500, 1 << 20)!;
        Assert.Equal([new SeqRange(4, 4)], batch.Gaps);
        Assert.Equal([1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L, 10L], batch.Rows.Select(r => r.Seq));

        await outbox.WaitForMoreAsync(10, Token);
        Assert.Equal([new GapEvent("unknown", epoch, 4, 4, 1, GapReason.Damaged)], Gaps(ReadAll(outbox)));
        await AppendAsync(fixture, outbox, 1);
        Assert.Single(Gaps(ReadAll(outbox)));
        Assert.Equal(11, outbox.Snapshot().Depth);
        Assert.Single(fixture.Log.Lines, l => l.Id == 1008);
        await outbox.DisposeAsync();
        Assert.Empty(OutboxInspection.Verify(fixture.Options.Path));
    }

    [Fact]
    public async Task Read_DamageThatTheCursorPassesBeforeItIsLookedAt_IsToldAllTheSame()
    {
        await using var fixture = new OutboxFixture();
        fixture.Options.CommitWindow = TimeSpan.FromMilliseconds(100);
        await using (var before = fixture.Open())
        {
            var rows = before.AppendAsync([.. Enumerable.Range(1, 10).Select(i => fixture.Ledger($"row-{i}-end"))], Token).AsTask();
            await fixture.Clock.WhenArmedAsync(1, Token);
            fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await rows;
        }

        Flip(fixture.Options.Path, "row-4");
        await using var outbox = fixture.Open();
        var epoch = outbox.Epochs()[0].Epoch;
        var holdsTheWriter = outbox.AppendAsync(fixture.Ledger("eleven"), Token).AsTask();
        await fixture.Clock.WhenArmedAsync(1, Token);
        Assert.Equal([new SeqRange(4, 4)], outbox.Read(0, 500, 1 << 20)!.Gaps);
        Assert.Equal(CursorOutcome.Advanced, outbox.ApplyCursor(epoch, 10));
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await holdsTheWriter;

        await outbox.WaitForMoreAsync(11, Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Equal([new GapEvent("unknown", epoch, 4, 4, 1, GapReason.Damaged)], Gaps(ReadAll(outbox)));
    }

    [Fact]
    public async Task Read_RowsMissing_AreToldAsOneGap()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await AppendAsync(fixture, outbox, 10);
        fixture.Sql("DELETE FROM event WHERE seq BETWEEN 3 AND 6");
        Assert.Equal([new SeqRange(3, 6)], outbox.Read(0, 500, 1 << 20)!.Gaps);
        await outbox.WaitForMoreAsync(10, Token);
        Assert.Equal([new GapEvent("unknown", outbox.Epoch, 3, 6, 4, GapReason.Damaged)], Gaps(ReadAll(outbox)));
        Assert.Equal(7, outbox.Snapshot().Depth);
    }

    [Fact]
    public async Task Read_WhatWasTrimmed_IsNoDamage()
    {
        await using var fixture = new OutboxFixture();
        await using (var before = fixture.Open())
        {
            await AppendAsync(fixture, before, 10);
            before.ApplyCursor(before.Epoch, 6);
        }

        await using var outbox = fixture.Open();
        Assert.Equal([new SeqRange(1, 6)], outbox.Read(0, 500, 1 << 20)!.Gaps);
        await AppendAsync(fixture, outbox, 1);
        Assert.Empty(Gaps(ReadAll(outbox)));
    }

    [Theory]
    [InlineData(0.30)]
    [InlineData(0.55)]
    [InlineData(0.95)]
    public async Task Open_FileCutShort_KeepsWhatIsReadableAndTellsTheRest(double part)
    {
        await using var fixture = new OutboxFixture();
        await using (var before = fixture.Open())
        {
            await AppendAsync(fixture, before, 2000);
        }

        using (var stream = File.OpenWrite(fixture.Options.Path))
        {
            stream.SetLength((long)(stream.Length * part));
        }

        await AssertSalvagedAsync(fixture, 2000, atLeast: 1);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(120)]
    public async Task Open_PagesOverwritten_KeepsWhatIsReadableAndTellsTheRest(int page)
    {
        await using var fixture = new OutboxFixture();
        await using (var before = fixture.Open())
        {
            await AppendAsync(fixture, before, 2000);
        }

        Overwrite(fixture.Options.Path, page * 4096, 4096 * 2);
        await AssertSalvagedAsync(fixture, 2000, atLeast: 0);
    }

    [Fact]
    public async Task Open_HeaderOverwritten_MovesTheFileAsideAndGivesNoIdAgain()
    {
        await using var fixture = new OutboxFixture();
        await using (var before = fixture.Open())
        {
            await AppendAsync(fixture, before, 100);
        }

        Overwrite(fixture.Options.Path, 0, 4096);
        await AssertSalvagedAsync(fixture, 100, atLeast: 0);
    }

    [Fact]
    public async Task Read_PageOverwrittenWhileOpen_IsSalvagedWithoutARestart()
    {
        await using var fixture = new OutboxFixture();
        await using (var before = fixture.Open())
        {
            await AppendAsync(fixture, before, 2000);
        }

        await using var outbox = fixture.Open();
        var epoch = outbox.Epoch;
        Overwrite(fixture.Options.Path, 100 * 4096, 4096);
        var after = 0L;
        var readable = 0;
        while (after < outbox.LastSeq)
        {
            try
            {
                var batch = outbox.Read(after, 500, 1 << 20)!;
                readable += batch.Rows.Count;
                after = batch.Last;
            }
            catch (OutboxUnavailableException)
            {
                await outbox.WaitForMoreAsync(Math.Max(outbox.LastSeq, 2000), Token);
            }
        }

        Assert.NotEqual(epoch, outbox.Epoch);
        Assert.InRange(readable, 1900, 2000);
        Assert.Equal(outbox.Epoch, (await outbox.AppendAsync(fixture.Ledger(), Token)).Epoch);
        Assert.Single(fixture.Log.Lines, l => l.Id == 1007);
    }

    [Fact]
    public async Task Open_SalvageCutShort_IsFinishedByTheNextOpening()
    {
        await using var fixture = new OutboxFixture();
        await using (var before = fixture.Open())
        {
            await AppendAsync(fixture, before, 10);
        }

        // As a kill between building the new file and its taking the place leaves it.
        File.Move(fixture.Options.Path, fixture.Options.Path + ".salvaged");
        await File.WriteAllTextAsync(fixture.Options.Path, "damaged", Token);
        await File.WriteAllTextAsync(fixture.Options.Path + ".salvaging", "half", Token);
        await using var outbox = fixture.Open();
        Assert.Equal(10, outbox.Snapshot().Depth);
        Assert.Single(Directory.GetFiles(fixture.Folder, "outbox.db.damaged-*"));
        Assert.Empty(Directory.GetFiles(fixture.Folder, "outbox.db.salv*"));
    }

    [Fact]
    public async Task Open_LogCutAtEveryFrame_KeepsAPrefixAndGivesNoIdAgain()
    {
        await using var fixture = new OutboxFixture();
        byte[] file;
        byte[] log;
        await using (var outbox = fixture.Open())
        {
            await AppendAsync(fixture, outbox, 12);
            file = await File.ReadAllBytesAsync(fixture.Options.Path, Token);
            log = await File.ReadAllBytesAsync(fixture.Options.Path + "-wal", Token);
        }

        var given = new HashSet<OutboxPosition>();
        for (var length = 32; length <= log.Length; length += 1030)
        {
            await File.WriteAllBytesAsync(fixture.Options.Path, file, Token);
            await File.WriteAllBytesAsync(fixture.Options.Path + "-wal", log[..length], Token);
            File.Delete(fixture.Options.Path + "-shm");
            await using var outbox = fixture.Open();
            var rows = ReadAll(outbox).SelectMany(b => b.Rows).Select(TextOf).ToList();
            Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => $"row-{i}-end"), rows);
            Assert.True(given.Add(await outbox.AppendAsync(fixture.Ledger(), Token)));
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.35)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public async Task Open_LogDamagedInItsMiddle_LosesNothingSilently(double place)
    {
        await using var fixture = new OutboxFixture();
        await KilledAsync(fixture, 80);
        var log = new FileInfo(fixture.Options.Path + "-wal");
        Overwrite(log.FullName, (long)(log.Length * place), 4096);

        await using var outbox = fixture.Open();

        var batches = ReadAll(outbox);
        var rows = batches.SelectMany(b => b.Rows).Where(r => r.Seq <= 80).ToList();
        var told = Gaps(batches);
        Assert.All(rows, r => Assert.Equal($"row-{r.Seq}-end", TextOf(r)));
        Assert.All(Enumerable.Range(1, 80), seq => Assert.True(rows.Exists(r => r.Seq == seq) ^ told.Exists(g => seq >= g.First && seq <= g.Last), $"{seq}"));
        Assert.InRange(rows.Count, 70, 80);
        Assert.Equal(["1-", "2-"], outbox.Epochs().Select(e => e.Epoch[..2]));
    }

    [Fact]
    public async Task Open_LogDamagedBeforeAnotherOpening_KeepsEachRowUnderItsEpoch()
    {
        await using var fixture = new OutboxFixture();
        await KilledAsync(fixture, 30);
        await KilledAsync(fixture, 30);
        var log = new FileInfo(fixture.Options.Path + "-wal");
        Overwrite(log.FullName, log.Length / 4, 4096);

        await using var outbox = fixture.Open();

        var epochs = outbox.Epochs();
        Assert.Equal(["1-", "2-", "3-"], epochs.Select(e => e.Epoch[..2]));
        Assert.Equal(31, epochs[1].First);
        Assert.InRange(ReadAll(outbox).SelectMany(b => b.Rows).Count(r => r.Seq <= 60), 50, 60);
    }

    [Fact]
    public async Task Open_LogDamagedWhereAnOpeningBegan_KeepsItsRowsUnderItsEpoch()
    {
        await using var fixture = new OutboxFixture();
        await KilledAsync(fixture, 30);
        await KilledAsync(fixture, 30);
        Overwrite(fixture.Options.Path + "-wal", 100, 100);

        await using var outbox = fixture.Open();

        var epochs = outbox.Epochs();
        Assert.Equal([(1, 30), (31, 60)], epochs.Take(2).Select(e => (e.First, e.Last)));
        Assert.Equal(["1-", "2-", "3-"], epochs.Select(e => e.Epoch[..2]));
        Assert.Equal(60, ReadAll(outbox).SelectMany(b => b.Rows).Count(r => r.Seq <= 60));
        Assert.Contains(": 60 rows kept, 0 lost", Assert.Single(fixture.Log.Lines, l => l.Id == 1007).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_LogWhoseLastCommitIsDamaged_IsNoDamage()
    {
        await using var fixture = new OutboxFixture();
        await KilledAsync(fixture, 20);
        var log = new FileInfo(fixture.Options.Path + "-wal");
        Overwrite(log.FullName, log.Length - 4096, 4096);

        await using var outbox = fixture.Open();

        Assert.DoesNotContain(fixture.Log.Lines, l => l.Id is 1006 or 1007);
        Assert.InRange(ReadAll(outbox).SelectMany(b => b.Rows).Count(), 18, 19);
    }

    /// <summary>Leaves file and log as a program that is killed after so many commits of one event each.</summary>
    private static async Task KilledAsync(OutboxFixture fixture, int commits)
    {
        byte[] file;
        byte[] log;
        await using (var outbox = fixture.Open())
        {
            for (var i = 0; i < commits; i++)
            {
                await AppendAsync(fixture, outbox, 1);
            }

            file = await File.ReadAllBytesAsync(fixture.Options.Path, Token);
            log = await File.ReadAllBytesAsync(fixture.Options.Path + "-wal", Token);
        }

        await File.WriteAllBytesAsync(fixture.Options.Path, file, Token);
        await File.WriteAllBytesAsync(fixture.Options.Path + "-wal", log, Token);
        File.Delete(fixture.Options.Path + "-shm");
    }

    private static async Task AssertSalvagedAsync(OutboxFixture fixture, int written, int atLeast)
    {
        await using (var outbox = fixture.Open())
        {
            Assert.Contains(fixture.Log.Lines, l => l.Id == 1007);
            Assert.Single(Directory.GetFiles(fixture.Folder, "outbox.db.damaged-*"), f => !f.EndsWith("-wal", StringComparison.Ordinal));
            var batches = ReadAll(outbox);
            var rows = batches.SelectMany(b => b.Rows).Where(r => r.Seq <= written).ToList();
            Assert.InRange(rows.Count, atLeast, written);
            Assert.All(rows, r => Assert.Equal($"row-{r.Seq}-end", TextOf(r)));
            var told = Gaps(batches);
            Assert.All(told, g => Assert.Equal(GapReason.Damaged, g.Why));
            for (var seq = 1L; seq <= written; seq++)
            {
                Assert.True(rows.Exists(r => r.Seq == seq) ^ told.Exists(g => seq >= g.First && seq <= g.Last) || told.Exists(g => g.Count < g.Last - g.First + 1), $"{seq}");
            }

            Assert.True((await outbox.AppendAsync(fixture.Ledger(), Token)).Seq > written || rows.Count == 0);
        }

        Assert.Empty(OutboxInspection.Verify(fixture.Options.Path));
        await using var again = fixture.Open();
        Assert.Single(fixture.Log.Lines, l => l.Id == 1007);
    }

    private static async Task AppendAsync(OutboxFixture fixture, EdgeGateway.Core.Outbox.Outbox outbox, int count)
    {
        foreach (var chunk in Enumerable.Range((int)outbox.LastSeq + 1, count).Chunk(100))
        {
            await outbox.AppendAsync([.. chunk.Select(i => fixture.Ledger($"row-{i}-end"))], Token);
        }
    }

    private static void Flip(string path, string text)
    {
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.True(at > 0);
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private static void Overwrite(string path, long offset, int length)
    {
        using var stream = File.OpenWrite(path);
        stream.Position = offset;
        stream.Write(Enumerable.Repeat((byte)0xa5, length).ToArray());
    }
}
