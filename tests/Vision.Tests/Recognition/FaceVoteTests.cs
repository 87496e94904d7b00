using EdgeGateway.Core.Members;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Recognition;

namespace Vision.Tests.Recognition;

public sealed class FaceVoteTests
{
    private static readonly FaceWatchOptions s_options = new();

    [Fact]
    public void Result_ThreeMatches_NameTheirMeanByWeight()
    {
        var vote = new FaceVote();
        Add(vote, "anna", 0.96f, 1);
        Add(vote, "anna", 0.96f, 1);
        Assert.Null(vote.Result(s_options, 0.945f));
        Add(vote, "anna", 0.99f, 2);

        Assert.Equal(0.975f, vote.Result(s_options, 0.945f)!.Value.Similarity, 0.0001f);
    }

    [Fact]
    public void Result_LargeFacesAgainstSmallOnes_CountByArea()
    {
        var vote = new FaceVote();
        Add(vote, "ben", 0.96f, 0.1f);
        Add(vote, "ben", 0.96f, 0.1f);
        Add(vote, "ben", 0.96f, 0.1f);
        Add(vote, "anna", 0.96f, 1);
        Assert.Null(vote.Result(s_options, 0.945f));
        Add(vote, "anna", 0.96f, 1);
        Add(vote, "anna", 0.96f, 1);

        Assert.Equal("anna", vote.Result(s_options, 0.945f)!.Value.Subject);
    }

    [Theory]
    [InlineData(0.951f, 0.951f, 0.941f, true)]
    [InlineData(0.958f, 0.944f, 0.943f, false)]
    [InlineData(0.949f, 0.949f, 0.949f, false)]
    [InlineData(0.950f, 0.950f, 0.910f, false)]
    public void Result_PossibleFrames_HelpWhereTwoMatchAndTheMeanIsNear(float first, float second, float third, bool named)
    {
        var vote = new FaceVote();
        Add(vote, "anna", first, 1);
        Add(vote, "anna", second, 1);
        Add(vote, "anna", third, 1);

        Assert.Equal(named, vote.Result(s_options, 0.945f) is not null);
    }

    [Fact]
    public void Result_Tie_NamesNobody()
    {
        var vote = new FaceVote();
        for (var i = 0; i < 4; i++)
        {
            Add(vote, "anna", 0.97f, 1);
            Add(vote, "ben", 0.97f, 1);
        }

        Assert.Null(vote.Result(s_options, 0.945f));
    }

    [Fact]
    public void Result_UnknownFramesOutweighTheMatches_NameNobody()
    {
        var vote = new FaceVote();
        for (var i = 0; i < 3; i++)
        {
            Add(vote, "anna", 0.96f, 1);
        }

        for (var i = 0; i < 5; i++)
        {
            vote.Add(new GalleryMatch("ben", false, 0.5f, 0.4f), MatchZone.Unknown, false, 1, 80);
        }

        Assert.Null(vote.Result(s_options, 0.945f));
    }

    [Theory]
    [InlineData(0.96f, 0.90f, 20, MatchZone.Match)]
    [InlineData(0.96f, 0.955f, 20, MatchZone.Possible)]
    [InlineData(0.952f, 0.90f, 51, MatchZone.Possible)]
    [InlineData(0.956f, 0.90f, 200, MatchZone.Match)]
    [InlineData(0.956f, 0.90f, 400, MatchZone.Possible)]
    [InlineData(0.945f, 0.90f, 20, MatchZone.Possible)]
    [InlineData(0.939f, 0.90f, 20, MatchZone.Unknown)]
    [InlineData(float.NaN, 0.90f, 20, MatchZone.Unknown)]
    public void Zone_BySimilarityMarginAndPeople(float similarity, float runnerUp, int people, MatchZone zone)
    {
        var thresholds = new MatchThresholds(0.95f, 0.955f, 0.94f, 0.012f, 200);

        Assert.Equal(zone, ZoneJudge.Of(new GalleryMatch("anna", false, similarity, runnerUp), thresholds, people));
    }

    [Fact]
    public void Zone_EmptyGallery_IsUnknown() =>
        Assert.Equal(MatchZone.Unknown, ZoneJudge.Of(new GalleryMatch(null, false, 1, -1), new MatchThresholds(0.95f, 0.955f, 0.94f, 0.012f, 200), 0));

    [Fact]
    public void Confidence_GrowsWithSimilarity_AndIsReadable()
    {
        var thresholds = new MatchThresholds(0.95f, 0.955f, 0.94f, 0.012f, 200);

        Assert.Equal(0.5m, Confidence.Of(0.94f, thresholds, 20));
        Assert.Equal(0.8m, Confidence.Of(0.95f, thresholds, 20));
        Assert.True(Confidence.Of(0.975f, thresholds, 20) is > 0.95m and <= 1);
        Assert.Equal(0m, Confidence.Of(0.2f, thresholds, 20));
    }

    [Fact]
    public void Options_OutOfRange_SayEverythingThatIsWrong()
    {
        var options = new FaceWatchOptions { LeastHeight = 5, LeastShare = 0.4f, LostAfter = TimeSpan.FromSeconds(1), LeastAgreeing = 15 };

        Assert.Equal(4, options.Problems().Count);
        Assert.Empty(new FaceWatchOptions().Problems());
    }

    [Fact]
    public void Rules_OutOfRange_SayEverythingThatIsWrong()
    {
        var rules = new RecognitionRules(RecognitionMode.Zone, "", [new(2, 0)], true, new MatchThresholds(0.9f, 0.8f, 0.95f, -1, 10), TimeSpan.FromHours(1));

        Assert.Equal(6, rules.Problems().Count);
    }

    private static void Add(FaceVote vote, string subject, float similarity, float weight) =>
        vote.Add(new GalleryMatch(subject, false, similarity, 0.5f), similarity >= 0.95f ? MatchZone.Match : MatchZone.Possible, true, weight, 80);
}
