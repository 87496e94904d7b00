using System.Diagnostics;
using System.Numerics;
using System.Text.Json;
using EdgeGateway.Host.Verbs;

namespace Host.Tests.Verbs;

public sealed class ReplayCameraVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryPolygon_Corners_AreTakenInOrder()
    {
        Assert.True(ReplayCameraVerb.TryPolygon("0.1,0.2,0.9,0.2,0.5,1", out var polygon));

        Assert.Equal([new Vector2(0.1f, 0.2f), new Vector2(0.9f, 0.2f), new Vector2(0.5f, 1)], polygon);
    }

    [Theory]
    [InlineData("0,0,1,0")]
    [InlineData("0,0,1,0,1")]
    [InlineData("0,0,1,0,640,360")]
    [InlineData("a,b,c,d,e,f")]
    [InlineData("0,0,1,0,1,NaN")]
    [InlineData("")]
    public async Task Zone_Unusable_IsBadUsage(string zone)
    {
        var (code, output, error) = await CommandRun.EndAsync(["replay", "camera", "--gallery", _folder.Path, "--zone", zone, "video.mp4"]);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains($"--zone came {zone}; expected", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--fps", "0")]
    [InlineData("--fps", "31")]
    [InlineData("--pack", "best")]
    public async Task Option_OutOfRange_IsBadUsage(string option, string value)
    {
        var (code, _, error) = await CommandRun.EndAsync(["replay", "camera", "--gallery", _folder.Path, option, value, "video.mp4"]);

        Assert.Equal(2, code);
        Assert.Contains($"{option} came {value}; expected", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Video_Missing_FailsWithItsName()
    {
        var (code, _, error) = await CommandRun.EndAsync(["replay", "camera", "--gallery", _folder.Path, "/nowhere/video.mp4"]);

        Assert.Equal(1, code);
        Assert.Contains("/nowhere/video.mp4: there is no such file", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Video_Garbage_SaysThatItCannotBeRead()
    {
        var file = Path.Combine(_folder.Path, "garbage.mp4");
        var bytes = new byte[4096];
        new Random(3).NextBytes(bytes);
        File.WriteAllBytes(file, bytes);

        using var video = VideoFrames.OfVideo(file, 5);
        var error = Assert.Throws<IOException>(() => video.Next(out _));

        Assert.StartsWith($"{file}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Invalid data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Video_Of25FramesASecond_GivesFiveUprightSmallOnesWithItsOwnTime()
    {
        var file = Film("portrait.mp4", "testsrc2=size=1080x1920:rate=25:duration=1.4");

        var frames = Frames(file, out var sizes);

        Assert.Equal([0, 200, 400, 600, 800, 1000, 1200], frames);
        Assert.All(sizes, size => Assert.Equal((720, 1280, 1080, 1920), size));
    }

    [Fact]
    public void Video_SlowerThanAsked_HasNoFrameTwice()
    {
        var file = Film("slow.mp4", "testsrc2=size=64x48:rate=2:duration=2");

        var frames = Frames(file, out var sizes);

        Assert.Equal([0, 500, 1000, 1500], frames);
        Assert.All(sizes, size => Assert.Equal((64, 48, 64, 48), size));
    }

    [Fact]
    public void Photo_NoPicture_IsLeftOutWithItsPath()
    {
        var file = _folder.File("note.jpg", "this is no picture");

        using var photo = VideoFrames.OfPhoto(file);

        Assert.StartsWith($"{file}: ", Assert.Throws<IOException>(() => photo.Next(out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stamp_OfShowinfo_GivesTimeAndSize()
    {
        const string line = "[Parsed_showinfo_1 @ 0x55d0c8f0] [info] n:  12 pts:  61440 pts_time:4.8     pos:   123456 fmt:rgb24 sar:1/1 s:1280x720 i:P iskey:0 type:P ";

        Assert.True(FrameStamp.TryRead(line, out var time, out var width, out var height));

        Assert.Equal((TimeSpan.FromSeconds(4.8), 1280, 720), (time, width, height));
        Assert.False(FrameStamp.TryRead("[Parsed_showinfo_1 @ 0x55d0c8f0] [info] config in time_base: 1/12800, frame_rate: 25/1", out _, out _, out _));
    }

    [Fact]
    public async Task Replay_VideoWithoutFaces_WritesNothingAndEndsWell()
    {
        var models = Models();
        var shared = Environment.GetEnvironmentVariable("EDGE_SHARED");
        Assert.SkipUnless(shared is { Length: > 0 } && Directory.Exists(Path.Combine(shared, "faces")), "no faces here (EDGE_SHARED)");
        var member = Directory.CreateDirectory(Path.Combine(_folder.Path, "gallery", "amy"));
        File.CreateSymbolicLink(Path.Combine(member.FullName, "1.jpg"), Path.Combine(shared!, "faces", "color", "bbt_bbt_amy_amy1.jpg"));
        File.WriteAllText(Path.Combine(member.FullName, "2.png"), "no picture");
        var file = Film("empty.mp4", "testsrc2=size=320x240:rate=5:duration=1");

        var (code, output, error) = await CommandRun.EndAsync(["replay", "camera", "--models", models, "--gallery", Path.Combine(_folder.Path, "gallery"), file]);

        Assert.Equal(0, code);
        Assert.Empty(output);
        Assert.Contains("2.png: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_StrangersWhoWalkIn_AreCountedAndNobodyArrives()
    {
        var models = Models();
        var shared = Environment.GetEnvironmentVariable("EDGE_SHARED");
        var video = Path.Combine(shared ?? "", "faces", "video", "entrance.mp4");
        Assert.SkipUnless(shared is { Length: > 0 } && File.Exists(video), "no video of strangers here (EDGE_SHARED)");
        foreach (var name in (string[])["amy", "bernadette", "howard", "leonard"])
        {
            var member = Directory.CreateDirectory(Path.Combine(_folder.Path, name));
            File.CreateSymbolicLink(Path.Combine(member.FullName, "1.jpg"), Path.Combine(shared!, "faces", "color", $"bbt_bbt_{name}_{name}1.jpg"));
        }

        var (code, output, _) = await CommandRun.EndAsync(["replay", "camera", "--models", models, "--gallery", _folder.Path, video]);

        Assert.Equal(0, code);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.DoesNotContain(lines, line => line.TryGetProperty("kind", out var kind) && kind.GetString() == "arrived");
        Assert.InRange(lines.Count(line => line.TryGetProperty("kind", out var kind) && kind.GetString() == "counted"), 4, 8);
        var face = lines.First(line => line.TryGetProperty("zone", out _));
        Assert.Equal(["t_ms", "track", "member", "similarity", "zone", "box"], face.EnumerateObject().Select(member => member.Name));
    }

    private static string Models()
    {
        var folder = Environment.GetEnvironmentVariable(FetchedModels.Variable);
        Assert.SkipUnless(folder is { Length: > 0 } && Directory.Exists(Path.Combine(folder, "clean")), "no models here (scripts/models.sh, then EDGE_MODELS=artifacts/models)");
        return folder!;
    }

    private static List<int> Frames(string file, out List<(int, int, int, int)> sizes)
    {
        var times = new List<int>();
        sizes = [];
        using var video = VideoFrames.OfVideo(file, 5);
        while (video.Next(out var original) is { } frame)
        {
            times.Add((int)(frame.Time - DateTimeOffset.UnixEpoch).TotalMilliseconds);
            sizes.Add((frame.Width, frame.Height, original.Width, original.Height));
        }

        return times;
    }

    private string Film(string name, string source)
    {
        var file = Path.Combine(_folder.Path, name);
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-c:v", "mpeg4", "-g", "10", file]);
        using var ffmpeg = Process.Start(start)!;
        ffmpeg.WaitForExit();
        Assert.SkipUnless(ffmpeg.ExitCode == 0, "ffmpeg cannot make a film here");
        return file;
    }
}
