using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;

namespace Cloud.Tests.Crm.Customers;

/// <summary>Who finds whom and sees what of them, on both databases.</summary>
public abstract class CustomerListTests<T> : CustomersTests<T>
    where T : TestDatabase, new()
{
    [Fact]
    public async Task Callers_SeeWhatTheirRoleMay()
    {
        await Customers.SetAsync("c-1", "林晓梅", phone: "13800138000", store: "store-1");
        await Customers.SetAsync("c-2", "林 Wei", phone: "13900139000", store: "store-2");
        await Customers.SetAsync("c-3", "Lin", store: "store-3");
        var associate = new Caller("a-1", "Wu", Role.Associate, new HashSet<string> { "store-1", "store-3" });
        var auditor = new Caller("a-2", "He", Role.Auditor, null);

        Assert.Equal("c-3 Lin -, c-1 林晓梅 138****8000", await RowsAsync(null, associate));
        Assert.Equal("c-1 林晓梅 138****8000", await RowsAsync("林", associate));
        Assert.Equal("c-2 林 Wei 139****9000", await RowsAsync("+86 139 0013 9000", associate));
        Assert.Equal("", await RowsAsync(null, associate with { Stores = new HashSet<string>() }));
        Assert.Equal("c-3 L** -, c-2 林** -, c-1 林** -", await RowsAsync(null, auditor));
        var view = (await Customers.Details.FindAsync("c-1", auditor, Customers.Key, Cancel))!;
        Assert.Equal(("林**", null), (view.Name, view.Phone));
    }

    [Fact]
    public async Task Consents_OfEverybody_AreListedLatestFirstWithWhatHolds()
    {
        var consents = new ConsentQueries(Customers.Database);
        foreach (var (id, given) in new[] { ("c-1", true), ("c-2", true), ("c-1", false), ("c-2", true) })
        {
            await Customers.SetAsync(id, $"Person {id[2..]}");
            await Customers.Consents.SetAsync(id, new ConsentBody("marketing", "sms", given, "2026-1", "en"), CustomersFixture.Manager, Cancel);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await consents.MarketingAsync(null, null, null, 1, CustomersFixture.Manager, Cancel);
        var second = await consents.MarketingAsync(null, "2026-1", CustomerMark.Read(first.Next!), 1, CustomersFixture.Manager, Cancel);
        Assert.Equal(["c-1 withdrawn", "c-2 given"], first.Consents.Concat(second.Consents).Select(c => $"{c.Customer} {c.State}"));
        Assert.Null(second.Next);
        Assert.Equal((2, 1), ((await consents.TextsAsync(Cancel)).Texts.Single().Given, (await consents.TextsAsync(Cancel)).Texts.Single().Withdrawn));
        Assert.Empty((await consents.FacesAsync("given", null, null, 10, CustomersFixture.Manager, Cancel)).Consents);
    }

    private async Task<string> RowsAsync(string? search, Caller caller) => string.Join(", ",
        (await Customers.Queries.ListAsync(new CustomerQuestion(search, null, null, null, 10), caller, Customers.Key, Cancel)).Customers
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Id} {c.Name} {c.Phone ?? "-"}")));
}

public sealed class CustomerListOnSqliteTests : CustomerListTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class CustomerListOnPostgresTests : CustomerListTests<PostgresTestDatabase>;
