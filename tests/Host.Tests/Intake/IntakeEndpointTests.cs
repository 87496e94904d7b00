using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Intake;

namespace Host.Tests.Intake;

public sealed class IntakeEndpointTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong-wrong-wrong")]
    [InlineData("Bearer a-token-of-the-tes")]
    [InlineData("Basic a-token-of-the-test")]
    public async Task Post_WithoutTheToken_Is401(string? authorization)
    {
        await using var intake = IntakeFixture.Start();
        intake.Client.DefaultRequestHeaders.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);

        using var answer = await intake.PostAsync(IntakeFixture.Scan(Guid.NewGuid()));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("unauthorized", await ReasonAsync(answer));
        Assert.Empty(intake.Kept);
    }

    [Fact]
    public async Task Post_AfterManyDifferentWrongTokens_IsNotListenedTo_AndTheSameOneManyTimesIs()
    {
        await using var intake = IntakeFixture.Start();
        var right = intake.Client.DefaultRequestHeaders.Authorization;
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await WithAsync("one-wrong-token-again"));
        }

        Assert.Equal(HttpStatusCode.OK, await WithAsync(right!.Parameter!));

        // Thrice as many as there may be: a minute may end in between.
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 60; i++)
        {
            answers.Add(await WithAsync($"wrong-wrong-wrong-{i}"));
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Single(intake.Kept);

        async Task<HttpStatusCode> WithAsync(string token)
        {
            intake.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await intake.PostAsync(IntakeFixture.Scan(Guid.NewGuid()));
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Post_OneEvent_AnswersWhereItStands()
    {
        await using var intake = IntakeFixture.Start();
        var id = Guid.NewGuid();

        using var answer = await intake.PostAsync(
            $$"""{"id":"{{id}}","type":"scan.read","time":"2026-11-21T10:32:00.5+08:00","device":"till-1","data":{ "symbology":"EAN-13", "text":"1" } }""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($$"""{"accepted":[{"id":"{{id}}","epoch":"1-0a0b0c0d","seq":1}]}""", await answer.Content.ReadAsStringAsync(Stop));
        var kept = Assert.Single(intake.Kept);
        Assert.Equal(id, kept.OriginId);
        Assert.Equal("till-1", kept.DeviceId);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 2, 32, 0, 500, TimeSpan.Zero), kept.Time);
        Assert.Equal("""{ "symbology":"EAN-13", "text":"1" }""", Encoding.UTF8.GetString(kept.Data));
    }

    [Fact]
    public async Task Post_Array_AnswersInItsOrder()
    {
        await using var intake = IntakeFixture.Start();
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];

        using var answer = await intake.PostAsync($"[{string.Join(',', ids.Select(id => IntakeFixture.Scan(id)))}]");

        using var json = await JsonAsync(answer);
        var accepted = json.RootElement.GetProperty("accepted");
        Assert.Equal(ids, accepted.EnumerateArray().Select(a => a.GetProperty("id").GetGuid()));
        Assert.Equal([1L, 2, 3], accepted.EnumerateArray().Select(a => a.GetProperty("seq").GetInt64()));
    }

    [Fact]
    public async Task Post_OneMistakeAmongMany_AcceptsNothing()
    {
        await using var intake = IntakeFixture.Start();

        using var answer = await intake.PostAsync($"[{IntakeFixture.Scan(Guid.NewGuid())},{{}},{IntakeFixture.Scan(Guid.NewGuid())}]");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var json = await JsonAsync(answer);
        Assert.Equal(
            ["1 id", "1 type", "1 data"],
            json.RootElement.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("index")} {e.GetProperty("path").GetString()}"));
        Assert.Empty(intake.Kept);
    }

    [Fact]
    public async Task Post_TooLarge_Is413()
    {
        await using var intake = IntakeFixture.Start();

        using var known = await SendTooLargeAsync(intake.Client, isChunked: false);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, known.StatusCode);

        using var chunked = await SendTooLargeAsync(intake.Client, isChunked: true);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, chunked.StatusCode);
        Assert.Equal("too-large", await ReasonAsync(chunked));
    }

    /// <summary>The door may be shut while the sender still writes; the answer is then lost with the connection, and it is asked again.</summary>
    private static async Task<HttpResponseMessage> SendTooLargeAsync(HttpClient client, bool isChunked)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events")
            {
                Content = new StringContent(new string(' ', IntakeEndpoint.MaxBodyLength + 1), Encoding.UTF8, "application/json"),
            };
            request.Headers.TransferEncodingChunked = isChunked ? true : null;
            try
            {
                return await client.SendAsync(request, Stop);
            }
            catch (HttpRequestException cut) when (attempt < 50 && cut.InnerException is IOException)
            {
                // Again.
            }
        }
    }

    [Fact]
    public async Task Post_Chunked_IsReadWhole()
    {
        await using var intake = IntakeFixture.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = new StringContent(IntakeFixture.Scan(Guid.NewGuid()), Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await intake.Client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(intake.Kept);
    }

    [Fact]
    public async Task Post_OtherThanJson_Is415()
    {
        await using var intake = IntakeFixture.Start();

        using var form = await intake.Client.PostAsync("/v1/events", new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded"), Stop);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);

        using var zipped = new StringContent("{}", Encoding.UTF8, "application/json");
        zipped.Headers.ContentEncoding.Add("gzip");
        using var answer = await intake.Client.PostAsync("/v1/events", zipped, Stop);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task OtherMethodsAndPaths_AreRefused()
    {
        await using var intake = IntakeFixture.Start();

        using var get = await intake.Client.GetAsync("/v1/events", Stop);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        Assert.Equal(["POST"], get.Content.Headers.Allow);

        using var other = await intake.Client.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task OutboxFull_Is507WithTheReason()
    {
        await using var intake = IntakeFixture.Start((_, _) => throw new OutboxFullException("1 GiB is used and holds only ledger events"));

        using var answer = await intake.PostAsync(IntakeFixture.Scan(Guid.NewGuid()));

        Assert.Equal(HttpStatusCode.InsufficientStorage, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.RetryAfter!.Delta);
        Assert.Equal("outbox-full", await ReasonAsync(answer));
    }

    [Fact]
    public async Task OutboxUnavailable_Is503WithTheReason()
    {
        await using var intake = IntakeFixture.Start((_, _) => throw new OutboxUnavailableException("no space left on device"));

        using var answer = await intake.PostAsync(IntakeFixture.Scan(Guid.NewGuid()));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta);
        Assert.Equal("outbox-unavailable", await ReasonAsync(answer));
    }

    [Fact]
    public async Task NoCommitInTime_Is503AndNeverAYes()
    {
        var never = new TaskCompletionSource<IReadOnlyList<OutboxPosition>>();
        await using var intake = IntakeFixture.Start((_, _) => new(never.Task), new IntakeOptions { CommitTimeout = TimeSpan.FromMilliseconds(1) });

        using var answer = await intake.PostAsync(IntakeFixture.Scan(Guid.NewGuid()));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("not-confirmed", await ReasonAsync(answer));
    }

    [Fact]
    public async Task MoreRequestsThanRoom_Are503AtOnceAndRoomComesBack()
    {
        var entered = new TaskCompletionSource();
        var commit = new TaskCompletionSource<IReadOnlyList<OutboxPosition>>();
        await using var intake = IntakeFixture.Start(
            (_, _) =>
            {
                entered.TrySetResult();
                return new(commit.Task);
            },
            new IntakeOptions { ConcurrentRequests = 1 });
        var first = intake.PostAsync(IntakeFixture.Scan(Guid.NewGuid()));
        await entered.Task;

        using (var second = await intake.PostAsync(IntakeFixture.Scan(Guid.NewGuid())))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
            Assert.Equal("busy", await ReasonAsync(second));
        }

        commit.SetResult([new OutboxPosition("1-a", 1)]);
        using var kept = await first;
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        using var third = await intake.PostAsync(IntakeFixture.Scan(Guid.NewGuid()));
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    private static async Task<JsonDocument> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));

    private static async Task<string?> ReasonAsync(HttpResponseMessage answer)
    {
        using var json = await JsonAsync(answer);
        return json.RootElement.GetProperty("reason").GetString();
    }
}
