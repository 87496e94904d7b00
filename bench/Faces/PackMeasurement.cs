using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace Bench.Faces;

/// <summary>One pack over all photos: embeddings, misses, sizes and milliseconds.</summary>
internal sealed class PackMeasurement
{
    /// <summary>Face heights that small faces are measured at, in pixels.</summary>
    public static readonly int[] Heights = [120, 90, 70, 60, 50, 40, 30];

    private const int Width = 1280;
    private const int Height = 720;
    private const int PastedFaces = 40;

    /// <summary>How much of a face's height a photo must show all round it to be put on a frame: one cut through the hair is no face in a room.</summary>
    private const float Room = 0.2f;

    private readonly FaceNets _nets;
    private readonly Dictionary<string, List<double>> _milliseconds = [];

    private PackMeasurement(FaceNets nets) => _nets = nets;

    public ModelPack Pack => _nets.Pack;

    /// <summary>The embedding of each photo with a face, by its path.</summary>
    public Dictionary<string, float[]> Embeddings { get; } = [];

    /// <summary>The face of each photo.</summary>
    public Dictionary<string, DetectedFace> Faces { get; } = [];

    /// <summary>Photos of which no face came.</summary>
    public List<FacePhoto> Missed { get; } = [];

    /// <summary>Photos whose face was found only with a margin round the photo.</summary>
    public int WithMargin { get; private set; }

    /// <summary>How alive the faces of coloured photos look, where the pack can tell.</summary>
    public List<float> Liveness { get; } = [];

    /// <summary>How many faces were put on a plain frame.</summary>
    public int Pasted { get; private set; }

    /// <summary>The share of faces found on a plain frame of 1280 x 720, by their height in pixels.</summary>
    public Dictionary<int, double> Recall { get; } = [];

    /// <summary>The share of pairs of one person still above the threshold for one false accept in a thousand, one photo made so small that its face has this height.</summary>
    public Dictionary<int, double> SmallTrueAccepts { get; } = [];

    public static PackMeasurement Run(ModelLibrary library, IReadOnlyList<FacePhoto> photos, IReadOnlyList<(string A, string B, bool IsSame)> pairs, CancellationToken cancellationToken)
    {
        using var nets = library.CreateNets();
        library.Warm();
        var measurement = new PackMeasurement(nets);
        foreach (var photo in photos)
        {
            cancellationToken.ThrowIfCancellationRequested();
            measurement.Take(photo);
        }

        measurement.Paste([.. photos.Where(photo => !photo.IsGrey && measurement.HasRoom(photo)).Take(PastedFaces)], cancellationToken);
        measurement.Shrink(photos.ToDictionary(photo => photo.File), pairs, cancellationToken);
        return measurement;
    }

    /// <summary>The median of a stage, in milliseconds.</summary>
    public double? Median(string stage) => _milliseconds.TryGetValue(stage, out var values) ? values.Order().ElementAt(values.Count / 2) : null;

    private void Take(FacePhoto photo)
    {
        var found = new DetectedFace[16];
        var embedding = new float[_nets.Embedder.Numbers];
        WithMargin += _nets.Detector.Detect(photo.Picture, found) == 0 ? 1 : 0;
        if (!Portrait.TryEmbed(_nets, photo.Picture, embedding, out var face))
        {
            Missed.Add(photo);
            return;
        }

        Embeddings[photo.File] = embedding;
        Faces[photo.File] = face;
        if (_nets.Liveness is { } liveness && !photo.IsGrey)
        {
            Liveness.Add(liveness.Score(photo.Picture, face));
        }
    }

    private bool HasRoom(FacePhoto photo) =>
        Faces.TryGetValue(photo.File, out var face) && face.Height * Room is var room
        && face.Left >= room && face.Top >= room && face.Left + face.Width + room <= photo.Picture.Width && face.Top + face.Height + room <= photo.Picture.Height;

    /// <summary>Puts faces of known height on a plain frame: finds them, and takes the time of every stage.</summary>
    private void Paste(IReadOnlyList<FacePhoto> photos, CancellationToken cancellationToken)
    {
        Pasted = photos.Count;
        var frame = new RgbPicture(Width, Height);
        var found = new DetectedFace[16];
        var embedding = new float[_nets.Embedder.Numbers];
        foreach (var height in Heights)
        {
            var (seen, all) = (0, 0);
            foreach (var photo in photos)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var face = Faces[photo.File];
                var scale = face.Height / height;
                var place = new Similarity(scale, 0, face.Center.X - (scale * Width / 2), face.Center.Y - (scale * Height / 2));
                PictureSampling.Warp(photo.Picture, place, frame, beyond: 128);
                var count = 0;
                Time("detect", () => count = _nets.Detector.Detect(frame, found));
                all++;
                var pasted = face.Moved(place.Inverse());
                if (found.AsSpan(0, count).ToArray().FirstOrDefault(one => one.Overlap(pasted) > 0.3f) is not { Score: > 0 } hit)
                {
                    continue;
                }

                seen++;
                Time("near", () => _nets.Detector.TryRefine(frame, hit, out _));
                Time("embed", () => _nets.Embedder.Embed(frame, pasted, embedding));
                if (_nets.Liveness is { } liveness)
                {
                    Time("liveness", () => liveness.Score(frame, pasted));
                }
            }

            Recall[height] = seen / (double)all;
        }
    }

    private void Shrink(Dictionary<string, FacePhoto> photos, IReadOnlyList<(string A, string B, bool IsSame)> pairs, CancellationToken cancellationToken)
    {
        var grey = Embeddings.Where(photo => photos[photo.Key].IsGrey).ToArray();
        var impostor = grey.SelectMany((a, i) => grey.Take(i).Where(b => photos[b.Key].Person != photos[a.Key].Person).Select(b => FaceScores.Cosine(a.Value, b.Value)));
        var threshold = new FaceScores([], impostor).TrueAccepts(1e-3)!.Value.Threshold;
        var genuine = pairs.Where(pair => pair.IsSame && Embeddings.ContainsKey(pair.A) && Embeddings.ContainsKey(pair.B)).ToArray();
        var embedding = new float[_nets.Embedder.Numbers];
        foreach (var height in (int[])[.. Heights.Where(height => height is >= 40 and <= 70), 24])
        {
            var above = 0;
            foreach (var (a, b, _) in genuine)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var scale = Faces[b].Height / height;
                var photo = photos[b].Picture;
                var small = new RgbPicture(Math.Max(1, (int)(photo.Width / scale)), Math.Max(1, (int)(photo.Height / scale)));
                PictureSampling.Stretch(photo, 0, 0, photo.Width, photo.Height, small);
                above += Portrait.TryEmbed(_nets, small, embedding, out _) && FaceScores.Cosine(Embeddings[a], embedding) > threshold ? 1 : 0;
            }

            SmallTrueAccepts[height] = above / (double)genuine.Length;
        }
    }

    private void Time(string stage, Action work)
    {
        var begun = TimeProvider.System.GetTimestamp();
        work();
        var values = _milliseconds.TryGetValue(stage, out var kept) ? kept : _milliseconds[stage] = [];
        values.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
    }
}
