using System.Net;
using System.Text.Json;
using EdgeGateway.Core.Visits;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Enrolment;

public sealed class CameraEndpointsTests : IAsyncLifetime
{
    private static readonly double[][] s_zone = [[0.2, 0.2], [0.8, 0.2], [0.8, 0.9], [0.2, 0.9]];

    private EnrolmentFixture _store = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static object Zone => new { mode = "zone", zone = "counter", polygon = s_zone, countAnonymously = true, noticeVersion = DoorNotice.Version, confirmed = true, who = "Ann" };

    public async ValueTask InitializeAsync() => _store = await EnrolmentFixture.StartAsync(FakeFaces.Nets());

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Camera_NobodyChoseFor_IsOffAndHasNoZone()
    {
        var camera = await CameraAsync();

        Assert.Equal(("off", 0, "nobody"), (Text(camera, "rules", "mode"), camera.GetProperty("rules").GetProperty("polygon").GetArrayLength(), Text(camera, "rules", "chosenBy")));
        Assert.Equal(CameraMode.Off, _store.Book.Of(EnrolmentFixture.Camera).Mode);
    }

    [Fact]
    public async Task Rules_WithNoticeConfirmed_AreInForceAndOnTheDisk()
    {
        var (status, _) = await _store.PostAsync($"/v1/camera/{EnrolmentFixture.Camera}/rules", Zone);

        Assert.Equal(HttpStatusCode.OK, status);
        var kept = new RecognitionBook(_store.BookPath, TimeProvider.System, NullLogger.Instance).Of(EnrolmentFixture.Camera);
        Assert.Equal((CameraMode.Zone, "counter", true, "Ann", DoorNotice.Version, 4), (kept.Mode, kept.Zone, kept.CountAnonymously, kept.ChosenBy, kept.NoticeVersion, kept.Polygon.Count));
    }

    [Theory]
    [InlineData("""{"zone":"a","who":"Ann"}""", "mode")]
    [InlineData("""{"mode":"always","who":"Ann"}""", "mode")]
    [InlineData("""{"mode":"off"}""", "who")]
    [InlineData("""{"mode":"zone","who":"Ann","confirmed":true,"noticeVersion":"door-1"}""", "polygon")]
    [InlineData("""{"mode":"zone","who":"Ann","polygon":[[0,0],[1,0],[1,1]],"confirmed":true}""", "noticeVersion")]
    [InlineData("""{"mode":"armed","who":"Ann","polygon":[[0,0],[1,0],[1,1]],"confirmed":true,"noticeVersion":"door-0"}""", "noticeVersion")]
    [InlineData("""{"mode":"armed","who":"Ann","polygon":[[0,0],[1,0],[1,1]],"noticeVersion":"door-1"}""", "confirmed")]
    [InlineData("""{"mode":"off","countAnonymously":true,"who":"Ann","polygon":[[0,0],[1,0],[1,1]],"noticeVersion":"door-1"}""", "confirmed")]
    [InlineData("""{"mode":"off","who":"Ann","polygon":[[0,0],[1,0]]}""", "polygon")]
    [InlineData("""{"mode":"off","who":"Ann","polygon":[[0,0],[1,0],[1.2,1]]}""", "polygon")]
    [InlineData("""{"mode":"off","who":"Ann","polygon":[[0,0],[1,1],[1,0],[0,1]]}""", "polygon")]
    [InlineData("""{"mode":"off","who":"Ann","polygon":[[0,0],[0.01,0],[0,0.01]]}""", "polygon")]
    [InlineData("""{"mode":"off","who":"Ann","polygon":[[0,0,0],[1,0],[1,1]]}""", "polygon")]
    [InlineData("""{"mode":"off","who":"Ann","zone":"Front Door"}""", "zone")]
    public async Task Rules_WithAMistake_NameItAndChangeNothing(string body, string path)
    {
        var (status, answer) = await _store.PostAsync($"/v1/camera/{EnrolmentFixture.Camera}/rules", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal([path], EnrolmentFixture.Paths(answer));
        Assert.Equal(CameraRules.Off(EnrolmentFixture.Camera).ChosenAt, _store.Book.Of(EnrolmentFixture.Camera).ChosenAt);
    }

    [Fact]
    public async Task Rules_WithSeveralMistakes_NameAll()
    {
        var (_, answer) = await _store.PostAsync($"/v1/camera/{EnrolmentFixture.Camera}/rules", new { mode = "zone", zone = "A B" });

        Assert.Equal(["confirmed", "noticeVersion", "polygon", "who", "zone"], EnrolmentFixture.Paths(answer).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Picture_IsAPngThatNobodyMayKeep()
    {
        _store.Stands(1);

        using var answer = await _store.Console.Client.GetAsync($"/v1/camera/{EnrolmentFixture.Camera}/picture", Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("image/png", true), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.NoStore));
        var bytes = await answer.Content.ReadAsByteArrayAsync(Stop);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], bytes[..8]);
    }

    [Fact]
    public async Task Picture_OverwritesTheFrame()
    {
        var frame = FakeFaces.Picture(1, 0);
        _store.Sees = () => frame;

        await _store.Console.Client.GetAsync($"/v1/camera/{EnrolmentFixture.Camera}/picture", Stop);

        Assert.All(frame.Bytes, one => Assert.Equal(0, one));
    }

