using Cloud.Contracts;

namespace Core.Tests.Outbox;

/// <summary>Single rows of the file: found, counted, taken out, and put back where the transaction is.</summary>
public sealed class OutboxRowsTests : OutboxFileTest
{
    [Fact]
    public void Nth_OfRowsWithHolesBetweenThem_CountsRowsAndNotNumbers()
    {
        InsertLedger(6);
        File.Rows.Delete(4);

        Assert.Equal(2, File.Rows.Nth(2, 0));
        Assert.Equal(3, File.Rows.Nth(2, 1));
        Assert.Equal(5, File.Rows.Nth(2, 2));
        Assert.Equal(6, File.Rows.Nth(2, 3));
        Assert.Null(File.Rows.Nth(2, 4));
    }

    [Fact]
    public void Delete_OneOfEachClass_CountsThemOutAndARollbackIn()
    {
        InsertLedger(1);
        InsertTelemetry(2);
        File.Commit();
        var (rows, bytes, telemetry) = (File.Tally.Rows, File.Tally.Bytes, File.Tally.Telemetry);

        var ledger = File.Rows.Delete(1);
        Assert.Equal((2, bytes - ledger, 2), (File.Tally.Rows, File.Tally.Bytes, File.Tally.Telemetry));
        var sample = File.Rows.Delete(2);
        Assert.Equal((1, bytes - ledger - sample, 1), (File.Tally.Rows, File.Tally.Bytes, File.Tally.Telemetry));
        Assert.Equal(0, File.Rows.Delete(2));
        Assert.Equal(1, File.Tally.Rows);
        Assert.Equal(bytes - ledger - sample, sample);

        File.Rollback();
        Assert.Equal((rows, bytes, telemetry), (File.Tally.Rows, File.Tally.Bytes, File.Tally.Telemetry));
        Assert.Equal(3, Fixture.Sql("SELECT count(*) FROM event"));
    }

    [Fact]
    public void Delete_ARunThatIsRolledBack_IsThereAgain()
    {
        InsertLedger(5);
        File.Commit();

        File.Rows.Delete(new SeqRange(2, 4));
        File.Rollback();

        Assert.Equal(5, Fixture.Sql("SELECT count(*) FROM event"));
    }

    [Fact]
    public void FindDamage_SingleRowsMissingAtBothEndsAndBetween_NamesEach()
    {
        InsertLedger(9);
        File.Commit();
        Fixture.Sql("DELETE FROM event WHERE seq IN (1, 5, 9)");
        Fixture.Sql("UPDATE event SET crc = crc + 1 WHERE seq = 6");

        Assert.Equal([new SeqRange(1, 1), new SeqRange(5, 6), new SeqRange(9, 9)], File.Rows.FindDamage(new SeqRange(1, 9)));
    }

    [Fact]
    public void TakeGapsToldIn_RolledBack_AreThereToBeTakenAgain()
    {
        InsertLedger(6);
        File.InsertGap(4, new SeqRange(1, 2), 2, "damaged");
        File.Commit();

        Assert.Equal([(new SeqRange(1, 2), 2L, "damaged")], File.Rows.TakeGapsToldIn(3, 6));
        Assert.Empty(File.Rows.TakeGapsToldIn(3, 6));
        File.Rollback();

        Assert.Single(File.Rows.TakeGapsToldIn(3, 6));
    }
}
