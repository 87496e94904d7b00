using System.Net;
using System.Text.Json;
using EdgeGateway.Core.Members;

namespace Host.Tests.Enrolment;

public sealed class MemberEndpointsTests : IAsyncLifetime
{
    private EnrolmentFixture _store = null!;

    private static object Consent => new { subject = "m-100", textVersion = ConsentTexts.Current, language = "zh-CN", how = "page", who = "Ann", ageConfirmed = true, agreed = true, otherStores = false };

    public async ValueTask InitializeAsync() => _store = await EnrolmentFixture.StartAsync(FakeFaces.Nets());

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Member_FromConsentToWithdrawal_IsRecognisedInBetweenOnly()
    {
        Assert.Equal(HttpStatusCode.OK, (await _store.PostAsync("/v1/members/consents", Consent)).Status);
        _store.Stands(1);
        for (var i = 1; i <= 3; i++)
        {
            var (_, photo) = await _store.PostAsync("/v1/members/m-100/photos/camera", new { camera = EnrolmentFixture.Camera });
            Assert.Equal((true, i, i == 3), (photo.GetProperty("good").GetBoolean(), photo.GetProperty("taken").GetInt32(), photo.GetProperty("canEnrol").GetBoolean()));
        }

        Assert.Equal(HttpStatusCode.OK, (await _store.PostAsync("/v1/members/m-100/enrol", new { who = "Ann" })).Status);
        var gallery = _store.Vault.GalleryOf("fake-1");
        Assert.Equal(1, gallery.Count);
        Assert.Equal(("enrolled", 0), (await PersonAsync("face", "photos")));

        var (status, receipt) = await _store.PostAsync("/v1/members/m-100/withdraw", new { who = "Bo", print = true });
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(receipt.GetProperty("hadFace").GetBoolean());
        Assert.Equal("zh-CN", receipt.GetProperty("language").GetString());
        Assert.Contains("m-100", string.Join('\n', receipt.GetProperty("lines").EnumerateArray().Select(line => line.GetString())), StringComparison.Ordinal);
        Assert.Contains("receiptRole", receipt.GetProperty("printProblem").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, gallery.Count);
        Assert.Equal(["consent.given", "consent.withdrawn"], _store.Told.Select(one => one.Type));
    }

    [Fact]
    public async Task Photo_WithoutAConsent_IsRefusedAndNothingIsKept()
    {
        _store.Stands(1);

        var (status, answer) = await _store.PostAsync("/v1/members/m-100/photos/camera", new { camera = EnrolmentFixture.Camera });
        var (enrol, _) = await _store.PostAsync("/v1/members/m-100/enrol", new { who = "Ann" });

        Assert.Equal((HttpStatusCode.Conflict, "no_consent", HttpStatusCode.Conflict), (status, answer.GetProperty("errors")[0].GetProperty("reason").GetString(), enrol));
    }

    [Theory]
    [InlineData("subject", "")]
    [InlineData("textVersion", "2020-01")]
    [InlineData("language", "de")]
    [InlineData("how", "said")]
    [InlineData("who", " ")]
    [InlineData("ageConfirmed", false)]
    [InlineData("agreed", false)]
    [InlineData("otherStores", null)]
    public async Task Consent_WithAMistake_IsNotTaken(string field, object? value)
    {
        var body = JsonSerializer.SerializeToNode(Consent)!.AsObject();
        body[field] = JsonSerializer.SerializeToNode(value);

        var (status, answer) = await _store.PostAsync("/v1/members/consents", body.ToJsonString());

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal([field == "language" ? "textVersion" : field], EnrolmentFixture.Paths(answer));
        Assert.Empty(_store.Vault.Consents);
    }

    [Fact]
    public async Task Photos_OfTwoPeople_DoNotMakeATemplate()
    {
        await _store.ConsentAsync("m-100");
        _store.Stands(1);
        await _store.PostAsync("/v1/members/m-100/photos/camera", new { camera = EnrolmentFixture.Camera });
        _store.Stands(2);
        for (var i = 0; i < 3; i++)
        {
            var (_, photo) = await _store.PostAsync("/v1/members/m-100/photos/camera", new { camera = EnrolmentFixture.Camera });
            Assert.Equal(("other_face", 1), (photo.GetProperty("reason").GetString(), photo.GetProperty("taken").GetInt32()));
        }

        var (status, _) = await _store.PostAsync("/v1/members/m-100/enrol", new { who = "Ann" });

        Assert.Equal(HttpStatusCode.Conflict, status);
    }