    [Fact]
    public async Task Picture_OfACameraWithoutFrames_SaysSo()
    {
        var (status, answer) = await _store.SendAsync(HttpMethod.Get, $"/v1/camera/{EnrolmentFixture.Camera}/picture");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_frame"), (status, answer.GetProperty("errors")[0].GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("GET", "/v1/camera")]
    [InlineData("GET", "/v1/camera/door-cam/picture")]
    [InlineData("POST", "/v1/camera/door-cam/rules")]
    [InlineData("POST", "/v1/camera/door-cam/arm")]
    [InlineData("POST", "/v1/camera/door-cam/measure")]
    [InlineData("POST", "/v1/camera/door-cam/thresholds")]
    [InlineData("GET", "/v1/members/audit")]
    public async Task Owner_Alone_MayAsk(string method, string path)
    {
        _store.Console.Peer = IPAddress.Parse("192.0.2.7");
        _store.Phone = "ann";

        var (status, _) = await _store.SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [Fact]
    public async Task Arm_InAnotherMode_IsRefusedAndInModeArmedLooks()
    {
        var (before, _) = await _store.PostAsync($"/v1/camera/{EnrolmentFixture.Camera}/arm");
        await _store.PostAsync($"/v1/camera/{EnrolmentFixture.Camera}/rules", new { mode = "armed", polygon = s_zone, noticeVersion = DoorNotice.Version, confirmed = true, who = "Ann" });
        var (after, _) = await _store.PostAsync($"/v1/camera/{EnrolmentFixture.Camera}/arm");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (before, after));
        Assert.Equal([EnrolmentFixture.Camera], _store.Armed);
    }

    [Fact]
    public async Task Measurement_OfThreeStaff_SuggestsThresholdsAndKeepsCountsOnly()
    {
        string[] staff = ["staff-1", "staff-2", "staff-4"];
        foreach (var (who, person) in staff.Zip((byte[])[1, 2, 4]))
        {
            await _store.EnrolAsync(who, person, isStaff: true);
        }

        JsonElement measured = default;
        foreach (var (who, person) in staff.Zip((byte[])[1, 2, 4]))
        {
            _store.Stands(person);
            var (status, answer) = await _store.PostAsync($"/v1/camera/{EnrolmentFixture.Camera}/measure", new { staff = who });
            Assert.Equal(HttpStatusCode.OK, status);
            measured = answer.GetProperty("cameras")[0].GetProperty("measured");
        }

        Assert.Equal(45, measured.GetProperty("faces").GetInt32());
        var suggested = measured.GetProperty("suggested");
        Assert.Equal((0.94, 1d, 0d), (suggested.GetProperty("match").GetDouble(), suggested.GetProperty("named").GetDouble(), suggested.GetProperty("mistaken").GetDouble()));
        Assert.InRange(suggested.GetProperty("mistakenAtMost").GetDouble(), 0.03, 0.07);

        var (applied, _) = await _store.PostAsync($"/v1/camera/{EnrolmentFixture.Camera}/thresholds", new { match = 0.946, possible = 0.93, who = "Ann" });
        Assert.Equal(HttpStatusCode.OK, applied);
        var kept = _store.Book.Of(EnrolmentFixture.Camera).Thresholds!;
        Assert.Equal(("fake-1", 0.946, 0.93, 3), (kept.Pack, kept.Match, kept.Possible, kept.Measured!.People));
        Assert.Equal(JsonValueKind.Null, (await CameraAsync()).GetProperty("measured").ValueKind);
        Assert.Equal(0.951f, EdgeGateway.Host.Running.SiteRules.Of(_store.Book.Of(EnrolmentFixture.Camera), FakeFaces.Pack).Thresholds.MatchLarge, 0.0001f);
    }

    [Fact]
    public async Task Thresholds_OfAnotherPack_AreNotUsed()
    {
        _store.Book.Keep(CameraRules.Off(EnrolmentFixture.Camera) with { Thresholds = new SiteThresholds("other-1", 0.6, 0.5, 0.1, null) });

        Assert.True((await CameraAsync()).GetProperty("foreignThresholds").GetBoolean());
        Assert.Equal(FakeFaces.Pack.Thresholds, EdgeGateway.Host.Running.SiteRules.Of(_store.Book.Of(EnrolmentFixture.Camera), FakeFaces.Pack).Thresholds);
    }

    [Fact]
    public async Task Measurement_OfSomebodyNotEnrolled_IsRefused()
    {
        var (status, answer) = await _store.PostAsync($"/v1/camera/{EnrolmentFixture.Camera}/measure", new { staff = "staff-9" });

        Assert.Equal((HttpStatusCode.BadRequest, "staff"), (status, Assert.Single(EnrolmentFixture.Paths(answer))));
    }

    [Fact]
    public async Task Notices_AreThereInThreeLanguages()
    {
        foreach (var language in DoorNotice.Languages)
        {
            var (status, answer) = await _store.SendAsync(HttpMethod.Get, $"/v1/camera/notices/{language}");
            Assert.Equal((HttpStatusCode.OK, DoorNotice.Version, 3), (status, Text(answer, "version"), answer.GetProperty("notices").GetArrayLength()));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await _store.SendAsync(HttpMethod.Get, "/v1/camera/notices/de")).Status);
    }

    private static string Text(JsonElement element, params string[] path) => path.Aggregate(element, (one, name) => one.GetProperty(name)).GetString()!;

    private async Task<JsonElement> CameraAsync() => (await _store.SendAsync(HttpMethod.Get, "/v1/camera")).Body.GetProperty("cameras")[0];
}
