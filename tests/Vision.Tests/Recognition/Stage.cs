using System.Numerics;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;
using EdgeGateway.Vision.Recognition;

namespace Vision.Tests.Recognition;

/// <summary>A camera of 640 x 360 with made-up people on it, nets that see exactly those, and a watch that looks.</summary>
/// <remarks>Who a face belongs to is written into its middle pixel, so that numbers come from the picture alone.</remarks>
internal sealed class Stage : IFaceDetector, IFaceEmbedder, ILivenessScorer, IGallery, IDisposable
{
    public const int Width = 640;
    public const int Height = 360;
    public static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly MatchThresholds Thresholds = new(0.9f, 0.95f, 0.8f, 0.05f, 200);

    private readonly FaceWatch _watch;
    private readonly CameraFrame _frame = new(Width, Height);
    private readonly List<Person> _people = [];
    private readonly Dictionary<byte, GalleryMatch> _known = [];
    private byte _shown;
    private int _looks;

    public Stage(RecognitionMode mode = RecognitionMode.Zone, IReadOnlyList<Vector2>? polygon = null, FaceWatchOptions? options = null, bool liveness = false, bool counts = true)
    {
        Rules = new RecognitionRules(mode, "till", polygon ?? RecognitionRules.WholePicture, counts, Thresholds);
        var pack = new ModelPack("test-1", "test", Thresholds, "", true, []);
        _watch = new FaceWatch("cam", new FaceNets(pack, this, this, liveness ? this : null), this, options ?? new FaceWatchOptions(), Rules, TimeProvider.System);
        Now = Noon;
    }

    public readonly record struct Person(byte Id, float X, float Y, float Height = 80, float Yaw = 0, bool Sharp = true, byte Light = 120, float Score = 0.9f);

    public RecognitionRules Rules { get; }

    public FaceWatch Watch => _watch;

    public DateTimeOffset Now { get; set; }

    public List<Presence> Told { get; } = [];

    public List<FaceJudgement> Judged { get; } = [];

    public int Detected { get; private set; }

    public int Embedded { get; private set; }

    public int Cleared { get; private set; }

    public Func<byte, float> Alive { get; set; } = _ => 1;

    public int People { get; set; } = 10;

    public IEnumerable<PresenceRecognised> Recognised => Told.OfType<PresenceRecognised>();

    public string Pack => "test-1";

    int IGallery.Count => People;

    int IFaceEmbedder.Numbers => 4;

    /// <summary>From now on that person's face is near somebody.</summary>
    public void Know(byte id, string? subject, float similarity = 0.97f, float runnerUp = 0.5f, bool staff = false) =>
        _known[id] = new GalleryMatch(subject, staff, similarity, runnerUp);

    /// <summary>The next frame, 200 ms later.</summary>
    public void Frame(params Person[] people) => Frame(TimeSpan.FromMilliseconds(200), true, people);

    public void Frame(TimeSpan later, bool moves, params Person[] people)
    {
        Now += later;
        Paint(moves, people);
        _watch.Look(_frame, Judged.Add, Told.Add);
    }

    /// <summary>Looks again at what is on the frame, and remembers nothing of it.</summary>
    public void LookAgain(bool moves)
    {
        Now += TimeSpan.FromMilliseconds(200);
        _frame.Time = Now;
        if (moves)
        {
            _frame.Bytes.AsSpan(0, Width * 3 * 40).Fill((byte)(100 + (20 * (_looks++ % 2))));
        }

        _watch.Look(_frame, null, static _ => { });
    }

    public void End() => _watch.End(Told.Add);

    int IFaceDetector.Detect(RgbPicture picture, Span<DetectedFace> faces)
    {
        Detected++;
        var count = 0;
        foreach (var person in _people)
        {
            faces[count++] = FaceOf(person);
        }

        return count;
    }

    bool IFaceDetector.TryRefine(RgbPicture picture, in DetectedFace face, out DetectedFace refined)
    {
        refined = face;
        return true;
    }

    void IFaceEmbedder.Embed(RgbPicture picture, in DetectedFace face, Span<float> embedding)
    {
        Embedded++;
        _shown = picture.Bytes[((((int)face.Center.Y * picture.Width) + (int)face.Center.X) * 3) + 2];
        embedding.Fill(_shown);
    }

    float ILivenessScorer.Score(RgbPicture picture, in DetectedFace face) => Alive(_shown);

    GalleryMatch IGallery.Best(ReadOnlySpan<float> embedding) => _known.GetValueOrDefault((byte)embedding[0], new GalleryMatch("somebody", false, 0.3f, 0.2f));

    void IFaceDetector.Clear() => Cleared++;

    void IFaceEmbedder.Clear() => _shown = 0;

    void ILivenessScorer.Clear()
    {
    }

    public void Dispose()
    {
    }

    private static DetectedFace FaceOf(Person person)
    {
        var (left, top) = (person.X - (person.Height / 2), person.Y - (person.Height / 2));
        var eyes = person.Height * 0.4f;
        var middle = new Vector2(person.X, person.Y - (person.Height * 0.1f));
        return new DetectedFace(
            left, top, person.Height, person.Height, person.Score,
            FacePoints.Of(middle - new Vector2(eyes / 2, 0), middle + new Vector2(eyes / 2, 0), middle + new Vector2(person.Yaw * eyes, 0.57f * eyes), middle + new Vector2(0, eyes)));
    }

    private void Paint(bool moves, Person[] people)
    {
        _people.Clear();
        _people.AddRange(people);
        Array.Fill(_frame.Bytes, (byte)(moves ? 90 + (10 * (_looks++ % 2)) : 90));
        foreach (var person in people)
        {
            var half = (int)(person.Height / 2);
            for (var y = Math.Max(0, (int)person.Y - half); y < Math.Min(Height, person.Y + half); y++)
            {
                for (var x = Math.Max(0, (int)person.X - half); x < Math.Min(Width, person.X + half); x++)
                {
                    var pattern = person.Sharp ? ((x / 3) + (y / 5)) % 2 * 60 : (x - (int)person.X + half) / 2;
                    _frame.Bytes.AsSpan(((y * Width) + x) * 3, 3).Fill((byte)Math.Clamp(person.Light + pattern - 30, 0, 255));
                }
            }

            if (person.X is >= 0 and < Width && person.Y is >= 0 and < Height)
            {
                _frame.Bytes[((((int)person.Y * Width) + (int)person.X) * 3) + 2] = person.Id;
            }
        }

        _frame.Time = Now;
    }
}
