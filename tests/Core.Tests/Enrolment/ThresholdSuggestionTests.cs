using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Visits;

namespace Core.Tests.Enrolment;

public sealed class ThresholdSuggestionTests
{
    [Fact]
    public void Suggestion_LiesJustAboveTheMostAlikeStranger()
    {
        var (suggested, _) = ThresholdSuggestion.Of(Figures(3, (0.972, 90), (0.94, 10), (0.953, 1), (0.85, 99)), 0.95, 0.94);

        Assert.Equal((0.955, 0.945, 0.9, 0d), (suggested!.Match, suggested.Possible, suggested.Named, suggested.Mistaken));
    }

    [Fact]
    public void Suggestion_IsNeverBelowThePacksPossible()
    {
        var (suggested, _) = ThresholdSuggestion.Of(Figures(5, (0.972, 90), (0.95, 10), (0.5, 100), (0.4, 0)), 0.95, 0.94);

        Assert.Equal((0.94, 1d), (suggested!.Match, suggested.Named));
    }

    [Fact]
    public void NoMistakeInAHundred_MayBeNearlyThreeInAHundred()
    {
        var (suggested, _) = ThresholdSuggestion.Of(Figures(3, (0.972, 90), (0.95, 10), (0.5, 100), (0.4, 0)), 0.95, 0.94);

        Assert.InRange(suggested!.MistakenAtMost, 0.025, 0.03);
    }

    [Theory]
    [InlineData(2, 100, 0.5, "people")]
    [InlineData(3, 40, 0.5, "faces")]
    [InlineData(3, 100, 0.98, "apart")]
    public void TooLittle_SaysWhatIsMissing(int people, int faces, double stranger, string missing)
    {
        var (suggested, said) = ThresholdSuggestion.Of(Figures(people, (0.972, faces), (0.95, 0), (stranger, 100), (0.4, 0)), 0.95, 0.94);

        Assert.Equal((null, missing), (suggested, said));
    }

    private static SimilarityFigures Figures(int people, (double At, int Count) own, (double At, int Count) own2, (double At, int Count) other, (double At, int Count) other2)
    {
        var (genuine, impostor) = (new int[SimilarityFigures.Steps], new int[SimilarityFigures.Steps]);
        genuine[SimilarityFigures.StepOf(own.At)] += own.Count;
        genuine[SimilarityFigures.StepOf(own2.At)] += own2.Count;
        impostor[SimilarityFigures.StepOf(other.At)] += other.Count;
        impostor[SimilarityFigures.StepOf(other2.At)] += other2.Count;
        return new SimilarityFigures(genuine, impostor, people, DateTimeOffset.UnixEpoch);
    }
}
