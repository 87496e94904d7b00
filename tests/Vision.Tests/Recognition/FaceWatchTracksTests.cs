using System.Numerics;
using EdgeGateway.Core.Visits;

namespace Vision.Tests.Recognition;

public sealed class FaceWatchTracksTests
{
    private static readonly Stage.Person s_anna = new(1, 200, 180);
    private static readonly Stage.Person s_ben = new(2, 440, 180);

    [Fact]
    public void Person_WhoLeavesThePicture_IsCountedWithTheTimeLastSeen()
    {
        using var stage = new Stage();

        Repeat(10, () => stage.Frame(s_anna));
        Repeat(15, () => stage.Frame());

        var ended = Assert.IsType<PresenceEnded>(stage.Told[^1]);
        Assert.True(ended.Counts);
        Assert.Equal(Stage.Noon + TimeSpan.FromSeconds(2), ended.Time);
        Assert.Equal(Stage.Noon + TimeSpan.FromSeconds(0.2), stage.Told.OfType<PresenceBegan>().Single().Time);
    }

    [Fact]
    public void FaceSeenOnce_IsNobody()
    {
        using var stage = new Stage();

        stage.Frame(s_anna);
        Repeat(20, () => stage.Frame());

        Assert.Empty(stage.Told);
    }

    [Fact]
    public void Counting_Off_CountsNobody()
    {
        using var stage = new Stage(counts: false);

        Repeat(10, () => stage.Frame(s_anna));
        stage.End();

        Assert.False(Assert.IsType<PresenceEnded>(stage.Told[^1]).Counts);
    }

    [Fact]
    public void Track_LostForASecond_GoesOn()
    {
        using var stage = new Stage();
        stage.Know(1, "anna");

        Repeat(5, () => stage.Frame(s_anna));
        Repeat(5, () => stage.Frame());
        Repeat(5, () => stage.Frame(s_anna with { X = 215 }));
        stage.End();

        Assert.Single(stage.Recognised);
        Assert.Single(stage.Told.OfType<PresenceEnded>());
    }

    [Fact]
    public void Track_LostForLong_EndsAndSomebodyNewBegins()
    {
        using var stage = new Stage();

        Repeat(5, () => stage.Frame(s_anna));
        stage.Frame(TimeSpan.FromSeconds(10), true, s_anna);
        stage.Frame(s_anna);

        Assert.Equal(2, stage.Told.OfType<PresenceBegan>().Select(began => began.Track).Distinct().Count());
    }

    [Fact]
    public void Walker_AcrossThePicture_IsOneTrack()
    {
        using var stage = new Stage();

        for (var x = 60; x < 600; x += 45)
        {
            stage.Frame(s_anna with { X = x, Height = 50 });
        }

        Assert.Single(stage.Told.OfType<PresenceBegan>());
    }

    [Fact]
    public void Crossing_EachMemberArrivesOnce_AndNoTrackChangesItsPerson()
    {
        using var stage = new Stage();
        stage.Know(1, "anna");
        stage.Know(2, "ben");

        for (var i = 0; i <= 24; i++)
        {
            var (annaX, benX) = (140 + (15 * i), 500 - (15 * i));
            // The one behind is hidden while the two meet.
            if (Math.Abs(annaX - benX) < 50)
            {
                stage.Frame(s_anna with { X = annaX });
            }
            else
            {
                stage.Frame(s_anna with { X = annaX }, s_ben with { X = benX });
            }
        }

        Assert.Equal(["anna", "ben"], stage.Recognised.Select(told => told.Subject).Order());
        Assert.Equal(2, stage.Told.OfType<PresenceBegan>().Count());
    }

    [Fact]
    public void Track_ThatPassesToAnotherPersonInACrossing_EndsAndTheOtherIsNamedAnew()
    {
        using var stage = new Stage();
        stage.Know(1, "anna");
        stage.Know(2, "ben");
        Repeat(5, () => stage.Frame(s_anna with { X = 300 }));
        var annas = stage.Recognised.Single().Track;

        // Ben steps before Anna, who is seen no more.
        stage.Frame(s_anna with { X = 300 }, s_ben with { X = 330 });
        stage.Frame(s_ben with { X = 310 });
        Repeat(12, () => stage.Frame(s_ben with { X = 300 }));

        Assert.Equal(["anna", "ben"], stage.Recognised.Select(told => told.Subject));
        Assert.NotEqual(annas, stage.Recognised.Last().Track);
        Assert.Contains(stage.Told.OfType<PresenceEnded>(), ended => ended.Track == annas);
    }

