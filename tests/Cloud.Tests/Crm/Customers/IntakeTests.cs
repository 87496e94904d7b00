using Cloud.Crm.Customers;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Customers;

/// <summary>One person from many sources, on both databases.</summary>
public abstract class IntakeTests<T> : CustomersTests<T>
    where T : TestDatabase, new()
{
    [Fact]
    public async Task Sources_WithTheSameNumberWrittenDifferently_AreOnePerson()
    {
        var till = await Customers.TakeAsync("till", "t-1", "Lin Wei", phone: "138 0013 8000");
        var shop = await Customers.TakeAsync("web-shop", "w-1", "林薇", phone: "+86-138-0013-8000", email: "Lin.Wei@Example.com");
        var mail = await Customers.TakeAsync("news", "n-1", email: " lin.wei@example.com");

        Assert.Equal((ChangeOutcome.Created, ChangeOutcome.Done, "joined"), (till.Outcome, shop.Outcome, shop.Said));
        Assert.Equal((till.Customer, till.Customer), (shop.Customer, mail.Customer));
        var view = (await Customers.Details.FindAsync(till.Customer, CustomersFixture.Manager, Customers.Key, Cancel))!;
        Assert.Equal(("Lin Wei", "L***@Example.com", 3, null), (view.Name, view.Email, view.Identities.Count, view.JoinedAt));
    }

    [Fact]
    public async Task Source_ChangesWhatItSaidAndNotWhatOthersSaid()
    {
        var id = (await Customers.TakeAsync("web-shop", "w-1", "Lin Wei", phone: "13800138000", version: 1)).Customer;
        await Customers.TakeAsync("till", "t-1", "L. Wei", phone: "13800138000", email: "lin@example.com");
        var changed = await Customers.TakeAsync("web-shop", "w-1", "Lin Wei-Chen", phone: "13900139000", email: "other@example.com", version: 2);
        var again = await Customers.TakeAsync("web-shop", "w-1", "Somebody Else", phone: "13700137000", version: 2);

        Assert.Equal(("changed", ""), (changed.Said, again.Said));
        var view = (await Customers.Details.FindAsync(id, CustomersFixture.Manager, Customers.Key, Cancel))!;
        Assert.Equal(("Lin Wei-Chen", "139****9000", "l***@example.com"), (view.Name, view.Phone, view.Email));
    }

    [Fact]
    public async Task NumbersOfTwoCustomers_AreSuggestedToMergeAndNeverMerged()
    {
        await Customers.SetAsync("c-1", "Lin Wei", phone: "13800138000");
        await Customers.SetAsync("c-2", "Lin Wei", email: "lin@example.com");
        var taken = await Customers.TakeAsync("web-shop", "w-1", "Lin Wei", phone: "13800138000", email: "lin@example.com");

        Assert.Equal("c-1", taken.Customer);
        var pair = Assert.Single((await Customers.Queries.DuplicatesAsync(null, 10, CustomersFixture.Manager, Customers.Key, Cancel)).Duplicates);
        Assert.Equal(("c-1", "c-2", "email"), (pair.One.Id, pair.Other.Id, pair.Why.Single()));
        Assert.Equal(["0"], await Customers.ColumnAsync("SELECT count(*) FROM member WHERE merged_into IS NOT NULL"));

        Assert.True(await Customers.Merges.DismissAsync("c-2", "c-1", CustomersFixture.Manager, Cancel));
        await Customers.TakeAsync("till", "t-1", "Lin Wei", phone: "13800138000", email: "lin@example.com");
        Assert.Empty((await Customers.Queries.DuplicatesAsync(null, 10, CustomersFixture.Manager, Customers.Key, Cancel)).Duplicates);
    }

    [Fact]
    public async Task OnePhone_TakenByManyAtOnceOnTwoNodes_MakesOneCustomer()
    {
        var other = await CustomersFixture.OpenAsync(Database, Clock);
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => (i % 2 == 0 ? Customers : other).TakeAsync("till", $"t-{i}", "Lin Wei", phone: "13800138000"), Cancel)));

        Assert.Single(taken, change => change.Outcome == ChangeOutcome.Created);
        Assert.Single(taken.Select(change => change.Customer).Distinct());
        Assert.Equal(["1"], await Customers.ColumnAsync("SELECT count(*) FROM member"));
        Assert.Equal(["12"], await Customers.ColumnAsync("SELECT count(*) FROM customer_identity"));
    }

    [Fact]
    public async Task Identity_OfSomebodyMerged_AnswersWithTheOneWhoStandsForThem()
    {
        await Customers.SetAsync("c-1", "Lin Wei");
        var shop = (await Customers.TakeAsync("web-shop", "w-1", "Lin Wei", phone: "13800138000")).Customer;
        await Customers.Merges.MergeAsync("c-1", shop, CustomersFixture.Manager, Cancel);

        Assert.Equal("c-1", (await Customers.TakeAsync("web-shop", "w-1", phone: "13800138000")).Customer);
        Assert.Equal("c-1", (await Customers.TakeAsync("till", "t-1", phone: "13800138000")).Customer);
        Assert.Equal(ChangeOutcome.Wrong, (await Customers.TakeAsync("till", "t-2", phone: "13900139000")).Outcome);
    }

    [Fact]
    public async Task RowsOfEarlierVersions_AreIndexedAtTheStart()
    {
        await Customers.SetAsync("c-1", "林 Wei", email: "lin@example.com");
        await Customers.Database.WriteAsync(
            async t =>
            {
                await t.Command("DELETE FROM member_name").RunAsync(Cancel);
                return await t.Command("UPDATE member SET indexed = 0, email_index = NULL").RunAsync(Cancel);
            },
            Cancel);
        await new CustomerIndexing(Customers.Database, Clock).CatchUpAsync(Customers.Key, Cancel);

        Assert.Equal("c-1", (await Customers.TakeAsync("till", "t-1", email: "LIN@example.com")).Customer);
        Assert.Equal("c-1", Assert.Single((await Customers.Queries.ListAsync(new CustomerQuestion("wei", null, null, null, 10), CustomersFixture.Manager, Customers.Key, Cancel)).Customers).Id);
    }
}

public sealed class IntakeOnSqliteTests : IntakeTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class IntakeOnPostgresTests : IntakeTests<PostgresTestDatabase>;
