using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Storage;

namespace Cloud.Tests.Crm.Members;

/// <summary>Headquarters with a key for members, and three stores with a gateway each.</summary>
internal sealed class MembersChain<T> : IAsyncDisposable
    where T : TestDatabase, new()
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly HttpNode<T> _node = new(withMembers: true);
    private readonly Dictionary<string, long> _sent = [];

    internal MembersChain() => Gateways = [new(_node.Broker, "store-1", "gw-1"), new(_node.Broker, "store-2", "gw-2"), new(_node.Broker, "store-3", "gw-3")];

    internal MemberGateway[] Gateways { get; }

    internal HttpClient Http => _node.Http;

    internal HeadquartersDatabase Database => _node.Database;

    internal FakeBroker Broker => _node.Broker;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts headquarters; done when it listens to every store.</summary>
    internal async Task StartAsync()
    {
        await _node.StartAsync(Cancel);
        foreach (var gateway in Gateways)
        {
            await Broker.CursorAsync(gateway.Model, _ => true, Cancel);
        }
    }

    /// <summary>Sends an event of a gateway and waits until it is committed.</summary>
    internal async Task SayAsync(MemberGateway gateway, string type, string data)
    {
        var seq = _sent[gateway.Model.Name] = _sent.GetValueOrDefault(gateway.Model.Name) + 1;
        Broker.Publish(gateway.Model.Message(new BatchHeader("1-a", seq, seq, [], null, false, 1, null), GatewayModel.Join([gateway.Model.Event("1-a", seq, type, null, data)])));
        await Broker.CursorAsync(gateway.Model, c => c.Seq == seq, Cancel);
    }

    internal Task GiveAsync(MemberGateway gateway, string member, bool otherStores = false) => SayAsync(
        gateway, EventTypes.ConsentGiven, $$"""{"member":"{{member}}","text_version":"2026-1","who":"staff-1","language":"en","other_stores":{{(otherStores ? "true" : "false")}}}""");

    internal async Task<HttpStatusCode> PutAsync(string id, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.PutAsync(new Uri($"/api/customers/{id}", UriKind.Relative), content, Cancel);
        return response.StatusCode;
    }

    internal async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, string body = "{}")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), content, Cancel);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    internal async Task<JsonElement> JsonAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Cancel);

    /// <summary>Every gateway of a member and its state, such as <c>gw-1:given gw-2:relayed</c>.</summary>
    internal async Task<string> ConsentsAsync(string member) => string.Join(' ', await ColumnAsync(
        $"SELECT g.gateway || ':' || c.state FROM member_consent c JOIN gateway g ON g.id = c.gateway WHERE c.member = '{member}' ORDER BY g.gateway"));

    internal async Task<List<string>> ColumnAsync(string sql)
    {
        await using var connection = await _node.Database.OpenAsync(Cancel);
        return await connection.Command(sql).ListAsync(r => r.IsDBNull(0) ? "" : r[0].ToString()!, Cancel);
    }

    /// <summary>Asks again, a little apart, until the answer is right; after a minute it will not come any more.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string asked = "")
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        over.CancelAfter(s_patience);
        while (!await condition())
        {
            Assert.False(over.IsCancellationRequested, $"still not so: {asked}");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Cancel);
        }
    }

    internal static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string asked = "") => UntilAsync(() => Task.FromResult(condition()), asked);

    /// <summary>Everything that the tables about members hold, as bytes.</summary>
    internal async Task<byte[]> DumpAsync()
    {
        var dump = new MemoryStream();
        foreach (var table in new[] { "member", "member_name", "member_consent", "member_relay", "member_withdrawal", "gateway_members", "member_line", "event", "notice", "dead_letter" })
        {
            await using var connection = await _node.Database.OpenAsync(Cancel);
            foreach (var row in await connection.Command($"SELECT * FROM {table}").ListAsync(
                r => Enumerable.Range(0, r.FieldCount).Select(i => r[i] as byte[] ?? Encoding.UTF8.GetBytes(r[i].ToString()!)).ToArray(), Cancel))
            {
                foreach (var value in row)
                {
                    dump.Write(value);
                    dump.WriteByte(0);
                }
            }
        }

        return dump.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in Gateways)
        {
            await gateway.DisposeAsync();
        }

        await _node.DisposeAsync();
    }
}
