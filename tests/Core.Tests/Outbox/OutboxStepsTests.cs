using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Outbox.Sqlite;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

/// <summary>Files go forward a schema at a time, and one version back.</summary>
public sealed class OutboxStepsTests
{
    private static readonly OutboxStep s_next = new(
        OutboxSchema.Version + 1,
        OutboxSchema.Version,
        "ALTER TABLE event ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0; CREATE TABLE route(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT");

    [Fact]
    public void Steps_LeadToThisSchemaAndLeaveTheVersionBeforeAWayBack()
    {
        Assert.Equal(Enumerable.Range(OutboxSchema.Oldest + 1, OutboxSchema.Version - OutboxSchema.Oldest), OutboxSteps.All.Select(step => step.Version));
        Assert.All(OutboxSteps.All, step => Assert.InRange(step.Back, OutboxSchema.Oldest, step.Version - 1));
        Assert.Equal(OutboxSchema.Back, OutboxSteps.All.Count == 0 ? OutboxSchema.Oldest : OutboxSteps.All[^1].Back);
    }

    [Fact]
    public async Task Open_FileOfTheNextVersion_GoesOnAndLosesNothing()
    {
        await using var fixture = new OutboxFixture();
        await using (var before = fixture.Open())
        {
            await before.AppendAsync(fixture.Ledger("before the update"), Token);
        }

        Take(fixture, s_next);
        await using (var back = fixture.Open())
        {
            Assert.Equal(2, (await back.AppendAsync(fixture.Ledger("after going back"), Token)).Seq);
            Assert.Equal(["before the update", "after going back"], ReadAll(back).SelectMany(batch => batch.Rows).Select(TextOf));
        }

        Assert.Empty(OutboxInspection.Verify(fixture.Options.Path));
        Assert.Equal(s_next.Version, fixture.Sql("PRAGMA user_version"));
        Take(fixture, s_next);
        Assert.Equal(2, fixture.Sql("SELECT count(*) FROM event WHERE urgent = 0"));
    }

    [Fact]
    public async Task Open_FileTwoVersionsOn_IsRefusedAndLeftAlone()
    {
        await using var fixture = new OutboxFixture();
        await fixture.Open().DisposeAsync();
        Take(fixture, s_next, new OutboxStep(s_next.Version + 1, s_next.Version, "CREATE TABLE other(id INTEGER PRIMARY KEY) STRICT"));

        Assert.Contains($"schema {s_next.Version + 1}, this one knows {OutboxSchema.Version}", Assert.Throws<OutboxOpenException>(fixture.Open).Message, StringComparison.Ordinal);
        Assert.Contains($"has schema {s_next.Version + 1}", Assert.Throws<OutboxOpenException>(() => OutboxInspection.Verify(fixture.Options.Path)).Message, StringComparison.Ordinal);
        Assert.Equal(s_next.Version + 1, fixture.Sql("PRAGMA user_version"));
    }

    [Fact]
    public async Task Take_StepThatFails_LeavesTheVersionBefore()
    {
        await using var fixture = new OutboxFixture();
        await fixture.Open().DisposeAsync();

        Assert.Throws<SqliteFault>(() => Take(fixture, s_next with { Statements = "CREATE TABLE route(id INTEGER PRIMARY KEY) STRICT; CREATE TABLE event(id)" }));

        Assert.Equal(OutboxSchema.Version, fixture.Sql("PRAGMA user_version"));
        Assert.Equal(0, fixture.Sql("SELECT count(*) FROM sqlite_schema WHERE name = 'route'"));
    }

    private static void Take(OutboxFixture fixture, params OutboxStep[] steps)
    {
        using var database = SqliteDatabase.OpenWrite(fixture.Options.Path);
        OutboxSteps.Take(database, steps);
    }
}
