using EdgeGateway.Core.Visits;
using Microsoft.Extensions.Logging.Abstractions;

namespace Core.Tests.Visits;

public sealed class RecognitionBookTests : IDisposable
{
    private static readonly ZoneCorner[] s_zone = [new(0.1, 0.1), new(0.9, 0.1), new(0.9, 0.9), new(0.1, 0.9)];

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-core-").FullName;

    private string File => Path.Combine(_folder, RecognitionBook.FileName);

    private static CameraRules Zone => new("cam-1", CameraMode.Zone, "entrance", s_zone, false, null, "Ann", DateTimeOffset.UnixEpoch, DoorNotice.Version);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Camera_NobodyChoseFor_LooksAtNobody()
    {
        var rules = Open().Of("cam-1");

        Assert.Equal((CameraMode.Off, false, false), (rules.Mode, rules.CountAnonymously, rules.IsOn));
    }

    [Fact]
    public void Keep_IsThereAfterAStart_AndTold()
    {
        var (book, told) = (Open(), new List<string>());
        book.Changed += rules => told.Add(rules.Camera);
        var figures = new SimilarityFigures([.. Enumerable.Repeat(1, SimilarityFigures.Steps)], new int[SimilarityFigures.Steps], 3, DateTimeOffset.UnixEpoch);
        book.Keep(Zone with { Thresholds = new SiteThresholds("clean-1", 0.95, 0.94, 0.01, figures) });

        var kept = Open().Of("cam-1");

        Assert.Equal((CameraMode.Zone, "Ann", 0.95, 200), (kept.Mode, kept.ChosenBy, kept.Thresholds!.Match, kept.Thresholds.Measured!.Genuine.Sum()));
        Assert.Equal(s_zone, kept.Polygon);
        Assert.Equal(["cam-1"], told);
    }

    [Fact]
    public void Keep_OneCamera_LeavesTheOthers()
    {
        var book = Open();
        book.Keep(Zone);
        book.Keep(Zone with { Camera = "cam-2", Mode = CameraMode.Armed });
        book.Keep(CameraRules.Off("cam-1") with { ChosenBy = "Bo" });

        Assert.Equal((CameraMode.Off, CameraMode.Armed), (Open().Of("cam-1").Mode, Open().Of("cam-2").Mode));
    }

    [Theory]
    [InlineData("\"mode\":\"zone\"", "\"mode\":\"armed\"")]
    [InlineData("{", "")]
    public void DamagedFile_IsPutAsideAndEveryCameraIsOff(string what, string by)
    {
        Open().Keep(Zone);
        var text = System.IO.File.ReadAllText(File);
        Assert.Contains(what, text, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, text.Replace(what, by, StringComparison.Ordinal));

        var book = Open();

        Assert.Equal(CameraMode.Off, book.Of("cam-1").Mode);
        Assert.Contains("put aside", book.Problem, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder, "recognition.json.damaged-*"));
    }

    [Fact]
    public void Keep_OnWithoutTheNotice_Throws() => Assert.Throws<ArgumentException>(() => Open().Keep(Zone with { NoticeVersion = null }));

    [Fact]
    public void Polygon_ThatTouchesItself_IsNoZone()
    {
        ZoneCorner[] bow = [new(0, 0), new(1, 1), new(1, 0), new(0, 1)];
        ZoneCorner[] line = [new(0, 0), new(0.5, 0.5), new(1, 1)];
        ZoneCorner[] many = [.. Enumerable.Range(0, 17).Select(i => new ZoneCorner(0.5 + (0.4 * Math.Cos(i)), 0.5 + (0.4 * Math.Sin(i))))];

        Assert.All((ZoneCorner[][])[bow, line, many], corners => Assert.Equal("polygon", Assert.Single((Zone with { Polygon = corners }).Mistakes()).Path));
        Assert.Empty(Zone.Mistakes());
    }

    [Theory]
    [InlineData(0.9, 0.95, 0.01)]
    [InlineData(1.0, 0.9, 0.01)]
    [InlineData(0.9, 0.0, 0.01)]
    [InlineData(0.9, 0.8, 0.5)]
    [InlineData(double.NaN, 0.8, 0.1)]
    public void Thresholds_ThatMakeNoSense_AreMistakes(double match, double possible, double margin) =>
        Assert.Equal("thresholds", Assert.Single((Zone with { Thresholds = new SiteThresholds("clean-1", match, possible, margin, null) }).Mistakes()).Path);

    private RecognitionBook Open() => new(File, TimeProvider.System, NullLogger.Instance);
}
