using System.Globalization;
using System.Numerics;
using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Enrolment;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Host.Running;

/// <summary>The cameras as the camera page sees them: their pictures, what the owner chose, and thresholds measured at the place.</summary>
internal sealed class StoreCameras : ICameraDesk, IDisposable
{
    /// <summary>How many good faces of one person a measurement takes.</summary>
    public const int FacesAPerson = 15;

    private static readonly TimeSpan s_measureLimit = TimeSpan.FromSeconds(25);

    /// <summary>What nobody goes on with is forgotten after this long.</summary>
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Measuring> _measuring = new(StringComparer.Ordinal);
    private readonly RecognitionBook _book;
    private readonly CameraSight _sight;
    private readonly FaceRoom _faces;
    private readonly Func<string, IGallery> _galleryOf;
    private readonly Func<IReadOnlyList<string>> _staff;
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;

    /// <param name="book">What was chosen.</param>
    /// <param name="sight">The cameras at work.</param>
    /// <param name="faces">Nets for pages; the caller's.</param>
    /// <param name="galleryOf">The faces enrolled with a pack.</param>
    /// <param name="staff">Staff who are enrolled with the models in use.</param>
    /// <param name="clock">Time.</param>
    public StoreCameras(
        RecognitionBook book, CameraSight sight, FaceRoom faces, Func<string, IGallery> galleryOf, Func<IReadOnlyList<string>> staff, TimeProvider clock)
    {
        (_book, _sight, _faces, _galleryOf, _staff, _clock) = (book, sight, faces, galleryOf, staff, clock);
        _sweep = clock.CreateTimer(_ => Sweep(), null, s_kept / 10, s_kept / 10);
    }

