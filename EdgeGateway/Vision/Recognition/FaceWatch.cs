using System.Runtime.CompilerServices;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;
using EdgeGateway.Vision.Tracking;

namespace EdgeGateway.Vision.Recognition;

/// <summary>Looks at one camera's frames: who is in the zone, and which of them are members. docs/recognition.md says how it decides.</summary>
/// <remarks>
/// One thread's own, but for <see cref="Change"/> and <see cref="Arm"/>. Once <see cref="Look"/> returns there is nothing left of the picture but the mean
/// brightness of 144 squares, and of faces nothing but where they were and, of those near somebody in the gallery, who that was. The frame is its caller's.
/// </remarks>
public sealed class FaceWatch : IDisposable
{
    private const int MostFaces = 64;

    private readonly FaceNets _nets;
    private readonly FaceWatchOptions _options;
    private readonly TimeProvider _clock;
    private readonly FaceJudge _judge;
    private readonly TrackIdentity _identity;
    private readonly FaceTracker _tracker;
    private readonly ZonePresence _presence;
    private readonly MotionGate _gate;
    private readonly DetectedFace[] _faces = new DetectedFace[MostFaces];
    private readonly List<(FaceTrack Track, FaceQuality Quality)> _best = [];

    /// <summary>The pictures of a camera's few frames, which come again and again; holds none that is gone.</summary>
    private readonly ConditionalWeakTable<byte[], RgbPicture> _pictures = [];

    private RecognitionRules _wanted;
    private RecognitionRules _rules;
    private ZonePolygon _polygon;
    private long _armedAt = DateTimeOffset.MinValue.UtcTicks;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private DateTimeOffset _looked = DateTimeOffset.MinValue;
    private (int Width, int Height) _size;
    private bool _isUsed;
    private bool _disposed;

    /// <summary>Makes room for one camera.</summary>
    /// <param name="camera">The camera's device id.</param>
    /// <param name="nets">This thread's own; disposed with it.</param>
    /// <param name="gallery">The faces that may be recognised, made with the nets' pack.</param>
    /// <param name="options">How faces are followed, chosen and voted on.</param>
    /// <param name="rules">What the shop has decided.</param>
    /// <param name="clock">Stamps what is told.</param>
    /// <exception cref="ArgumentException">Options or rules are out of range, or the gallery was made with another pack; it says everything that is wrong.</exception>
    public FaceWatch(string camera, FaceNets nets, IGallery gallery, FaceWatchOptions options, RecognitionRules rules, TimeProvider clock)
    {
        if (gallery.Pack != nets.Pack.Id)
        {
            throw new ArgumentException($"The gallery was made with the model pack {gallery.Pack}, the nets are of {nets.Pack.Id}: everybody must be enrolled again.", nameof(gallery));
        }

        Check(options.Problems(), nameof(options));
        Check(rules.Problems(), nameof(rules));
        (_nets, _options, _clock) = (nets, options, clock);
        (_wanted, _rules, _polygon) = (rules, rules, new ZonePolygon(rules.Polygon));
        _presence = new ZonePresence(camera, options);
        _tracker = new FaceTracker(options.LeastScore);
        _gate = new MotionGate(options.MotionLevels);
        _judge = new FaceJudge(nets, gallery, options);
        _identity = new TrackIdentity(camera, _judge, _tracker, _presence, gallery, options, clock);
    }

    /// <summary>Where the time of the last look went; all zero where nothing had moved.</summary>
    public LookTimes LastLook { get; private set; }

    /// <summary>How many people are followed.</summary>
    public int Followed => _tracker.Tracks.Count;

    /// <summary>The numbers of the last face; all 0 between two looks.</summary>
    internal ReadOnlySpan<float> Remains => _judge.Remains;

    /// <summary>Other rules from the next frame on; whoever is in the zone leaves it and comes anew. Any thread.</summary>
    /// <exception cref="ArgumentException">They are out of range; it says everything that is wrong.</exception>
    public void Change(RecognitionRules rules)
    {
        Check(rules.Problems(), nameof(rules));
        Volatile.Write(ref _wanted, rules);
    }

    /// <summary>Somebody did the voluntary act: in mode <see cref="RecognitionMode.Armed"/> faces are recognised for a short while from now. Any thread.</summary>
    /// <param name="now">When, by the clock of the frames.</param>
    public void Arm(DateTimeOffset now) => Interlocked.Exchange(ref _armedAt, now.UtcTicks);

    /// <summary>Looks at the next frame.</summary>
    /// <param name="frame">It stays its caller's, who overwrites it.</param>
    /// <param name="judged">Takes every face that was compared, for those who measure; null takes none.</param>
    /// <param name="told">Takes who came, was recognised and left, in the order it happened.</param>
    /// <exception cref="Onnx.OnnxException">A net failed. Nothing is left of the picture then either.</exception>
    public void Look(CameraFrame frame, Action<FaceJudgement>? judged, Action<Presence> told)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        LastLook = default;
        TakeRules(frame, told);
        var time = frame.Time;
        var mayJudge = MayJudge(time);
        if (!mayJudge && !_rules.CountAnonymously && _tracker.Tracks.Count == 0)
        {
            Scrub();
            return;
        }

        var start = _clock.GetTimestamp();
        var look = MustLook(frame, mayJudge);
        var gate = _clock.GetElapsedTime(start);
        if (!look)
        {
            LastLook = new LookTimes(gate, default, default, default, 0, 0);
            Scrub();
            Expire(time, told);
            return;
        }

