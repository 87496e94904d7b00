using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Outbox;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

public sealed class OutboxInspectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Describe_OpenOrClosed_SaysWhatIsInside(bool open)
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await outbox.AppendAsync([fixture.Ledger("a", Guid.NewGuid()), fixture.Telemetry("b"), fixture.Ledger("c")], Token);
        if (!open)
        {
            outbox.ApplyCursor(outbox.Epoch, 1);
            await outbox.DisposeAsync();
        }

        var description = OutboxInspection.Describe(fixture.Options.Path);
        Assert.Equal(open, description.InUse);
        Assert.Equal(open ? (3, 2, 1, 0) : (2, 1, 1, 1), (description.Events, description.Ledger, description.Telemetry, description.TrimmedSeq));
        Assert.Equal((3, 1), (description.LastSeq, description.Origins));
        Assert.Equal([new OutboxEpochRange(outbox.Epoch, 1, 3)], description.Epochs);
        Assert.Equal(fixture.Clock.GetUtcNow(), description.OldestTime);
        Assert.Empty(OutboxInspection.Verify(fixture.Options.Path));
    }

    [Fact]
    public async Task Export_Events_AreWholeAndReadable()
    {
        await using var fixture = new OutboxFixture();
        await using (var outbox = fixture.Open())
        {
            await outbox.AppendAsync([fixture.Ledger("a"), fixture.Telemetry("b")], Token);
        }

        var events = new List<StoreEvent>();
        var exported = OutboxInspection.Export(
            fixture.Options.Path,
            line =>
            {
                Assert.Null(StoreEvent.TryRead(JsonDocument.Parse(line.ToArray()).RootElement, out var storeEvent));
                events.Add(storeEvent!);
            },
            problem => Assert.Fail(problem.What));
        Assert.Equal(2, exported);
        Assert.Equal([("gw-1", 1L), ("gw-1", 2L)], events.Select(e => (e.Id.Gateway, e.Id.Seq)));
        Assert.Equal([EventClass.Ledger, EventClass.Telemetry], events.Select(e => e.Class));
    }

    [Fact]
    public async Task Verify_FlippedRowAndHole_NamesBoth()
    {
        await using var fixture = new OutboxFixture();
        await using (var outbox = fixture.Open())
        {
            await outbox.AppendAsync([.. Enumerable.Range(1, 9).Select(i => fixture.Ledger($"row-{i}"))], Token);
        }

        fixture.Sql("DELETE FROM event WHERE seq IN (4, 5, 9)");
        fixture.Sql("UPDATE event SET time = time + 1 WHERE seq = 7");
        fixture.Sql("UPDATE mark SET counted = 9");
        Assert.Equal(
            [(7L, 7L), (4L, 5L), (9L, 9L)],
            OutboxInspection.Verify(fixture.Options.Path).Select(p => (p.First, p.Last)));
        var problems = new List<OutboxProblem>();
        Assert.Equal(5, OutboxInspection.Export(fixture.Options.Path, _ => { }, problems.Add));
        Assert.Equal(7, Assert.Single(problems).First);
    }

    [Fact]
    public void Describe_NoFile_SaysSo() =>
        Assert.Contains("no outbox at /nowhere/outbox.db", Assert.Throws<OutboxOpenException>(() => OutboxInspection.Describe("/nowhere/outbox.db")).Message);

    [Fact]
    public async Task Describe_NotAnOutbox_SaysSo()
    {
        await using var fixture = new OutboxFixture();
        await File.WriteAllTextAsync(fixture.Options.Path, new string('x', 8192), Token);
        Assert.Throws<OutboxOpenException>(() => OutboxInspection.Verify(fixture.Options.Path));
    }
}
