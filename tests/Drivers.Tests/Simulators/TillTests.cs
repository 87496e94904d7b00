using System.Net;
using System.Text.Json;
using Simulators.Till;

namespace Drivers.Tests.Simulators;

public sealed class TillTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"till-{Guid.NewGuid():N}.jsonl");

    [Fact]
    public async Task UnansweredAndRefusedForNow_AreSentAgainWithTheSameIds()
    {
        using var door = new Door();
        door.Answers.Enqueue(_ => throw new HttpRequestException("connection refused"));
        door.Answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        door.Answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.InsufficientStorage));

        using (var log = new SentLog(_path))
        {
            await WorkAsync(door, log, new TillPlan(new Uri("http://gateway"), "secret", 0, 3, 1, 3, "till-1", TimeSpan.Zero), TestContext.Current.CancellationToken);
        }

        Assert.Equal(4, door.Sent.Count);
        Assert.All(door.Sent, sent => Assert.Equal(door.Sent[0], sent));
        Assert.Equal(door.Sent[0], File.ReadLines(_path).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetGuid()));
        Assert.Equal("Bearer secret", door.Authorization);
    }

    [Fact]
    public async Task RefusedForGood_StopsTheTill()
    {
        using var door = new Door();
        door.Answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("type: unknown") });
        using var log = new SentLog(null);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => WorkAsync(
            door, log, new TillPlan(new Uri("http://gateway"), "secret", 0, 1, 1, 1, null, TimeSpan.Zero), TestContext.Current.CancellationToken));

        Assert.Contains("type: unknown", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, log.Acknowledged);
    }

    [Fact]
    public async Task GivenUp_IsLoggedAsUnanswered_NeverAsSent()
    {
        using var giveUp = new CancellationTokenSource();
        using var door = new Door();
        door.Answers.Enqueue(_ =>
        {
            giveUp.Cancel();
            throw new HttpRequestException("connection refused");
        });
        using (var log = new SentLog(_path))
        {
            await WorkAsync(door, log, new TillPlan(new Uri("http://gateway"), "secret", 0, 1, 1, 1, null, TimeSpan.Zero), giveUp.Token);
        }

        var line = JsonDocument.Parse(Assert.Single(File.ReadLines(_path))).RootElement;
        Assert.True(line.GetProperty("unanswered").GetBoolean());
        Assert.False(line.TryGetProperty("seq", out _));
    }

    [Fact]
    public void AnswerThatNamesOtherEvents_IsNoAcknowledgement()
    {
        var answer = IntakeAnswer.Read(HttpStatusCode.OK, $$"""{"accepted":[{"id":"{{Guid.NewGuid()}}","epoch":"1-a","seq":1}]}""", [Guid.NewGuid()]);

        Assert.Equal(IntakeVerdict.Refused, answer.Verdict);
    }

    [Fact]
    public void Codes_HaveARightCheckDigit()
    {
        var random = new Random(1);
        Assert.All(Enumerable.Range(0, 100).Select(_ => Goods.Ean13(random)), code =>
        {
            var sum = code.Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
            Assert.Equal((13, 0), (code.Length, sum % 10));
        });
    }

    public void Dispose() => File.Delete(_path);

    private static async Task WorkAsync(Door door, SentLog log, TillPlan plan, CancellationToken giveUp)
    {
        using var http = new HttpClient(door, disposeHandler: false);
        var worker = new TillWorker(http, plan, new TillPace(plan, TimeProvider.System), log, new ZeroRandom(), TimeProvider.System);
        await worker.RunAsync(TestContext.Current.CancellationToken, giveUp);
    }

    /// <summary>No pause at all between attempts.</summary>
    private sealed class ZeroRandom : Random
    {
        public override double NextDouble() => 0;
    }

    /// <summary>An intake that answers by script, then accepts.</summary>
    private sealed class Door : HttpMessageHandler
    {
        private long _seq;

        public Queue<Func<HttpRequestMessage, HttpResponseMessage>> Answers { get; } = new();

        public List<Guid[]> Sent { get; } = [];

        public string? Authorization { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Authorization = request.Headers.Authorization?.ToString();
            using var body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            var events = body.RootElement.ValueKind == JsonValueKind.Array ? body.RootElement.EnumerateArray().ToList() : [body.RootElement];
            Guid[] ids = [.. events.Select(one => one.GetProperty("id").GetGuid())];
            Sent.Add(ids);
            if (Answers.TryDequeue(out var answer))
            {
                return answer(request);
            }

            var accepted = JsonSerializer.Serialize(new { accepted = ids.Select(id => new { id, epoch = "1-abc", seq = ++_seq }) });
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(accepted) };
        }
    }
}
