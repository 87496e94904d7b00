using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm;

/// <summary>Commands and wanted configurations, from the interface to a gateway played by the test and back.</summary>
public abstract class GatewayApiTests<T> : IAsyncLifetime
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
        await _gateway.SubscribeAsync([$"{Address.Topic(Topics.Command)}/+", Address.Topic(Topics.Desired)], Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Command_Answered_IsTheAnswer()
    {
        var asking = CommandAsync("/api/gateways/gw-1/commands/print?wait=60", "job-1");

        var message = await _gateway.Inbound.ReadAsync(Cancel);
        Assert.Equal($"{Address.Topic(Topics.Command)}/print", message.Topic);
        Assert.Equal("""{"template":"test-page"}""", Encoding.UTF8.GetString(message.Payload.Span));
        Assert.Equal([new("id", "job-1"), new("progress", "1")], message.UserProperties);
        Assert.Equal(60u, message.ExpirySeconds);
        Assert.False(message.Retain);
        await AnswerAsync(message, "done");

        using var response = await asking;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(("job-1", "done"), (answer.GetProperty("id").GetString(), answer.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Command_NotAnswered_IsUnknownAndSaysSo()
    {
        using var response = await CommandAsync("/api/gateways/gw-1/commands/print?wait=1", "job-1");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Contains("Idempotency-Key", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OfAnotherGateway_IsNotTaken()
    {
        var asking = CommandAsync("/api/gateways/gw-1/commands/print?wait=60", "job-1");
        var message = await _gateway.Inbound.ReadAsync(Cancel);
        var elsewhere = GatewayAddress.Of("store-2", "gw-2").Topic(Topics.Response) + "/node-1";
        _node.Broker.Publish(new MqttMessage
        {
            Topic = elsewhere, CorrelationData = message.CorrelationData, Payload = new CommandResponse("job-1", CommandStatus.Failed, null, null).ToUtf8(),
        });
        await AnswerAsync(message, "done");

        using var response = await asking;
        Assert.Equal("done", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("/api/gateways/gw-9/commands/print", HttpStatusCode.NotFound)]
    [InlineData("/api/gateways/gw-1/commands/PRINT", HttpStatusCode.BadRequest)]
    [InlineData("/api/gateways/gw-1/commands/print?wait=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/gateways/gw-1/commands/print?wait=301", HttpStatusCode.BadRequest)]
    public async Task Command_ThatCannotBeSent_IsToldWhy(string path, HttpStatusCode status)
    {
        using var response = await CommandAsync(path, "job-1");

        Assert.Equal(status, response.StatusCode);
        Assert.NotEmpty((await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Change_FromAnotherSitesPage_IsRefused()
    {
        using var request = Request("/api/gateways/gw-1/commands/print", "job-1");
        request.Headers.Add("Origin", "https://shop.example");
        using var response = await _node.Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Config_Wanted_ReachesTheGatewayAndShowsItsReport()
    {
        using var none = await _node.Http.GetAsync(new Uri("/api/gateways/gw-1/config", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);

        Assert.Equal(1, await DesireAsync("""{"planogram":{"plates":[]}}"""));
        Assert.Equal(2, await DesireAsync("""{"planogram":{"plates":[1]}}"""));
        Assert.Equal("""{"version":2,"config":{"planogram":{"plates":[1]}}}""", await WantedAsync(2));

        await _gateway.PublishAsync(
            new MqttMessage
            {
                Topic = Address.Topic(Topics.Reported), Retain = true,
                Payload = new ReportedDocument(2, ReportedDocument.Refused, [new ReportedMistake("config.planogram.plates[0]", "expected an object")]).ToUtf8(),
            },
            Cancel);
        var twin = await ReportedAsync();

        Assert.Equal(2, twin.GetProperty("version").GetInt64());
        Assert.Equal("refused", twin.GetProperty("reported").GetProperty("status").GetString());
        Assert.Equal("config.planogram.plates[0]", twin.GetProperty("reported").GetProperty("errors")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Config_Unanswered_IsPublishedAgainAfterTheConnectionBroke()
    {
        await DesireAsync("""{"planogram":{}}""");
        await WantedAsync(1);

        _node.Broker.CutAll();
        _gateway = await _node.Broker.ConnectAsync(new MqttConnectOptions { Host = "h", Port = 1, ClientId = "gw-1", CleanStart = false }, Cancel);

        Assert.Equal("""{"version":1,"config":{"planogram":{}}}""", await WantedAsync(1));
    }

    /// <summary>What comes of that version; an earlier one may come twice, for it is published again where the connection is new.</summary>
    private async Task<string> WantedAsync(long version)
    {
        while (true)
        {
            var text = Encoding.UTF8.GetString((await _gateway.Inbound.ReadAsync(Cancel)).Payload.Span);
            if (JsonElement.Parse(text).GetProperty("version").GetInt64() == version)
            {
                return text;
            }
        }
    }

    private async Task<JsonElement> ReportedAsync()
    {
        while (true)
        {
            var twin = await _node.Http.GetFromJsonAsync<JsonElement>(new Uri("/api/gateways/gw-1/config", UriKind.Relative), Cancel);
            if (twin.GetProperty("reported").ValueKind == JsonValueKind.Object)
            {
                return twin;
            }

            await Task.Yield();
        }
    }

    private async Task<long> DesireAsync(string config)
    {
        using var content = Json(config);
        using var response = await _node.Http.PutAsync(new Uri("/api/gateways/gw-1/config", UriKind.Relative), content, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("version").GetInt64();
    }

    private Task AnswerAsync(MqttMessage command, string status) => _gateway.PublishAsync(
        new MqttMessage
        {
            Topic = command.ResponseTopic!,
            CorrelationData = command.CorrelationData,
            Payload = new CommandResponse(command.UserProperties[0].Value, status, null, null).ToUtf8(),
        },
        Cancel);

    private async Task<HttpResponseMessage> CommandAsync(string path, string key)
    {
        using var request = Request(path, key);
        return await _node.Http.SendAsync(request, Cancel);
    }

    private static HttpRequestMessage Request(string path, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = Json("""{"template":"test-page"}""") };
        request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private static ByteArrayContent Json(string text) =>
        new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}

public sealed class GatewayApiOnSqliteTests : GatewayApiTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class GatewayApiOnPostgresTests : GatewayApiTests<PostgresTestDatabase>;