    /// <summary>How long a measurement waits from one look to the next.</summary>
    /// <value>The default is a quarter of a second, so that the head has moved.</value>
    public TimeSpan BetweenLooks { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public CamerasView View() => new(
        [.. _sight.Cameras().Select(View)],
        _faces.Pack is { } pack
            ? new PackView(
                pack.Id, pack.Name, Plain(pack.Thresholds.Match), Plain(pack.Thresholds.Possible), Plain(pack.Thresholds.Margin), pack.Thresholds.MostPeople, _galleryOf(pack.Id).Count)
            : null,
        _book.Problem ?? _faces.Problem,
        DoorNotice.Version,
        _staff());

    /// <inheritdoc/>
    public async Task<(byte[]? Png, DeskRefusal? Refusal)> PictureAsync(string camera, CancellationToken cancellationToken)
    {
        if (!_sight.Has(camera))
        {
            return (null, NoCamera(camera));
        }

        if (await _sight.LookAsync(camera, cancellationToken) is not { } frame)
        {
            return (null, NoFrame(camera));
        }

        RgbPicture? shown = null;
        try
        {
            Vector2[] zone = [.. _book.Of(camera).Polygon.Select(corner => new Vector2((float)corner.X, (float)corner.Y))];
            shown = CoarsePicture.Of(frame, await _faces.FindAsync(frame, cancellationToken), zone);
            return (PngPicture.Write(shown), null);
        }
        finally
        {
            frame.Clear();
            shown?.Clear();
        }
    }

    /// <inheritdoc/>
    public DeskRefusal? Choose(string camera, WantedRules wanted)
    {
        if (!_sight.Has(camera))
        {
            return NoCamera(camera);
        }

        var before = _book.Of(camera);
        var mistakes = new List<DeskMistake>();
        if (!TryMode(wanted.Mode, out var mode))
        {
            mistakes.Add(new DeskMistake("mode", $"{Came(wanted.Mode)}; expected off, armed or zone. None is chosen for you"));
        }

        var rules = before with
        {
            Mode = mode,
            Zone = string.IsNullOrWhiteSpace(wanted.Zone) ? before.Zone : wanted.Zone.Trim(),
            Polygon = wanted.Polygon ?? before.Polygon,
            CountAnonymously = wanted.CountAnonymously ?? before.CountAnonymously,
            ChosenBy = wanted.Who?.Trim() ?? "",
            ChosenAt = _clock.GetUtcNow(),
            NoticeVersion = null,
        };
        if (rules.IsOn)
        {
            rules = rules with { NoticeVersion = wanted.NoticeVersion };
            if (wanted.NoticeVersion is not null && wanted.NoticeVersion != DoorNotice.Version)
            {
                mistakes.Add(new DeskMistake("noticeVersion", $"came \"{wanted.NoticeVersion}\"; the notice in force is \"{DoorNotice.Version}\": read and confirm that one"));
            }

            if (wanted.Confirmed != true)
            {
                mistakes.Add(new DeskMistake("confirmed", "is missing; confirm that the notice hangs at the door before anything is switched on"));
            }
        }

        mistakes.AddRange(rules.Mistakes().Select(one => new DeskMistake(one.Path, one.Message)));
        return mistakes.Count > 0 ? new DeskRefusal(DeskRefusalKind.Invalid, mistakes) : Keep(rules);
    }

    /// <inheritdoc/>
    public DeskRefusal? Arm(string camera)
    {
        if (!_sight.Has(camera))
        {
            return NoCamera(camera);
        }

        if (_book.Of(camera).Mode != CameraMode.Armed)
        {
            return DeskRefusal.Of(DeskRefusalKind.Conflict, "", $"camera {camera} is not in mode armed; choose that mode first", "not_armed_mode");
        }

        _sight.Arm(camera);
        return null;
    }

    /// <inheritdoc/>
    public async Task<DeskRefusal?> MeasureAsync(string camera, string? staff, CancellationToken cancellationToken)
    {
        if (!_sight.Has(camera))
        {
            return NoCamera(camera);
        }

        if (_faces.Problem is { } problem)
        {
            return DeskRefusal.Of(DeskRefusalKind.Unavailable, "", problem, "no_models");
        }

        if (staff is null || !_staff().Contains(staff))
        {
            return DeskRefusal.Of(DeskRefusalKind.Invalid, "staff", $"{Came(staff)}; expected a staff member who is enrolled: {string.Join(", ", _staff())}");
        }

        Measuring measuring;
        lock (_gate)
        {
            measuring = _measuring.TryGetValue(camera, out var known) ? known : _measuring[camera] = new Measuring();
            if (measuring.Busy)
            {
                return DeskRefusal.Of(DeskRefusalKind.Conflict, "", "somebody is being measured at this camera already; wait for the end", "busy");
            }

            (measuring.Busy, measuring.Used) = (true, _clock.GetTimestamp());
        }

        try
        {
            return await TakeAsync(camera, staff, measuring.Run, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                (measuring.Busy, measuring.Used) = (false, _clock.GetTimestamp());
            }
        }
    }

    /// <inheritdoc/>
    public DeskRefusal? ForgetMeasured(string camera)
    {
        lock (_gate)
        {
            if (_measuring.Remove(camera, out var measuring))
            {
                measuring.Run.Dispose();
            }
        }

        return _sight.Has(camera) ? null : NoCamera(camera);
    }

    /// <inheritdoc/>
    public DeskRefusal? Apply(string camera, WantedThresholds? wanted, string? who)
    {
        if (!_sight.Has(camera))
        {
            return NoCamera(camera);
        }

        if (_faces.Pack is not { } pack)
        {
            return DeskRefusal.Of(DeskRefusalKind.Unavailable, "", _faces.Problem ?? "", "no_models");
        }

        var mistakes = new List<DeskMistake>();
        SiteThresholds? site = null;
        if (wanted is not null)
        {
            if (wanted.Match is null || wanted.Possible is null)
            {
                mistakes.Add(new DeskMistake("thresholds", "expected both match and possible, or neither for those of the models"));
            }

            SimilarityFigures? measured;
            lock (_gate)
            {
                measured = _measuring.TryGetValue(camera, out var measuring) ? measuring.Run.Figures(_clock.GetUtcNow()) : null;
            }

            site = new SiteThresholds(
                pack.Id, wanted.Match ?? 0.5, wanted.Possible ?? 0.4, wanted.Margin ?? Plain(pack.Thresholds.Margin), measured ?? _book.Of(camera).Thresholds?.Measured);
        }

        var rules = _book.Of(camera) with { Thresholds = site, ChosenBy = who?.Trim() ?? "", ChosenAt = _clock.GetUtcNow() };
        mistakes.AddRange(rules.Mistakes().Select(one => new DeskMistake(one.Path, one.Message)));
        if (mistakes.Count > 0)
        {
            return new DeskRefusal(DeskRefusalKind.Invalid, mistakes);
        }

        if (Keep(rules) is { } refusal)
        {
            return refusal;
        }

        return ForgetMeasured(camera);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sweep.Dispose();
        lock (_gate)
        {
            foreach (var measuring in _measuring.Values)
            {
                measuring.Run.Dispose();
            }

            _measuring.Clear();
        }
    }

    /// <summary>Looks until there are enough good faces of one person.</summary>
    private async Task<DeskRefusal?> TakeAsync(string camera, string staff, PlaceRun run, CancellationToken cancellationToken)
    {
        var (began, gallery) = (_clock.GetTimestamp(), _galleryOf(_faces.Pack!.Id));
        var (taken, seen, last) = (0, 0, PhotoReasons.NoFrame);
        while (taken < FacesAPerson && _clock.GetElapsedTime(began) < s_measureLimit)
        {
            if (await _sight.LookAsync(camera, cancellationToken) is { } frame)
            {
                seen++;
                var (reason, embedding) = await LookAsync(frame, cancellationToken);
                if (embedding is not null)
                {
                    var match = gallery.Best(embedding);
                    run.Add(staff, embedding, match.Subject == staff ? match.Similarity : 0);
                    Array.Clear(embedding);
                    taken++;
                }

                last = reason ?? last;
            }

            await Task.Delay(BetweenLooks, _clock, cancellationToken);
        }

        return taken == FacesAPerson ? null
            : seen == 0 ? NoFrame(camera)
            : DeskRefusal.Of(DeskRefusalKind.Unavailable, "", $"only {taken} of {FacesAPerson} faces were good in {s_measureLimit.TotalSeconds:0} s; the last one that was not: {last}", last);
    }

    private async Task<(string? Reason, float[]? Embedding)> LookAsync(RgbPicture frame, CancellationToken cancellationToken)
    {
        try
        {
            return await _faces.LookAsync(frame, cancellationToken);
        }
        finally
        {
            frame.Clear();
        }
    }

    private CameraView View(SeenCamera seen)
    {
        var rules = _book.Of(seen.Id);
        return new CameraView(
            seen.Id,
            seen.Name,
            seen.State,
            seen.Reason,
            seen.Last?.Picture.ToString().ToLowerInvariant(),
            seen.Last?.Width,
            seen.Last?.Height,
            seen.Last is { } last ? decimal.Parse(last.FramesPerSecond, CultureInfo.InvariantCulture) : null,
            rules,
            !rules.IsOn || rules.NoticeVersion == DoorNotice.Version,
            rules.Mode == CameraMode.Armed ? _sight.ArmedUntil(seen.Id) : null,
            _sight.Today(seen.Id),
            rules.Thresholds is { } site && _faces.Pack is { } pack && site.Pack != pack.Id,
            Measured(seen.Id));
    }

    private MeasuredView? Measured(string camera)
    {
        lock (_gate)
        {
            if (!_measuring.TryGetValue(camera, out var measuring) || _faces.Pack is not { } pack)
            {
                return null;
            }

            var figures = measuring.Run.Figures(_clock.GetUtcNow());
            var (suggested, missing) = ThresholdSuggestion.Of(figures, Plain(pack.Thresholds.Match), Plain(pack.Thresholds.Possible));
            return new MeasuredView(figures, figures.Genuine.Sum(), measuring.Run.Staff, measuring.Busy, suggested, missing);
        }
    }

    private DeskRefusal? Keep(CameraRules rules)
    {
        try
        {
            _book.Keep(rules);
            return null;
        }
        catch (IOException e)
        {
            return DeskRefusal.Of(DeskRefusalKind.Unavailable, "", $"could not be kept, and what held before holds: {e.Message}");
        }
    }

    private void Sweep()
    {
        lock (_gate)
        {
            foreach (var (camera, measuring) in _measuring.Where(one => !one.Value.Busy && _clock.GetElapsedTime(one.Value.Used) > s_kept).ToArray())
            {
                _measuring.Remove(camera);
                measuring.Run.Dispose();
            }
        }
    }

    private static bool TryMode(string? text, out CameraMode mode)
    {
        mode = text switch { "armed" => CameraMode.Armed, "zone" => CameraMode.Zone, _ => CameraMode.Off };
        return text is "off" or "armed" or "zone";
    }

    private static string Came(string? text) => text is null ? "is missing" : $"came \"{text}\"";

    /// <summary>A threshold as it was written, without what single precision adds behind.</summary>
    private static double Plain(float number) => Math.Round(number, 4);

    private static DeskRefusal NoCamera(string camera) => DeskRefusal.Of(DeskRefusalKind.NotFound, "id", $"there is no camera \"{camera}\"; GET /v1/camera lists them");

    private static DeskRefusal NoFrame(string camera) =>
        DeskRefusal.Of(DeskRefusalKind.Unavailable, "", $"camera {camera} gives no picture now", PhotoReasons.NoFrame);

    private sealed class Measuring
    {
        public PlaceRun Run { get; } = new();

        public bool Busy { get; set; }

        public long Used { get; set; }
    }
}
