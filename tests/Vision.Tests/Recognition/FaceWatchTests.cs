using System.Numerics;
using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Recognition;

namespace Vision.Tests.Recognition;

public sealed class FaceWatchTests
{
    private static readonly Stage.Person s_anna = new(1, 200, 180);
    private static readonly Stage.Person s_ben = new(2, 440, 180);

    [Fact]
    public void Member_ThreeFramesAgree_IsRecognisedOnceATrack()
    {
        using var stage = new Stage();
        stage.Know(1, "anna");

        stage.Frame(s_anna);
        stage.Frame(s_anna);
        Assert.Empty(stage.Recognised);
        for (var i = 0; i < 20; i++)
        {
            stage.Frame(s_anna with { X = 200 + i });
        }

        var told = Assert.Single(stage.Recognised);
        Assert.Equal("anna", told.Subject);
        Assert.Equal(0.97f, told.Similarity, 0.001f);
        Assert.True(told.Confidence is > 0.8m and <= 1);
        Assert.Equal(Stage.Noon + TimeSpan.FromSeconds(0.6), told.FrameTime);
        Assert.Equal(3, stage.Embedded);
        Assert.IsType<PresenceBegan>(stage.Told[0]);
    }

    [Fact]
    public void Staff_AreRecognisedAsStaff()
    {
        using var stage = new Stage();
        stage.Know(1, "till-2", staff: true);

        Repeat(3, () => stage.Frame(s_anna));

        Assert.True(Assert.Single(stage.Recognised).IsStaff);
    }

    [Fact]
    public void Stranger_IsNeverNamed_AndTheComparisonsEnd()
    {
        using var stage = new Stage();

        Repeat(60, () => stage.Frame(s_anna));

        Assert.Empty(stage.Recognised);
        Assert.Equal(new FaceWatchOptions().MostFacesAVote, stage.Embedded);
        Assert.All(stage.Judged, face => Assert.Null(face.Subject));
    }

    [Fact]
    public void Stranger_WhoComesNearer_IsComparedAgainButNotForever()
    {
        using var stage = new Stage();

        for (var i = 0; i < 300; i++)
        {
            stage.Frame(s_anna with { Height = 50 + i });
        }

        Assert.Equal(new FaceWatchOptions().MostFacesATrack, stage.Embedded);
    }

    [Fact]
    public void Face_NearTwoMembersAlike_IsPossibleAndNamesNobody()
    {
        using var stage = new Stage();
        stage.Know(1, "anna", 0.97f, 0.96f);

        Repeat(15, () => stage.Frame(s_anna));

        Assert.Empty(stage.Recognised);
        Assert.All(stage.Judged, face => Assert.Equal((MatchZone.Possible, "anna"), (face.Zone, face.Subject)));
    }

    [Fact]
    public void Frames_ThatNameTwoMembersByTurns_NameNobody()
    {
        using var stage = new Stage();

        for (var i = 0; i < 20; i++)
        {
            stage.Know(1, i % 2 == 0 ? "anna" : "ben");
            stage.Frame(s_anna);
        }

        Assert.Empty(stage.Recognised);
    }

    [Theory]
    [InlineData(40, 0, true, 120)]
    [InlineData(80, 0.5, true, 120)]
    [InlineData(80, 0, false, 120)]
    [InlineData(80, 0, true, 20)]
    public void Face_SmallTurnedBlurredOrDark_IsNotCompared(float height, float yaw, bool sharp, byte light)
    {
        using var stage = new Stage();

        Repeat(5, () => stage.Frame(s_anna with { Height = height, Yaw = yaw, Sharp = sharp, Light = light }));

        Assert.Equal(0, stage.Embedded);
        Assert.Single(stage.Told.OfType<PresenceBegan>());
    }

    [Fact]
    public void Face_CutByThePicturesEdge_IsNotCompared()
    {
        using var stage = new Stage();

        Repeat(5, () => stage.Frame(s_anna with { X = 20 }));

        Assert.Equal(0, stage.Embedded);
    }

    [Fact]
    public void Face_OutsideOrCutByThePolygon_IsNeverCompared()
    {
        Vector2[] right = [new(0.5f, 0), new(1, 0), new(1, 1), new(0.5f, 1)];
        using var stage = new Stage(polygon: right);
        stage.Know(1, "anna");
        stage.Know(2, "ben");

        Repeat(5, () => stage.Frame(s_anna, s_ben with { X = 340 }));

        Assert.Equal(0, stage.Embedded);
        Assert.Single(stage.Told);

        Repeat(5, () => stage.Frame(s_anna, s_ben with { X = 380 }));

        Assert.Equal("ben", Assert.Single(stage.Recognised).Subject);
    }