    [Theory]
    [InlineData(0, 1, "no_face")]
    [InlineData(2, 1, "several_faces")]
    [InlineData(1, 8, "dark")]
    public async Task Photo_ThatIsNotGood_SaysWhy(byte faces, byte dim, string reason)
    {
        await _store.ConsentAsync("m-100");
        _store.Sees = () => FakeFaces.Picture(1, 0, faces, dim);

        var (status, photo) = await _store.PostAsync("/v1/members/m-100/photos/camera", new { camera = EnrolmentFixture.Camera });

        Assert.Equal((HttpStatusCode.OK, reason, 0), (status, photo.GetProperty("reason").GetString(), photo.GetProperty("taken").GetInt32()));
    }

    [Fact]
    public async Task Photo_TheSameAgain_DoesNotCount()
    {
        await _store.ConsentAsync("m-100");
        _store.Sees = () => FakeFaces.Picture(1, 5);
        await _store.PostAsync("/v1/members/m-100/photos/camera", new { camera = EnrolmentFixture.Camera });

        var (_, photo) = await _store.PostAsync("/v1/members/m-100/photos/camera", new { camera = EnrolmentFixture.Camera });

        Assert.Equal(("same_picture", 1), (photo.GetProperty("reason").GetString(), photo.GetProperty("taken").GetInt32()));
    }

    [Fact]
    public async Task Photo_IsOverwrittenWhetherGoodOrNot()
    {
        await _store.ConsentAsync("m-100");
        var (good, bad) = (FakeFaces.Picture(1, 0), FakeFaces.Picture(1, 0, faces: 0));
        foreach (var picture in (EdgeGateway.Vision.Pictures.RgbPicture[])[good, bad])
        {
            _store.Sees = () => picture;
            await _store.PostAsync("/v1/members/m-100/photos/camera", new { camera = EnrolmentFixture.Camera });
            Assert.All(picture.Bytes, one => Assert.Equal(0, one));
        }
    }

