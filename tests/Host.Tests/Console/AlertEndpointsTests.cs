using System.Net;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Alerts.Webhooks;
using EdgeGateway.Core.Visits;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Console;

public sealed class AlertEndpointsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alerts_ShowTheWebhooksAndTheReport_ToTheOwnerAlone()
    {
        using var folder = new TemporaryFolder();
        AlertDesk? desk = null;
        await using var console = await ConsoleFixture.StartAsync(
            made => new AlertEndpoints(
                desk = AlertDesk.OpenAt(
                    Path.Combine(folder.Path, "alerts.db"), new AlertOptions(), new AlertSources(_ => null, _ => null, _ => false, () => []), new NoteSeal(plain => plain, box => box),
                    (_, _) => ValueTask.CompletedTask, made.Clock, null, NullLogger<AlertDesk>.Instance),
                () => [new WebhookView("shop-chat", WebhookKind.WeCom, "qyapi.weixin.qq.com", 2, 1, null, "HTTP 502", made.Clock.GetUtcNow())]).Routes,
            withToken: true,
            Stop);
        using (desk)
        {
            var visit = Guid.NewGuid();
            await desk!.ArrivedAsync(new Arrival(visit, "m-1", RecognisedBy.Face, "entrance", console.Clock.GetUtcNow(), 0.93m), Stop);
            await desk.DismissAsync(desk.Open[0].Id, "ann", DismissReasons.NotThisPerson, Stop);

            var text = await console.Client.GetStringAsync("/v1/alerts", Stop);
            Assert.Equal(
                """{"open":0,"webhooks":[{"name":"shop-chat","kind":"weCom","host":"qyapi.weixin.qq.com","waiting":2,"givenUp":1,"acceptedAt":null,"failure":"HTTP 502","failedAt":"2026-11-21T10:32:00+00:00"}]"""
                + ""","report":[{"week":"2026-11-16","how":"face","fromConfidence":0.90,"arrived":1,"notThisPerson":1}]}""",
                JsonSerializer.Serialize(JsonDocument.Parse(text).RootElement, s_plain));

            using var wrong = await console.Client.GetAsync("/v1/alerts?weeks=0", Stop);
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            console.Peer = IPAddress.Parse("192.168.1.20");
            using var stranger = await console.Client.GetAsync("/v1/alerts", Stop);
            Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
        }
    }

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
