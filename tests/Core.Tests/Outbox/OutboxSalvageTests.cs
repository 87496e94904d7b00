using System.Buffers.Binary;
using Cloud.Contracts;
using EdgeGateway.Core.Outbox;

namespace Core.Tests.Outbox;

/// <summary>What a salvage keeps, by what it was that made it necessary, and what an opening takes for damage.</summary>
public sealed class OutboxSalvageTests : OutboxFileTest
{
    private const string Everything =
        """
        SELECT count(*) || '/' || sum(seq * 31 + class * 7 + time % 1000 + crc) || '/' || sum(length(body)) FROM event WHERE seq <= 100 UNION ALL
        SELECT group_concat(told || ' ' || first || ' ' || last || ' ' || count || ' ' || why) FROM gap UNION ALL
        SELECT group_concat(ordinal || ' ' || seq || ' ' || hex(id)) FROM origin UNION ALL
        SELECT group_concat(ordinal || ' ' || name || ' ' || first) FROM epoch WHERE ordinal <= 2 UNION ALL
        SELECT trimmed FROM mark
        """;

    [Fact]
    public void Salvage_OfAFileThatCanAllBeRead_KeepsAllOfIt()
    {
        var ids = Fill();
        var before = All();
        var (rows, bytes, telemetry) = (File.Tally.Rows, File.Tally.Bytes, File.Tally.Telemetry);
        File.Dispose();

        using var salvaged = Salvage();

        Assert.Equal(before, All());
        Assert.Equal((rows, bytes, telemetry, 40), (salvaged.Tally.Rows, salvaged.Tally.Bytes, salvaged.Tally.Telemetry, salvaged.Tally.LastSeq));
        Assert.Equal(3, salvaged.Epochs.Current.Ordinal);
        Assert.Equal(41, salvaged.Epochs.Current.First);
        Assert.All(ids, id => Assert.Equal(id.Seq, salvaged.Origins.Find(id.Id)));
        Assert.Contains($"was salvaged: {rows} rows kept, 0 lost or unreadable", Assert.Single(Fixture.Log.Lines, l => l.Id == 1007).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Salvage_OfAFileThatHeadquartersHasAllOf_GoesOnCountingWhereItWas()
    {
        Fill();
        File.Trim(40);
        File.Commit();
        File.Dispose();

        using var salvaged = Salvage();

        Assert.Equal((40, 40, 0), (salvaged.Tally.LastSeq, salvaged.Tally.Trimmed, salvaged.Tally.Rows));
    }

    [Fact]
    public void Salvage_WhereTheMarkIsGone_CountsFromTheFirstEpochAndTellsWhatIsMissing()
    {
        Fill();
        File.Dispose();
        Fixture.Sql("DELETE FROM mark");

        using var salvaged = Open();

        Assert.Contains("the mark row is missing", Assert.Single(Fixture.Log.Lines, l => l.Id == 1006).Text, StringComparison.Ordinal);
        Assert.Equal(0, salvaged.Tally.Trimmed);
        Assert.Contains("30 rows kept, 5 lost or unreadable", Assert.Single(Fixture.Log.Lines, l => l.Id == 1007).Text, StringComparison.Ordinal);

        // 4 to 7 and 9 were told before.
        Assert.Equal(41, salvaged.Epochs.Current.First);
        Assert.Equal([new SeqRange(1, 3), new SeqRange(8, 8), new SeqRange(10, 10)], salvaged.Rows.Explained(new SeqRange(1, 40)).Where(g => g.Last is 3 or 8 or 10));
    }

    [Fact]
    public void Open_WhereATableIsGone_IsSalvaged()
    {
        Fill();
        File.Dispose();
        Fixture.Sql("DROP TABLE gap");

        using var salvaged = Open();

        Assert.Contains("no such table", Assert.Single(Fixture.Log.Lines, l => l.Id == 1006).Text, StringComparison.Ordinal);
        Assert.Equal((10, 30), (salvaged.Tally.Trimmed, Fixture.Sql("SELECT count(*) FROM event WHERE seq <= 40")));
    }

    [Fact]
    public void Salvage_WhereNobodyKnowsTheEpochs_KeepsNoRowForItWouldBeCountedTwice()
    {
        Fill();
        File.Dispose();
        System.IO.File.Delete(Options.Path + ".opened");
        Fixture.Sql("DROP TABLE epoch");

        using var salvaged = Open();

        Assert.Equal((0, 40, 41), (salvaged.Tally.Rows, salvaged.Tally.Trimmed, salvaged.Epochs.Current.First));
        Assert.Contains(": 0 rows kept", Assert.Single(Fixture.Log.Lines, l => l.Id == 1007).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Salvage_OfAnOlderCopyOfTheFile_TakesNoEpochFromWhatIsRememberedBesideIt()
    {
        Fill();
        File.Dispose();
        var older = System.IO.File.ReadAllBytes(Options.Path);
        Reopen();
        Reopen();
        using (var held = OutboxLock.Take(Options.Path))
        {
            held.Write(File.Epochs);
        }

        File.Dispose();
        System.IO.File.WriteAllBytes(Options.Path, older);

        using var salvaged = Salvage();

        Assert.Equal([1, 2, 3], Enumerable.Range(0, salvaged.Epochs.Count).Select(i => salvaged.Epochs[i].Ordinal));
    }

    [Fact]
    public void Salvage_WhereRowsThatWereCountedAreGone_GivesNoNumberOfTheirsAgain()
    {
        Fill();
        File.Touch();
        File.Dispose();
        Fixture.Sql("DELETE FROM event WHERE seq > 35");

        using var salvaged = Salvage();

        Assert.Equal(41, salvaged.Epochs.Current.First);
        Assert.Contains("25 rows kept, 5 lost or unreadable", Assert.Single(Fixture.Log.Lines, l => l.Id == 1007).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Salvage_WhereNothingButTheEpochsIsLeft_GoesOnBehindTheLastOne()
    {
        Fill();
        File.Dispose();
        Fixture.Sql("DELETE FROM event");
        Fixture.Sql("DELETE FROM mark");

        using var salvaged = Salvage();

        Assert.Equal(21, salvaged.Epochs.Current.First);
    }

    [Fact]
    public void Salvage_OfAFileWithOneEpoch_KeepsItsRows()
    {
        InsertLedger(5);
        File.Commit();
        File.Dispose();

        using var salvaged = Salvage();

        Assert.Equal((5, 6), (salvaged.Tally.Rows, salvaged.Epochs.Current.First));
    }

    [Fact]
    public void Salvage_OfAFileWithOneBrokenPage_LosesTheRowsOfThatPageAlone()
    {
        InsertLedger(2000);
        File.Commit();
        File.Dispose();
        var bytes = System.IO.File.ReadAllBytes(Options.Path);
        Array.Fill(bytes, (byte)0xa5, 100 * 4096, 4096);
        System.IO.File.WriteAllBytes(Options.Path, bytes);

        using var salvaged = Salvage();

        Assert.InRange(Fixture.Sql("SELECT count(*) FROM event WHERE seq <= 2000"), 1975, 1999);
    }

    [Fact]
    public void Salvage_ThriceInTheSameMoment_KeepsEachDamagedFile()
    {
        Fill();
        File.Dispose();
        Salvage().Dispose();
        Salvage().Dispose();
        Salvage().Dispose();

        Assert.Equal(3, Directory.GetFiles(Fixture.Folder, "outbox.db.damaged-*").Count(f => !f.EndsWith("-wal", StringComparison.Ordinal)));
        Assert.Single(Directory.GetFiles(Fixture.Folder, "outbox.db.damaged-*-2"));
        Assert.Single(Directory.GetFiles(Fixture.Folder, "outbox.db.damaged-*-3"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_FileShorterThanItsHeaderSays_SaysSo(bool emptyLog)
    {
        Fill();
        File.Dispose();
        using (var stream = System.IO.File.OpenWrite(Options.Path))
        {
            stream.SetLength(stream.Length - 4096);
        }

        if (emptyLog)
        {
            System.IO.File.WriteAllBytes(Options.Path + "-wal", []);
        }

        Open().Dispose();

        Assert.Contains("it is cut short: ", Assert.Single(Fixture.Log.Lines, l => l.Id == 1006).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Open_FirstPageBrokenBehindItsHeader_IsOursByTheIdOrByWhatIsBesideIt(bool known, bool hasId)
    {
        Fill();
        File.Dispose();
        BreakFirstPage(hasId);
        if (!known)
        {
            System.IO.File.Delete(Options.Path + ".opened");
        }

        Open().Dispose();

        Assert.Single(Fixture.Log.Lines, l => l.Id == 1007);
    }

    [Fact]
    public void Open_BrokenFileOfNobodyKnown_IsRefusedAndLeftAlone()
    {
        Fill();
        File.Dispose();
        BreakFirstPage(hasId: false);
        System.IO.File.Delete(Options.Path + ".opened");
        var bytes = System.IO.File.ReadAllBytes(Options.Path);

        Assert.Contains("cannot be read as an outbox", Assert.Throws<OutboxOpenException>(Open).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(Options.Path));
    }

    [Fact]
    public void Open_LongFileOfAnotherProgram_SaysHowItBegins()
    {
        System.IO.File.WriteAllText(Options.Path, new string('x', 5000));

        Assert.Contains("does not begin as an SQLite file", Assert.Throws<OutboxOpenException>(Open).Message, StringComparison.Ordinal);
    }

    private OutboxFile Salvage() => Open(knownDamaged: true);

    private OutboxFile Open() => Open(knownDamaged: false);

    private OutboxFile Open(bool knownDamaged)
    {
        using var held = OutboxLock.Take(Options.Path);
        return OutboxOpening.Open(Options, held, Fixture.Stamp, Fixture.Log, knownDamaged);
    }

    /// <summary>Two epochs of 20 rows each, of both classes, the first ten gone, a gap told, origins known; written beside the file as well.</summary>
    private List<(Guid Id, long Seq)> Fill()
    {
        var ids = Enumerable.Range(1, 5).Select(i => (Guid.NewGuid(), (long)i * 3)).ToList();
        InsertLedger(12);
        InsertTelemetry(8);
        ids.ForEach(id => File.Origins.Add(id.Item1, id.Item2));
        File.Commit();
        Reopen();
        InsertLedger(15);
        InsertTelemetry(5);
        File.InsertGap(35, new SeqRange(4, 7), 3, "capacity");
        File.InsertGap(36, new SeqRange(9, 9), 1, "damaged");
        File.Trim(10);
        File.Commit();
        using var held = OutboxLock.Take(Options.Path);
        held.Write(File.Epochs);
        return ids;
    }

    private void BreakFirstPage(bool hasId)
    {
        var bytes = System.IO.File.ReadAllBytes(Options.Path);
        Array.Fill(bytes, (byte)0xa5, 100, 1000);
        if (!hasId)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(68), 0);
        }

        System.IO.File.WriteAllBytes(Options.Path, bytes);
    }

    private List<string> All()
    {
        using var database = EdgeGateway.Core.Outbox.Sqlite.SqliteDatabase.OpenWrite(Options.Path);
        using var statement = database.Prepare(Everything);
        var lines = new List<string>();
        while (statement.Step())
        {
            lines.Add(statement.Text(0));
        }

        return lines;
    }
}
