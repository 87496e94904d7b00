using Cloud.Crm.Customers;

namespace Cloud.Tests.Crm.Customers;

/// <summary>Merging loses nothing, and undoing it leaves what there would be without it, on both databases.</summary>
public abstract class MergeTests<T> : CustomersTests<T>
    where T : TestDatabase, new()
{
    // Bookkeeping of changes, which undoing is one of, apart.
    private static readonly string[] s_state =
    [
        "SELECT id, name, level, contact, phone_index, email_index, card_index, usual, notes, home_store, joined_at, merged_into, gone, created_at, updated_at FROM member ORDER BY id",
        "SELECT * FROM customer_identity ORDER BY source, external_index", "SELECT * FROM customer_tag ORDER BY customer, tag", "SELECT * FROM customer_note ORDER BY id",
        "SELECT * FROM customer_consent ORDER BY id", "SELECT * FROM customer_duplicate ORDER BY one, other",
    ];

    [Fact]
    public async Task AnyMergesAndUnmerges_ThenAllUndone_LeaveExactlyWhatWasBefore()
    {
        const int people = 6;
        for (var i = 0; i < people; i++)
        {
            await Customers.SetAsync($"c-{i}", $"Person {i}", phone: $"1380013800{i}", card: $"CARD{i}");
            await Customers.Remarks.TagAsync($"c-{i}", $"tag-{i % 2}", CustomersFixture.Manager, Cancel);
            await Customers.Remarks.NoteAsync($"c-{i}", $"note {i}", CustomersFixture.Manager, Cancel);
            await Customers.TakeAsync("shop", $"s-{i}", phone: $"1380013800{i}");
        }

        var before = await Customers.DumpAsync(s_state);
        await Samples.SeedsAsync(8, seed => RunAsync(new Random(seed), people, before));
    }

    [Fact]
    public async Task Merged_AreOnePersonByEveryNumberAndTellEveryNote()
    {
        await Customers.SetAsync("c-1", "林晓梅", phone: "138 0013 8000");
        await Customers.SetAsync("c-2", "Lin Xiaomei", email: "Lin@Example.com", card: "VIP-2");
        await Customers.Remarks.TagAsync("c-2", "tea", CustomersFixture.Manager, Cancel);
        await Customers.Remarks.NoteAsync("c-2", "allergic to nuts", CustomersFixture.Manager, Cancel);
        var merge = await Customers.Merges.MergeAsync("c-1", "c-2", CustomersFixture.Manager, Cancel);

        Assert.Equal(ChangeOutcome.Created, merge.Outcome);
        Assert.Equal("c-1 c-1 c-1", string.Join(' ', await FindAsync("lin@example.com"), await FindAsync("+86 13800138000"), await FindAsync("vip2")));
        var view = (await Customers.Details.FindAsync("c-2", CustomersFixture.Manager, Customers.Key, Cancel))!;
        Assert.Equal(("c-1", "tea", "allergic to nuts", "l***@example.com"), (view.Id, view.Tags.Single(), view.Notes.Single().Text, view.Others.Single().Email?.ToLowerInvariant()));
        Assert.Equal("c-1", Assert.Single((await Customers.Queries.ListAsync(new CustomerQuestion(null, "tea", null, null, 10), CustomersFixture.Manager, Customers.Key, Cancel)).Customers).Id);

        Assert.Equal(ChangeOutcome.Conflict, (await Customers.Merges.MergeAsync("c-2", "c-1", CustomersFixture.Manager, Cancel)).Outcome);
        Assert.Equal("c-2", (await Customers.Merges.UndoAsync(merge.Customer, CustomersFixture.Manager, Cancel)).Customer);
        Assert.Equal("c-2", await FindAsync("vip2"));
        Assert.Equal(ChangeOutcome.Conflict, (await Customers.Merges.UndoAsync(merge.Customer, CustomersFixture.Manager, Cancel)).Outcome);
    }

    [Fact]
    public async Task Merge_MadeByTwoAtOnceBothWays_MakesOnePersonOnce()
    {
        await Customers.SetAsync("c-1", "One");
        await Customers.SetAsync("c-2", "Two");
        var other = await CustomersFixture.OpenAsync(Database, Clock);
        var both = await Task.WhenAll(
            Task.Run(() => Customers.Merges.MergeAsync("c-1", "c-2", CustomersFixture.Manager, Cancel), Cancel), Task.Run(() => other.Merges.MergeAsync("c-2", "c-1", CustomersFixture.Manager, Cancel), Cancel));

        Assert.Single(both, change => change.Outcome == ChangeOutcome.Created);
        Assert.Equal(["1"], await Customers.ColumnAsync("SELECT count(*) FROM member WHERE merged_into IS NOT NULL"));
    }

    private async Task RunAsync(Random random, int people, string before)
    {
        var open = new List<string>();
        for (var step = 0; step < 12; step++)
        {
            if (open.Count > 0 && random.Next(3) == 0)
            {
                await UndoAsync(open, random);
                continue;
            }

            var change = await Customers.Merges.MergeAsync($"c-{random.Next(people)}", $"c-{random.Next(people)}", CustomersFixture.Manager, Cancel);
            if (change.Outcome == ChangeOutcome.Created)
            {
                open.Add(change.Customer);
            }
        }

        // Who stands for whom never points at somebody who was merged, and each root's people are those its edges reach.
        Assert.Equal(["0"], await Customers.ColumnAsync("SELECT count(*) FROM member m JOIN member r ON r.id = m.merged_into WHERE r.merged_into IS NOT NULL"));
        Assert.Equal([$"{open.Count}"], await Customers.ColumnAsync("SELECT count(*) FROM member WHERE merged_into IS NOT NULL"));
        while (open.Count > 0)
        {
            await UndoAsync(open, random);
        }

        Assert.Equal(before, await Customers.DumpAsync(s_state));
    }

    private async Task UndoAsync(List<string> open, Random random)
    {
        var which = random.Next(open.Count);
        Assert.Equal(ChangeOutcome.Done, (await Customers.Merges.UndoAsync(open[which], CustomersFixture.Manager, Cancel)).Outcome);
        open.RemoveAt(which);
    }

    private async Task<string?> FindAsync(string number)
    {
        await using var connection = await Customers.Database.OpenAsync(Cancel);
        return await Customers.Book.FindAsync(connection, CustomerKey.OfPhone(number), Cancel) ?? await Customers.Book.FindAsync(connection, CustomerKey.OfCard(number), Cancel)
            ?? await Customers.Book.FindAsync(connection, CustomerKey.OfEmail(number), Cancel);
    }
}

public sealed class MergeOnSqliteTests : MergeTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class MergeOnPostgresTests : MergeTests<PostgresTestDatabase>;
