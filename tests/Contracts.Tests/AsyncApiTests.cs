using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Contracts.Members;

namespace Contracts.Tests;

/// <summary>Holds docs/asyncapi.json to the code, both ways.</summary>
public sealed class AsyncApiTests
{
    private static readonly JsonElement s_document =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "asyncapi.json"))).RootElement;

    [Theory]
    [InlineData("events", Topics.Events)]
    [InlineData("cursor", Topics.Cursor)]
    [InlineData("state", Topics.State)]
    [InlineData("desired", Topics.Desired)]
    [InlineData("reported", Topics.Reported)]
    [InlineData("command", Topics.Command + "/{name}")]
    [InlineData("response", Topics.Response + "/{asker}")]
    public void ChannelAddress_IsTheTopicTheCodeUses(string channel, string leaf)
    {
        var address = s_document.GetProperty("channels").GetProperty(channel).GetProperty("address").GetString()!;
        var gateway = new GatewayAddress(7, "store-1", "gw-1");

        Assert.Equal(gateway.Topic(leaf), address.Replace("{shard}", "7").Replace("{store}", "store-1").Replace("{gateway}", "gw-1"));
    }

    [Fact]
    public void Channels_AreAllThereAre() =>
        Assert.Equal(["command", "cursor", "desired", "events", "reported", "response", "state"], Names(s_document.GetProperty("channels")).Order());

    [Fact]
    public void BatchHeaders_AreTheUserPropertiesTheCodeWrites()
    {
        var written = new BatchHeader("e", 1, 9, [new SeqRange(2, 3)], new EpochEnd("d", 5), true, 9, "2026-01-01T00:00:00.000Z").ToProperties().Select(p => p.Key);
        var headers = s_document.GetProperty("components").GetProperty("messages").GetProperty("eventBatch").GetProperty("headers");
        var always = new BatchHeader("e", 1, 1, [], null, false, 1, null).ToProperties().Select(p => p.Key);

        Assert.Equal(written.Order(), Names(headers.GetProperty("properties")).Order());
        Assert.Equal(always.Order(), headers.GetProperty("required").EnumerateArray().Select(e => e.GetString()).Order());
    }

    [Fact]
    public void Documents_HaveTheMembersTheCodeWrites()
    {
        Assert.Equal(Written(new CursorDocument("e", 1).ToUtf8()), Documented("cursor"));
        Assert.Equal(Written(new StateDocument(StateDocument.Online, "1", "b").ToUtf8()), Documented("state"));

        Assert.Equal(Written(new CommandResponse("c", CommandStatus.Done, null, null).ToUtf8()), Documented("response"));
        Assert.Equal(Written(new ReportedDocument(1, ReportedDocument.Applied, []).ToUtf8()), Documented("reported"));

        static IEnumerable<string> Written(byte[] json) => Names(JsonDocument.Parse(json).RootElement).Order();
        static IEnumerable<string> Documented(string message) =>
            Names(s_document.GetProperty("components").GetProperty("messages").GetProperty(message).GetProperty("payload").GetProperty("properties")).Order();
    }

    [Fact]
    public void EventSchemas_AreTheCatalogue()
    {
        var schemas = s_document.GetProperty("components").GetProperty("schemas");

        Assert.Equal(EventCatalog.All.Select(e => e.Type).Order(StringComparer.Ordinal), Names(schemas).Where(n => n != "event").Order(StringComparer.Ordinal));
        Assert.All(EventCatalog.All, description =>
        {
            var properties = schemas.GetProperty(description.Type).GetProperty("allOf")[1].GetProperty("properties");
            Assert.Equal(description.Class == EventClass.Ledger ? "ledger" : "telemetry", properties.GetProperty("class").GetProperty("const").GetString());
            Assert.Equal(EventBody.DataSchema(description.Type), properties.GetProperty("dataschema").GetProperty("const").GetString());
            Assert.Equal(
                description.Required.Select(m => m.Name),
                properties.GetProperty("data").GetProperty("required").EnumerateArray().Select(e => e.GetString()!));
            if (properties.GetProperty("data").TryGetProperty("properties", out var members))
            {
                Assert.Equal(
                    description.Required.Concat(description.Optional).Select(m => (m.Name, JsonType(m.Kind))),
                    members.EnumerateObject().Select(m => (m.Name, m.Value.GetProperty("type").GetString()!)));
            }
        });
    }

    [Fact]
    public void Commands_HaveTheMembersTheCodeWrites()
    {
        var documented = s_document.GetProperty("components").GetProperty("messages").GetProperty("command").GetProperty("payload").GetProperty("anyOf").EnumerateArray()
            .ToDictionary(body => body.GetProperty("title").GetString()!, body => Names(body.GetProperty("properties")));
        var device = JsonSerializer.SerializeToElement(new DeviceOrder("d"), GatewayCommandJson.Default.DeviceOrder);
        var written = new Dictionary<string, JsonElement>
        {
            [GatewayCommands.Zero] = device,
            [GatewayCommands.Tare] = device,
            [GatewayCommands.RestartDevice] = device,
            [GatewayCommands.Capture] = JsonSerializer.SerializeToElement(new CaptureOrder("d", 1, 1), GatewayCommandJson.Default.CaptureOrder),
            [GatewayCommands.Logs] = JsonSerializer.SerializeToElement(new LogsOrder(1, "error"), GatewayCommandJson.Default.LogsOrder),
            [GatewayCommands.Update] = JsonSerializer.SerializeToElement(new UpdateOrder("1", 1, 1, "h", "/api/bundles/h", 1), GatewayCommandJson.Default.UpdateOrder),
            [GatewayCommands.Restart] = JsonElement.Parse("{}"),
            [MemberCommands.Key] = JsonElement.Parse("{}"),
            [MemberCommands.Profiles] = JsonSerializer.SerializeToElement(new ProfilesDocument("l", 0, 1, []), MemberJson.Default.ProfilesDocument),
            [MemberCommands.Withdraw] = JsonSerializer.SerializeToElement(new WithdrawalDocument("m", default, "w"), MemberJson.Default.WithdrawalDocument),
            [MemberCommands.Templates] = JsonSerializer.SerializeToElement(new TemplateWish("m", []), MemberJson.Default.TemplateWish),
            [MemberCommands.Deliver] = JsonSerializer.SerializeToElement(new TemplateDelivery("m", "g", default, []), MemberJson.Default.TemplateDelivery),
        };

        Assert.Equal(written.Keys.Order(), documented.Keys.Order());
        Assert.All(written, command => Assert.Equal(Names(command.Value), documented[command.Key]));
        var names = s_document.GetProperty("channels").GetProperty("command").GetProperty("parameters").GetProperty("name").GetProperty("enum").EnumerateArray().Select(n => n.GetString());
        Assert.Equal(written.Keys.Append(GatewayCommands.Print).Order(), names.Order());
    }

    [Fact]
    public void EventAttributes_AreThoseTheCodeWrites()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var body = EventBody.Write(
            EventTypes.ScanRead, new EventSource("s", "g", "d"), DateTimeOffset.UnixEpoch, true, TimeSpan.FromSeconds(1), Guid.Empty, "{}"u8);
        EventBody.WriteEvent(output, new EventId("g", "e", 1), body);
        var attributes = s_document.GetProperty("components").GetProperty("schemas").GetProperty("event").GetProperty("properties");

        Assert.Equal(Names(JsonDocument.Parse(output.WrittenMemory).RootElement).Order(), Names(attributes).Order());
    }

    private static string JsonType(DataKind kind) => kind switch
    {
        DataKind.Text or DataKind.Decimal => "string",
        DataKind.Integer => "integer",
        DataKind.Boolean => "boolean",
        DataKind.Array => "array",
        _ => "object",
    };

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(p => p.Name);
}
