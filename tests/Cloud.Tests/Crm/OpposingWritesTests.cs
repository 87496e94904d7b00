using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>Two nodes that want the same rows in opposite orders.</summary>
[Trait("needs", "postgres")]
public sealed class OpposingWritesTests : IAsyncLifetime
{
    private readonly PostgresTestDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _database.CreateEmptyAsync(Cancel);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Writes_ThatWaitForEachOther_AreBothDoneAndOnceEach()
    {
        var one = _database.Open();
        await SchemaMigration.ApplyAsync(one, new ManualClock(), Cancel);
        await one.WriteAsync(t => t.Command("INSERT INTO store (store, name, time_zone) VALUES ('a', '', 'UTC'), ('b', '', 'UTC')").RunAsync(Cancel), Cancel);
        var (attempts, holding) = (0, 0);
        var bothHoldOne = new TaskCompletionSource();

        await Task.WhenAll(WriteAsync(one, "a", "b", "1"), WriteAsync(_database.Open(), "b", "a", "2"));

        Assert.InRange(attempts, 3, 5);
        await using var connection = await one.OpenAsync(Cancel);
        var names = await connection.Command("SELECT name FROM store ORDER BY store").ListAsync(r => r.GetString(0), Cancel);
        Assert.True(names is ["12", "12"] or ["21", "21"], string.Join(' ', names));

        Task WriteAsync(HeadquartersDatabase node, string first, string second, string mark) => node.WriteAsync(
            async transaction =>
            {
                Interlocked.Increment(ref attempts);
                await AppendAsync(first);
                if (Interlocked.Increment(ref holding) == 2)
                {
                    bothHoldOne.SetResult();
                }

                await bothHoldOne.Task.WaitAsync(Cancel);
                return await AppendAsync(second);

                Task<int> AppendAsync(string store) =>
                    transaction.Command("UPDATE store SET name = name || @mark WHERE store = @store", ("mark", mark), ("store", store)).RunAsync(Cancel);
            },
            Cancel);
    }
}
