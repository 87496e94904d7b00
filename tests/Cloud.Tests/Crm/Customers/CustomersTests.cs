using Tests.Shared;

namespace Cloud.Tests.Crm.Customers;

/// <summary>Tests over a database of customers, opened by one node.</summary>
public abstract class CustomersTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private protected T Database { get; } = new();

    private protected ManualClock Clock { get; } = new();

    private protected CustomersFixture Customers { get; private set; } = null!;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Database.CreateAsync(Cancel);
        Customers = await CustomersFixture.OpenAsync(Database, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