    [Fact]
    public void Name_OfATrackThatPassedUnnoticed_IsTakenAwayWhenLookedAtAgain()
    {
        using var stage = new Stage();
        stage.Know(1, "anna");
        Repeat(5, () => stage.Frame(s_anna));
        var annas = stage.Recognised.Single().Track;

        Repeat(60, () => stage.Frame(s_ben with { X = 200 }));

        Assert.Contains(stage.Told.OfType<PresenceEnded>(), ended => ended.Track == annas);
        Assert.Equal(2, stage.Told.OfType<PresenceBegan>().Count());
    }

    [Fact]
    public void Track_InDoubtWhileNobodyMayBeCompared_LosesItsName()
    {
        using var stage = new Stage(EdgeGateway.Vision.Recognition.RecognitionMode.Armed);
        stage.Know(1, "anna");
        stage.Watch.Arm(stage.Now);
        Repeat(5, () => stage.Frame(s_anna with { X = 300 }));
        var annas = stage.Recognised.Single().Track;
        stage.Now += TimeSpan.FromSeconds(29.5);

        Repeat(3, () => stage.Frame(s_anna with { X = 300 }));
        stage.Frame(s_anna with { X = 300 }, s_ben with { X = 330 });
        var before = stage.Embedded;
        Repeat(5, () => stage.Frame(s_ben with { X = 310 }));

        Assert.Equal(before, stage.Embedded);
        Assert.Contains(stage.Told.OfType<PresenceEnded>(), ended => ended.Track == annas);
    }

    [Fact]
    public void Member_SeenTwiceAtOnce_IsNamedOnce()
    {
        using var stage = new Stage();
        stage.Know(1, "anna");
        stage.Know(2, "anna");

        Repeat(5, () => stage.Frame(s_anna));
        Repeat(15, () => stage.Frame(s_anna, s_ben));

        Assert.Single(stage.Recognised);
    }

    [Fact]
    public void Member_LostFarAway_IsNotCountedTwice()
    {
        using var stage = new Stage();
        stage.Know(1, "anna");

        Repeat(6, () => stage.Frame(s_anna with { X = 60 }));
        Repeat(6, () => stage.Frame(s_anna with { X = 580 }));
        stage.End();

        Assert.Equal(1, stage.Told.OfType<PresenceEnded>().Count(ended => ended.Counts));
    }

    [Fact]
    public void Zone_LeftAndEnteredAgain_IsTwoTracks()
    {
        Vector2[] left = [new(0, 0), new(0.5f, 0), new(0.5f, 1), new(0, 1)];
        using var stage = new Stage(polygon: left);

        Repeat(5, () => stage.Frame(s_anna with { X = 250 }));
        for (var i = 0; i < 10; i++)
        {
            stage.Frame(s_anna with { X = 260 + (10 * i) });
        }

        Repeat(8, () => stage.Frame(s_anna with { X = 390 }));
        Assert.Single(stage.Told.OfType<PresenceEnded>());
        for (var i = 0; i < 10; i++)
        {
            stage.Frame(s_anna with { X = 380 - (10 * i) });
        }

        Assert.Equal(2, stage.Told.OfType<PresenceBegan>().Select(began => began.Track).Distinct().Count());
    }

    [Fact]
    public void StillPicture_IsLookedAtOnceASecond_AndWhoStandsStillIsKept()
    {
        using var stage = new Stage();
        stage.Frame(TimeSpan.FromMilliseconds(200), false, s_anna);
        stage.Frame(TimeSpan.FromMilliseconds(200), false, s_anna);
        var before = stage.Detected;

        Repeat(50, () => stage.Frame(TimeSpan.FromMilliseconds(200), false, s_anna));

        Assert.InRange(stage.Detected - before, 9, 11);
        Assert.DoesNotContain(stage.Told, told => told is PresenceEnded);
    }

    private static void Repeat(int times, Action act)
    {
        for (var i = 0; i < times; i++)
        {
            act();
        }
    }
}
