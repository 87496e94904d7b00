using System.Net;
using System.Text;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Access;

/// <summary>The same request once more, at an endpoint that creates.</summary>
public abstract class IdempotentAnswersTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly HttpNode<T> _node = new(withMembers: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _node.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task SameKey_GivesTheSameAnswerAndCreatesOnce()
    {
        var first = await PostAsync(_node.Http, "k-1", """{"name":"Lin"}""");
        var again = await PostAsync(_node.Http, "k-1", """{"name":"Lin"}""");
        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first, again);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(_node.Http, "k-1", """{"name":"Other"}""")).Status);
        Assert.NotEqual(first.Body, (await PostAsync(await _node.SignInAsync(Role.Manager, "store-1"), "k-1", """{"name":"Lin"}""")).Body);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task SameKey_AtOnce_CreatesOnce()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostAsync(_node.Http, "k-1", """{"name":"Lin"}""")));

        Assert.All(all, a => Assert.True(a.Status is HttpStatusCode.Created or HttpStatusCode.Conflict));
        Assert.Contains(all, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Refused_IsNotKept()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_node.Http, "k-1", """{"name":""}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(_node.Http, "k-1", """{"name":"Lin"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(_node.Http, new string('k', 65), """{"name":"Lin"}""")).Status);
    }

    private static async Task<(HttpStatusCode Status, string Body, string? Location)> PostAsync(HttpClient client, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/customers", UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel), response.Headers.Location?.ToString());
    }

    private async Task<long> CountAsync()
    {
        await using var connection = await _node.Database.OpenAsync(Cancel);
        return (await connection.Command("SELECT count(*) FROM member").ListAsync(r => r.GetInt64(0), Cancel)).Single();
    }
}

public sealed class IdempotentAnswersOnSqliteTests : IdempotentAnswersTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class IdempotentAnswersOnPostgresTests : IdempotentAnswersTests<PostgresTestDatabase>;
