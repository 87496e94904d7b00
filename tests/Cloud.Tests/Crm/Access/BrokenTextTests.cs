using System.Net;
using System.Text;
using Cloud.Crm.Access;

namespace Cloud.Tests.Crm.Access;

/// <summary>Bodies that are kept as they came, with texts that are none.</summary>
public sealed class BrokenTextTests : IAsyncLifetime
{
    private readonly HttpNode<SqliteTestDatabase> _node = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _node.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Theory]
    [InlineData("/api/gateways/gw-1/config", """{"planogram":{"\ud800":1}}""")]
    [InlineData("/api/gateways/gw-1/config", """{"planogram":{"version":"\udc00"}}""")]
    [InlineData("/api/planograms/store-1/gw-1", """{"plates":[{"plate":"\ud800"}]}""")]
    public async Task Body_WithHalfASurrogatePair_IsRefusedAsOne(string path, string json)
    {
        var client = await _node.SignInAsync(Role.Admin);
        using var body = new StringContent(json, Encoding.UTF8, "application/json");

        using var answer = await client.PutAsync(new Uri(path, UriKind.Relative), body, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
