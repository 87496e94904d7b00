using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Crm.Access;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm;

/// <summary>Who may have a gateway do what, and what is kept of it.</summary>
public abstract class CommandsApiTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly HttpNode<T> _node = new();
    private IMqttConnection _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private GatewayAddress Address => _node.Gateway.Address;

    public async ValueTask InitializeAsync()
    {
        await _node.StartAsync(Cancel);
        _gateway = await _node.Broker.ConnectAsync(new MqttConnectOptions { Host = "h", Port = 1, ClientId = "gw-1" }, Cancel);
        await _gateway.SubscribeAsync([$"{Address.Topic(Topics.Command)}/+"], Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Command_SentForLater_ShowsHowFarItIs_ThenItsAnswer_AndBothEndsAreAudited()
    {
        var manager = await _node.SignInAsync(Role.Region, "store-1");
        using var taken = await SendAsync(manager, "capture?later=true&wait=60", "c-1", """{"device":"scale-1"}""");
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        Assert.Equal("/api/gateways/gw-1/commands/c-1", taken.Headers.Location!.ToString());
        var message = await _gateway.Inbound.ReadAsync(Cancel);
        Assert.Contains(new KeyValuePair<string, string>(GatewayCommands.ProgressProperty, "1"), message.UserProperties);
        Assert.Equal(("capture", "scale-1", "asked"), Head(Assert.Single(await ListAsync())));

        await AnswerAsync(message, CommandStatus.Underway, """{"done":3,"total":10,"unit":"s"}""");
        var underway = await UntilAsync("underway");
        Assert.Equal(3, underway.GetProperty("progress").GetProperty("done").GetInt64());
        await AnswerAsync(message, CommandStatus.Done, """{"bytes":0}""");
        await UntilAsync("done");

        var one = await _node.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/gateways/gw-1/commands/c-1", UriKind.Relative), Cancel);
        Assert.Equal(("test Region", 0), (one.GetProperty("who").GetString(), one.GetProperty("body").GetProperty("bytes").GetInt32()));
        var audit = await _node.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/audit?kind=gateway&subject=gw-1", UriKind.Relative), Cancel);
        Assert.Equal(
            [("gateway.command_ended", "test Region", "done"), ("gateway.commanded", "test Region", null)],
            audit.GetProperty("entries").EnumerateArray().Select(e => (
                e.GetProperty("action").GetString()!, e.GetProperty("name").GetString(), e.GetProperty("detail").TryGetProperty("status", out var status) ? status.GetString() : null)));
    }

    [Fact]
    public async Task Answer_AfterNobodyWaitsAnyMore_ReplacesThatItIsUnknown()
    {
        using var late = await SendAsync(_node.Http, "zero?wait=1", "c-1", """{"device":"scale-1"}""");
        Assert.Equal(HttpStatusCode.GatewayTimeout, late.StatusCode);
        await UntilAsync("unanswered");

        await AnswerAsync(await _gateway.Inbound.ReadAsync(Cancel), CommandStatus.Failed, null, "overload");

        Assert.Equal("overload", (await UntilAsync("failed")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Manager_MayZero_ButNotReadLogsOrWhatTheyGaveBack()
    {
        var manager = await _node.SignInAsync(Role.Manager, "store-1");
        using var refused = await SendAsync(manager, "logs", "c-1", "{}");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Empty(await ListAsync());

        var asking = SendAsync(_node.Http, "logs", "c-2", "{}");
        await AnswerAsync(await _gateway.Inbound.ReadAsync(Cancel), CommandStatus.Done, """{"cut":false,"lines":[]}""");
        using var read = await asking;
        var seen = await manager.GetFromJsonAsync<JsonElement>(new Uri("/api/gateways/gw-1/commands/c-2", UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("body").ValueKind);
    }

    [Theory]
    [InlineData("member-templates")]
    [InlineData("withdraw-consent")]
    [InlineData("paint")]
    public async Task Command_ThatIsNotPeoples_IsNotSent(string name)
    {
        using var response = await SendAsync(_node.Http, name, "c-1", "{}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("restart-device", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.False(_gateway.Inbound.TryRead(out _));
    }

    [Fact]
    public async Task Key_OfAnotherCommand_IsAConflictAndNothingIsSent()
    {
        using var first = await SendAsync(_node.Http, "zero?later=true", "c-1", """{"device":"scale-1"}""");
        await _gateway.Inbound.ReadAsync(Cancel);

        using var other = await SendAsync(_node.Http, "tare?later=true", "c-1", """{"device":"scale-1"}""");
        using var elsewhere = await SendAsync(_node.Http, "zero?later=true", "c-1", """{"device":"scale-2"}""");
        using var again = await SendAsync(_node.Http, "zero?later=true", "c-1", """{"device":"scale-1"}""");

        Assert.Equal(
            [HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Accepted], new[] { other, elsewhere, again }.Select(response => response.StatusCode));
        Assert.EndsWith("/zero", (await _gateway.Inbound.ReadAsync(Cancel)).Topic, StringComparison.Ordinal);
    }

    private static (string?, string?, string?) Head(JsonElement command) =>
        (command.GetProperty("name").GetString(), command.GetProperty("device").GetString(), command.GetProperty("status").GetString());

    private async Task<IReadOnlyList<JsonElement>> ListAsync() =>
        [.. (await _node.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/gateways/gw-1/commands", UriKind.Relative), Cancel)).EnumerateArray()];

    private async Task<JsonElement> UntilAsync(string status)
    {
        while (true)
        {
            if ((await ListAsync()).FirstOrDefault(command => command.GetProperty("status").GetString() == status) is { ValueKind: JsonValueKind.Object } found)
            {
                return found;
            }

            await Task.Yield();
        }
    }

    private Task AnswerAsync(MqttMessage command, string status, string? body, string? reason = null) => _gateway.PublishAsync(
        new MqttMessage
        {
            Topic = command.ResponseTopic!,
            CorrelationData = command.CorrelationData,
            Payload = new CommandResponse(command.UserProperties[0].Value, status, reason, body is null ? null : JsonElement.Parse(body)).ToUtf8(),
        },
        Cancel);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string command, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/gateways/gw-1/commands/{command}", UriKind.Relative))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Cancel);
    }
}

public sealed class CommandsApiOnSqliteTests : CommandsApiTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class CommandsApiOnPostgresTests : CommandsApiTests<PostgresTestDatabase>;