        try
        {
            _isUsed = true;
            var picture = PictureOf(frame);
            start = _clock.GetTimestamp();
            var count = _nets.Detector.Detect(picture, _faces);
            var detect = _clock.GetElapsedTime(start);
            start = _clock.GetTimestamp();
            Expire(time, told);
            _tracker.Follow(_faces.AsSpan(0, count), time);
            See(frame, mayJudge, told);
            var follow = _clock.GetElapsedTime(start);
            start = _clock.GetTimestamp();
            var many = mayJudge ? Judge(picture, time, judged, told) : 0;
            LastLook = new LookTimes(gate, detect, follow, _clock.GetElapsedTime(start), count, many);
        }
        finally
        {
            Overwrite();
        }
    }

    /// <summary>Nobody is there any more: the camera is lost, or the video over.</summary>
    public void End(Action<Presence> told)
    {
        while (_tracker.Tracks.Count > 0)
        {
            var track = _tracker.Tracks[^1];
            _presence.End(track, _rules, told);
            _tracker.Remove(track);
        }

        Scrub();
        _gate.Clear();
        _looked = DateTimeOffset.MinValue;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Overwrite();
            _gate.Clear();
            _judge.Dispose();
            _nets.Dispose();
        }
    }

    private bool MayJudge(DateTimeOffset time) => _rules.Mode switch
    {
        RecognitionMode.Zone => true,
        RecognitionMode.Armed => time.UtcTicks - Interlocked.Read(ref _armedAt) <= _rules.ArmedFor.Ticks,
        _ => false,
    };

    private RgbPicture PictureOf(CameraFrame frame)
    {
        if (!_pictures.TryGetValue(frame.Bytes, out var picture))
        {
            picture = new RgbPicture(frame.Width, frame.Height, frame.Bytes);
            _pictures.Add(frame.Bytes, picture);
        }

        return picture;
    }

    private void TakeRules(CameraFrame frame, Action<Presence> told)
    {
        var wanted = Volatile.Read(ref _wanted);
        if (!ReferenceEquals(wanted, _rules))
        {
            End(told);
            (_rules, _polygon) = (wanted, new ZonePolygon(wanted.Polygon));
        }

        if (frame.Time < _last || (frame.Width, frame.Height) != _size)
        {
            End(told);
        }

        (_last, _size) = (frame.Time, (frame.Width, frame.Height));
    }

    private bool MustLook(CameraFrame frame, bool mayJudge)
    {
        var levels = _gate.Take(frame);
        if (frame.Time - _looked < _options.StillLookEvery)
        {
            // The very same picture once more says nothing new; one that trembles does where somebody is still to be judged.
            if (levels == 0 || !(_gate.Moved(levels) || (mayJudge && _identity.WantsFace(_tracker.Tracks))))
            {
                return false;
            }
        }

        _gate.Keep();
        _looked = frame.Time;
        return true;
    }

    private void See(CameraFrame frame, bool mayJudge, Action<Presence> told)
    {
        foreach (var track in _tracker.Tracks)
        {
            if (track.IsContested)
            {
                track.Visitor.Doubt(frame.Time);
            }
            else
            {
                _identity.Settle(track, mayJudge, frame.Time, _rules, told);
            }

            if (!track.IsSeen)
            {
                continue;
            }

            _presence.See(track, _polygon.Contains(track.Face.Center, frame.Width, frame.Height), frame.Time, _rules.Zone, told);
            if (_presence.HasLeft(track, frame.Time))
            {
                _presence.End(track, _rules, told);
                track.Id = _tracker.NextId();
            }
        }
    }

    private int Judge(RgbPicture picture, DateTimeOffset time, Action<FaceJudgement>? judged, Action<Presence> told)
    {
        _best.Clear();
        foreach (var track in _tracker.Tracks)
        {
            if (track.IsSeen && _judge.Wants(track) && _polygon.ContainsAll(track.Face, picture.Width, picture.Height) && _judge.Quality(picture, track) is { } quality)
            {
                _best.Add((track, quality));
            }
        }

        // Large faces first, but not the same ones always.
        _best.Sort(static (a, b) => Urgency(b).CompareTo(Urgency(a)));
        var many = 0;
        foreach (var (track, quality) in _best)
        {
            if (many < _options.MostFacesAFrame && _judge.TryJudge(picture, track, quality, _rules.Thresholds, time, out var judgement))
            {
                many++;
                judged?.Invoke(judgement);
                _identity.Decide(track, judgement, _rules, told);
            }
        }

        return many;
    }

    private void Expire(DateTimeOffset time, Action<Presence> told)
    {
        for (var i = _tracker.Tracks.Count - 1; i >= 0; i--)
        {
            var track = _tracker.Tracks[i];
            var unseen = time - track.LastSeen;
            if ((unseen > _options.LostAfter && track.Missed >= 2) || unseen > _options.LostAfter + _options.StillLookEvery)
            {
                _presence.End(track, _rules, told);
                _tracker.Remove(track);
            }
        }
    }

    private void Overwrite()
    {
        _nets.Clear();
        _judge.Clear();
        Array.Clear(_faces);
        _best.Clear();
    }

    /// <summary>Once nothing is looked at, also what the nets themselves keep is overwritten.</summary>
    private void Scrub()
    {
        if (_isUsed)
        {
            _isUsed = false;
            _nets.Scrub();
        }
    }

    private static float Urgency((FaceTrack Track, FaceQuality Quality) face) => face.Quality.Height * face.Quality.Height / (1 + face.Track.Visitor.Vote.Faces);

    private static void Check(IReadOnlyList<string> problems, string name)
    {
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", problems), name);
        }
    }
}