    [Fact]
    public void ModeOff_CountsPeopleAndComparesNobody()
    {
        using var stage = new Stage(RecognitionMode.Off);
        stage.Know(1, "anna");

        Repeat(10, () => stage.Frame(s_anna, s_ben));
        stage.End();

        Assert.Equal(0, stage.Embedded);
        Assert.Equal(2, stage.Told.OfType<PresenceEnded>().Count(ended => ended.Counts));
    }

    [Fact]
    public void ModeOff_WithoutCounting_LooksAtNothing()
    {
        using var stage = new Stage(RecognitionMode.Off, counts: false);

        Repeat(10, () => stage.Frame(s_anna));

        Assert.Equal(0, stage.Detected);
        Assert.Empty(stage.Told);
    }

    [Fact]
    public void ModeArmed_ComparesOnlyForAWhileAfterTheAct()
    {
        using var stage = new Stage(RecognitionMode.Armed);
        stage.Know(1, "anna");
        stage.Know(2, "ben");

        Repeat(10, () => stage.Frame(s_anna));
        Assert.Equal(0, stage.Embedded);

        stage.Watch.Arm(stage.Now);
        Repeat(5, () => stage.Frame(s_anna));
        Assert.Equal("anna", Assert.Single(stage.Recognised).Subject);

        stage.Now += TimeSpan.FromSeconds(30);
        var before = stage.Embedded;
        Repeat(10, () => stage.Frame(s_anna, s_ben));
        Assert.Equal(before, stage.Embedded);
    }

    [Fact]
    public void ModeArmed_NotArmedAndNotCounting_LooksAtNothing()
    {
        using var stage = new Stage(RecognitionMode.Armed, counts: false);

        Repeat(10, () => stage.Frame(s_anna));

        Assert.Equal(0, stage.Detected);
    }

    [Fact]
    public void Change_ToOff_EndsEveryPresenceAndComparesNobodyAfter()
    {
        using var stage = new Stage();
        stage.Know(1, "anna");
        Repeat(5, () => stage.Frame(s_anna));

        stage.Watch.Change(stage.Rules with { Mode = RecognitionMode.Off, CountAnonymously = false });
        var before = stage.Embedded;
        Repeat(5, () => stage.Frame(s_anna));

        Assert.IsType<PresenceEnded>(stage.Told[^1]);
        Assert.Equal(before, stage.Embedded);
    }

    [Fact]
    public void Liveness_MedianTooLow_NamesNobody()
    {
        using var stage = new Stage(liveness: true) { Alive = _ => 0.2f };
        stage.Know(1, "anna");

        Repeat(10, () => stage.Frame(s_anna));

        Assert.Empty(stage.Recognised);
        Assert.Contains(stage.Judged, face => face.Zone == MatchZone.Match);
    }

    [Fact]
    public void Gallery_Large_AsksForMore()
    {
        using var stage = new Stage { People = 51 };
        stage.Know(1, "anna", 0.93f);

        Repeat(10, () => stage.Frame(s_anna));

        Assert.Empty(stage.Recognised);
    }

    [Fact]
    public void WithoutVote_OneMatchNamesSomebody_AndEveryFrameIsJudged()
    {
        using var stage = new Stage(options: new FaceWatchOptions { WithoutVote = true });
        stage.Know(1, "anna");

        Repeat(10, () => stage.Frame(s_anna));

        Assert.Single(stage.Recognised);
        Assert.Equal(10, stage.Judged.Count);
        Assert.IsType<PresenceBegan>(stage.Told[0]);
    }

    [Fact]
    public void Crowd_NoMoreFacesAFrameThanAllowed_AndEverybodyHasATurn()
    {
        using var stage = new Stage();
        var crowd = Enumerable.Range(0, 6).Select(i => new Stage.Person((byte)(i + 1), 60 + (100 * i), 180, 60)).ToArray();
        foreach (var person in crowd)
        {
            stage.Know(person.Id, $"m{person.Id}");
        }

        stage.Frame(crowd);
        Assert.Equal(3, stage.Embedded);
        Repeat(8, () => stage.Frame(crowd));

        Assert.Equal(6, stage.Recognised.Select(told => told.Subject).Distinct().Count());
    }

    private static void Repeat(int times, Action act)
    {
        for (var i = 0; i < times; i++)
        {
            act();
        }
    }
}