    [Fact]
    public async Task Upload_ThatIsNoJpeg_SaysSoAndIsOverwritten()
    {
        await _store.ConsentAsync("m-100");
        var (status, photo) = await _store.PostAsync("/v1/members/m-100/photos", new byte[] { 1, 2, 3 });
        var bytes = new byte[] { 0xFF, 0xD8, 4, 5 };
        await _store.Enrolment.PhotoAsync("m-100", bytes, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "no_picture"), (status, photo.GetProperty("reason").GetString()));
        Assert.All(bytes, one => Assert.Equal(0, one));
    }

    [Fact]
    public async Task Upload_LargerThanAPhotoMayBe_IsRefused() =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _store.PostAsync("/v1/members/m-100/photos", new byte[(2 * 1024 * 1024) + 1])).Status);

    [Fact]
    public async Task LookAlike_IsToldAndEnrolledOnlyWhenSaid()
    {
        await _store.EnrolAsync("m-1", 1);
        await _store.ConsentAsync("m-3");
        _store.Stands(FakeFaces.Twin);
        for (var i = 0; i < 3; i++)
        {
            await _store.PostAsync("/v1/members/m-3/photos/camera", new { camera = EnrolmentFixture.Camera });
        }

        var (first, answer) = await _store.PostAsync("/v1/members/m-3/enrol", new { who = "Ann" });
        var (second, enrolled) = await _store.PostAsync("/v1/members/m-3/enrol", new { who = "Ann", despiteLookAlike = true });

        Assert.Equal((HttpStatusCode.Conflict, "look_alike m-1"), (first, answer.GetProperty("errors")[0].GetProperty("reason").GetString()));
        Assert.Equal((HttpStatusCode.OK, "m-1"), (second, enrolled.GetProperty("lookAlike").GetString()));
        Assert.Equal(2, _store.Vault.GalleryOf("fake-1").Count);
    }

    [Fact]
    public async Task Withdrawal_InTheMidstOfEnrolment_ForgetsThePhotos()
    {
        await _store.ConsentAsync("m-100");
        _store.Stands(1);
        for (var i = 0; i < 3; i++)
        {
            await _store.PostAsync("/v1/members/m-100/photos/camera", new { camera = EnrolmentFixture.Camera });
        }

        await _store.Vault.WithdrawAsync("m-100", "hq", "headquarters", TestContext.Current.CancellationToken);
        await _store.ConsentAsync("m-100");

        Assert.Equal(HttpStatusCode.Conflict, (await _store.PostAsync("/v1/members/m-100/enrol", new { who = "Ann" })).Status);
    }

    [Fact]
    public async Task Withdrawal_OfSomebodyUnknown_IsNotFound() =>
        Assert.Equal(HttpStatusCode.NotFound, (await _store.PostAsync("/v1/members/m-7/withdraw", new { who = "Ann" })).Status);

    [Fact]
    public async Task List_EveryLook_IsInTheAuditLog()
    {
        await _store.SendAsync(HttpMethod.Get, "/v1/members");
        _store.Console.Peer = IPAddress.Parse("192.0.2.7");
        _store.Phone = "bo";
        Assert.Equal(HttpStatusCode.OK, (await _store.SendAsync(HttpMethod.Get, "/v1/members")).Status);
        _store.Console.Peer = null;

        var (_, log) = await _store.SendAsync(HttpMethod.Get, "/v1/members/audit");

        Assert.Equal(
            [("viewed", "bo"), ("viewed", "bo"), ("viewed", "console")],
            log.GetProperty("entries").EnumerateArray().Take(3).Select(line => (line.GetProperty("what").GetString(), line.GetProperty("who").GetString())));
    }

    [Fact]
    public async Task Phone_ConsentsInItsHoldersNameWhateverTheBodySays()
    {
        _store.Console.Peer = IPAddress.Parse("192.0.2.7");
        Assert.Equal(HttpStatusCode.Forbidden, (await _store.PostAsync("/v1/members/consents", Consent)).Status);
        _store.Phone = "bo";
        Assert.Equal(HttpStatusCode.OK, (await _store.PostAsync("/v1/members/consents", Consent)).Status);

        Assert.Equal("bo", _store.Vault.RecordOf("m-100")!.TakenBy);
    }

    [Fact]
    public async Task Staff_AreListedAsSuchAndMayStandInFrontToMeasure()
    {
        await _store.EnrolAsync("staff-1", 2, isStaff: true);

        var (_, cameras) = await _store.SendAsync(HttpMethod.Get, "/v1/camera");

        Assert.Equal(["staff-1"], cameras.GetProperty("staff").EnumerateArray().Select(one => one.GetString()));
        Assert.True(_store.Vault.GalleryOf("fake-1").Best([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).IsStaff);
    }

    [Fact]
    public async Task Store_WithoutModels_SaysWhyAndStillTakesAndEndsConsents()
    {
        await using var store = await EnrolmentFixture.StartAsync(null);
        await store.PostAsync("/v1/members/consents", Consent);
        store.Stands(1);

        var (photo, answer) = await store.PostAsync("/v1/members/m-100/photos/camera", new { camera = EnrolmentFixture.Camera });
        var (_, members) = await store.SendAsync(HttpMethod.Get, "/v1/members");
        var (_, cameras) = await store.SendAsync(HttpMethod.Get, "/v1/camera");
        using var picture = await store.Console.Client.GetAsync($"/v1/camera/{EnrolmentFixture.Camera}/picture", TestContext.Current.CancellationToken);
        var (withdrawn, _) = await store.PostAsync("/v1/members/m-100/withdraw", new { who = "Ann" });

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_models"), (photo, answer.GetProperty("errors")[0].GetProperty("reason").GetString()));
        Assert.All((JsonElement[])[members, cameras], body => Assert.Equal("the models are not there", body.GetProperty("problem").GetString()));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (picture.StatusCode, withdrawn));
    }

    private async Task<(string, int)> PersonAsync(string text, string number)
    {
        var person = (await _store.SendAsync(HttpMethod.Get, "/v1/members")).Body.GetProperty("people")[0];
        return (person.GetProperty(text).GetString()!, person.GetProperty(number).GetInt32());
    }
}
