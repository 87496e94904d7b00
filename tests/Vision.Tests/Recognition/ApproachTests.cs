using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;
using EdgeGateway.Vision.Recognition;

namespace Vision.Tests.Recognition;

/// <summary>The whole pipeline with the pack's own nets, on frames painted from photos that are measured with and never kept.</summary>
public sealed class ApproachTests : IDisposable
{
    private static readonly string[] s_members = ["amy", "raj", "sheldon"];
    private static readonly DateTimeOffset s_noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly PaintedScene _scene = new(1280, 720, 3);
    private readonly CameraFrame _frame = new(1280, 720);

    public void Dispose() => _frame.Dispose();

    [Theory]
    [InlineData("clean")]
    [InlineData("accurate")]
    public void Approach_OfMembersAndAStranger_NamesTheMembersOnceEachAndNobodyElse(string pack)
    {
        var (library, gallery) = Open(pack);

        foreach (var (who, seed) in s_members.Append("howard").Select((who, index) => (who, index + 11)))
        {
            using var watch = Watch(library, gallery);
            var told = new List<Presence>();
            new Approach(Photo(who, 5), seed).Walk(_scene, _frame, s_noon, frame => watch.Look(frame, null, told.Add));
            watch.End(told.Add);

            Assert.Equal(s_members.Contains(who) ? [who] : [], told.OfType<PresenceRecognised>().Select(one => one.Subject));
            Assert.Equal(1, told.OfType<PresenceEnded>().Count(ended => ended.Counts));
        }
    }

    [Fact]
    public void Crossing_OfTwoMembers_NamesEachOnce()
    {
        var (library, gallery) = Open("clean");
        using var watch = Watch(library, gallery);
        var (left, right, told) = (Photo("amy", 5), Photo("sheldon", 5), new List<Presence>());

        for (var i = 0; i < 24; i++)
        {
            _scene.Paint(_frame, new PaintedScene.Sight(left, 250 + (34 * i), 330, 200), new PaintedScene.Sight(right, 1030 - (34 * i), 350, 230));
            _frame.Time = s_noon + TimeSpan.FromMilliseconds(200 * i);
            watch.Look(_frame, null, told.Add);
        }

        watch.End(told.Add);

        Assert.Equal(["amy", "sheldon"], told.OfType<PresenceRecognised>().Select(one => one.Subject).Distinct().Order());
        Assert.Equal(2, told.OfType<PresenceRecognised>().Count());
    }

    private static FaceWatch Watch(ModelLibrary library, IGallery gallery) => new(
        "cam",
        library.CreateNets(),
        gallery,
        // Painted faces are pictures, and the liveness net is right to say so.
        new FaceWatchOptions { LeastLiveness = 0 },
        new RecognitionRules(RecognitionMode.Zone, "till", RecognitionRules.WholePicture, true, library.Pack.Thresholds),
        TimeProvider.System);

    private static (ModelLibrary Library, IGallery Gallery) Open(string pack)
    {
        _ = Faces();
        var library = ModelsHere.Library(pack);
        using var nets = library.CreateNets();
        return (library, new Means(library.Pack.Id, [.. s_members.Select(who => (who, Mean(nets, who)))]));
    }

    private static float[] Mean(FaceNets nets, string who)
    {
        var sum = new float[nets.Embedder.Numbers];
        var numbers = new float[sum.Length];
        for (var photo = 1; photo <= 4; photo++)
        {
            Assert.True(Portrait.TryEmbed(nets, Photo(who, photo), numbers, out _));
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += numbers[i];
            }
        }

        var length = MathF.Sqrt(sum.Sum(number => number * number));
        return [.. sum.Select(number => number / length)];
    }

    private static string Faces()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("EDGE_SHARED") ?? "", "faces", "color");
        Assert.SkipUnless(Directory.Exists(folder), "no faces here (EDGE_SHARED)");
        return folder;
    }

    private static RgbPicture Photo(string who, int number)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-i", Path.Combine(Faces(), $"bbt_bbt_{who}_{who}{number}.jpg"), "-f", "image2pipe", "-c:v", "ppm", "-"]) { RedirectStandardOutput = true };
        using var ffmpeg = Process.Start(start)!;
        using var bytes = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(bytes);
        ffmpeg.WaitForExit();
        var all = bytes.ToArray();
        var head = Encoding.ASCII.GetString(all.AsSpan(0, Math.Min(20, all.Length))).Split('\n');
        var size = head[1].Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new RgbPicture(size[0], size[1], all[^(size[0] * size[1] * 3)..]);
    }

    private sealed class Means(string pack, List<(string Who, float[] Numbers)> people) : IGallery
    {
        public string Pack => pack;

        public int Count => people.Count;

        public GalleryMatch Best(ReadOnlySpan<float> embedding)
        {
            var numbers = embedding.ToArray();
            var sorted = people.Select(one => (one.Who, Similarity: one.Numbers.Zip(numbers, (a, b) => a * b).Sum())).OrderByDescending(one => one.Similarity).ToList();
            return new GalleryMatch(sorted[0].Who, false, sorted[0].Similarity, sorted[1].Similarity);
        }
    }
}
