using System.Net;
using System.Text;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Visits;
using EdgeGateway.Host.Running;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;
using Host.Tests.Console;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Enrolment;

/// <summary>A console with the pages of cameras and members, a vault on the disk, one camera by script, and nets by script unless others are given.</summary>
internal sealed class EnrolmentFixture : IAsyncDisposable
{
    public const string Camera = "door-cam";

    private readonly TemporaryFolder _folder = new();
    private readonly MasterKey _key = MasterKey.Ephemeral();
    private readonly FaceRoom _faces;
    private byte _photo;

    private EnrolmentFixture(FaceNets? nets)
    {
        _faces = new FaceRoom(() => nets, () => "the models are not there");
        Members = new MembersOptions();
        Vault = MemberVault.Open(Path.Combine(_folder.Path, MemberVault.FileName), _key, Members, KeepAsync, TimeProvider.System, NullLogger.Instance);
        Book = new RecognitionBook(BookPath, TimeProvider.System, NullLogger.Instance);
        var sight = new CameraSight(
            () => [new SeenCamera(Camera, "Door", "online", null, new CameraState(320, 240, "5.0", CameraPicture.Live))],
            (_, _) => Task.FromResult(Sees()),
            camera => Armed.Add(camera),
            _ => null,
            _ => [new HourCount(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero), 12)]);
        Enrolment = new StoreEnrolment(Vault, Members, _faces, sight, _ => null, new ReceiptPrinting(null, null, TimeProvider.System), TimeProvider.System);
        Cameras = new StoreCameras(
            Book, sight, _faces, Vault.GalleryOf, () => Enrolment.EnrolledStaff, TimeProvider.System)
        {
            BetweenLooks = TimeSpan.Zero,
        };
    }

    public string BookPath => Path.Combine(_folder.Path, RecognitionBook.FileName);

    public MembersOptions Members { get; }

    public MemberVault Vault { get; }

    public RecognitionBook Book { get; }

    public StoreEnrolment Enrolment { get; }

    public StoreCameras Cameras { get; }

    public ConsoleFixture Console { get; private set; } = null!;

    public List<string> Armed { get; } = [];

    public List<EventDraft> Told { get; } = [];

    /// <summary>What the camera sees next; null where it gives no frame.</summary>
    public Func<RgbPicture?> Sees { get; set; } = () => null;

    /// <summary>Who holds the phone that asks; null for none.</summary>
    public string? Phone { get; set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<EnrolmentFixture> StartAsync(FaceNets? nets, bool realTime = false, bool withToken = false)
    {
        var made = new EnrolmentFixture(nets);
        made.Console = await ConsoleFixture.StartAsync(
            _ => [.. new CameraEndpoints(made.Cameras).Routes, .. new MemberEndpoints(made.Enrolment, _ => made.Phone).Routes], withToken, Stop, realTime, _ => made.Phone);
        return made;
    }

    /// <summary>The camera sees a person, each time a little otherwise.</summary>
    public void Stands(byte person) => Sees = () => FakeFaces.Picture(person, _photo++);

    /// <summary>Somebody consents, and is enrolled by four photos of the camera.</summary>
    public async Task EnrolAsync(string subject, byte person, bool isStaff = false, bool despite = false)
    {
        await ConsentAsync(subject, isStaff);
        Stands(person);
        for (var i = 0; i < 4; i++)
        {
            Assert.True((await Enrolment.PhotoFromAsync(subject, Camera, Stop)).Photo!.Good);
        }

        Assert.Null((await Enrolment.EnrolAsync(subject, null, "Ann", despite, Stop)).Refusal);
    }

    public async Task ConsentAsync(string subject, bool isStaff = false) =>
        Assert.Null(await Enrolment.GiveAsync(new GivenConsent(subject, isStaff, ConsentTexts.Current, "en", "page", "Ann", true, true, false, null), Stop));

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
        {
            request.Content = body is byte[] jpeg
                ? new ByteArrayContent(jpeg) { Headers = { ContentType = new("image/jpeg") } }
                : new StringContent(body as string ?? JsonSerializer.Serialize(body ?? new { }), Encoding.UTF8, "application/json");
        }

        using var answer = await Console.Client.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return (answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public static string[] Paths(JsonElement body) => [.. body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        Enrolment.Dispose();
        Cameras.Dispose();
        _faces.Dispose();
        Vault.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }

    private Task KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        lock (Told)
        {
            Told.AddRange(events);
        }

        return Task.CompletedTask;
    }
}
