using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Simulators.World.Ledgers;

namespace Simulators.World;

/// <summary>Sets up the camera of a store as its owner would, and enrols two drawn people who agreed, by the same interface as the pages.</summary>
public sealed class Receptionist : IAsyncDisposable
{
    private const string Who = "receptionist";

    /// <summary>Photos of each person that the simulated camera makes; the gateway takes three that differ enough.</summary>
    private const int Photos = 6;

    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(500);

    private static readonly (string Member, string Person, string Name, string Level)[] s_members =
    [
        ("m-1001", "person-1", "林晓梅", "gold"), ("m-1002", "person-2", "陈先生", "silver"),
    ];

    /// <summary>What the members usually buy lies on the plate of the usual store.</summary>
    private static readonly object[] s_usual = [new { sku = "6901234567892", name = "可乐 330ml" }, new { sku = "6925303721367", name = "方便面" }];

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly CancellationTokenSource _stop = new();
    private readonly List<EnrolledFace> _enrolled = [];
    private readonly Lock _gate = new();
    private readonly GatewayProcess _gateway;
    private readonly Uri _headquarters;
    private readonly string _token;
    private readonly string _camera;
    private readonly string _photos;
    private readonly Task _working;

    private Receptionist(GatewayProcess gateway, Uri headquarters, string token, SimulatorProcess camera)
    {
        (_gateway, _headquarters, _token, _camera, _photos) = (gateway, headquarters, token, camera.Device.Id, camera.PhotosPath);
        _working = WorkAsync();
    }

    /// <summary>Who is enrolled, and since when.</summary>
    public IReadOnlyList<EnrolledFace> Enrolled
    {
        get
        {
            lock (_gate)
            {
                return [.. _enrolled];
            }
        }
    }

    /// <summary>What went wrong last, for people; null where all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Begins to work.</summary>
    public static Receptionist Start(GatewayProcess gateway, Uri headquarters, string token, SimulatorProcess camera) =>
        new(gateway, headquarters, token, camera);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _working.ConfigureAwait(false);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            await InsistAsync(ChooseRulesAsync).ConfigureAwait(false);
            foreach (var member in s_members)
            {
                // The same id however often it is sent: one consent.
                var consent = Guid.NewGuid();
                await InsistAsync(() => EnrolAsync(member.Member, member.Person, member.Name, member.Level, consent)).ConfigureAwait(false);
                lock (_gate)
                {
                    _enrolled.Add(new EnrolledFace(member.Member, member.Person, TimeProvider.System.GetUtcNow()));
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>The gateway may be starting, loading its models, or have been killed: what is asked for may be asked for again.</summary>
    private async Task InsistAsync(Func<Task> act)
    {
        while (true)
        {
            try
            {
                await act().ConfigureAwait(false);
                Trouble = null;
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is TaskCanceledException && !_stop.IsCancellationRequested))
            {
                Trouble = e.Message;
            }

            await Task.Delay(s_again, TimeProvider.System, _stop.Token).ConfigureAwait(false);
        }
    }

    private async Task ChooseRulesAsync()
    {
        var notices = await GetAsync("/v1/camera/notices/zh-CN").ConfigureAwait(false);
        await PostAsync($"/v1/camera/{_camera}/rules", new
        {
            mode = "zone",
            zone = "counter",
            polygon = (double[][])[[0, 0], [1, 0], [1, 1], [0, 1]],
            countAnonymously = true,
            noticeVersion = notices.GetProperty("version").GetString(),
            confirmed = true,
            who = Who,
        }).ConfigureAwait(false);
    }

    private async Task EnrolAsync(string member, string person, string name, string level, Guid consent)
    {
        string[] files = [.. Enumerable.Range(1, Photos).Select(number => Path.Combine(_photos, person, $"{number}.jpg"))];
        if (!Array.TrueForAll(files, File.Exists))
        {
            throw new IOException($"the camera has no photos of {person} yet");
        }

        using var known = new HttpRequestMessage(HttpMethod.Put, new Uri(_headquarters, $"/api/customers/{member}"))
        {
            Content = JsonContent.Create(new { name, level, usual = s_usual, hints = (string[])["喜欢无糖饮料"] }),
        };
        known.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var profile = await _http.SendAsync(known, _stop.Token).ConfigureAwait(false);
        await RefuseFailureAsync(profile).ConfigureAwait(false);
        var text = (await GetAsync("/v1/members/texts/zh-CN").ConfigureAwait(false)).GetProperty("texts")[0].GetProperty("version").GetString();
        await PostAsync("/v1/members/consents", new
        {
            subject = member, isStaff = false, textVersion = text, language = "zh-CN", how = "page", who = Who, ageConfirmed = true, agreed = true, otherStores = false, id = consent,
        }).ConfigureAwait(false);
        using var startOver = await _http.DeleteAsync(new Uri(_gateway.Console, $"/v1/members/{member}/photos"), _stop.Token).ConfigureAwait(false);
        foreach (var file in files)
        {
            using var photo = new ByteArrayContent(await File.ReadAllBytesAsync(file, _stop.Token).ConfigureAwait(false));
            photo.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            using var taken = await _http.PostAsync(new Uri(_gateway.Console, $"/v1/members/{member}/photos"), photo, _stop.Token).ConfigureAwait(false);
            await RefuseFailureAsync(taken).ConfigureAwait(false);
        }

        await PostAsync($"/v1/members/{member}/enrol", new { who = Who }).ConfigureAwait(false);
    }

    private async Task<JsonElement> GetAsync(string path) => await _http.GetFromJsonAsync<JsonElement>(new Uri(_gateway.Console, path), _stop.Token).ConfigureAwait(false);

    private async Task PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(new Uri(_gateway.Console, path), body, _stop.Token).ConfigureAwait(false);
        await RefuseFailureAsync(response).ConfigureAwait(false);
    }

    private async Task RefuseFailureAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            var said = await response.Content.ReadAsStringAsync(_stop.Token).ConfigureAwait(false);
            throw new HttpRequestException($"{response.RequestMessage?.RequestUri?.AbsolutePath} was answered {(int)response.StatusCode}: {said}");
        }
    }
}
