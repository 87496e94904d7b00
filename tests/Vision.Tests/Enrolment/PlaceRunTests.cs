using EdgeGateway.Core.Visits;
using EdgeGateway.Vision.Enrolment;

namespace Vision.Tests.Enrolment;

public sealed class PlaceRunTests
{
    [Fact]
    public void Faces_AreComparedWithThoseWhoStoodThereBefore()
    {
        using var run = new PlaceRun();
        run.Add("ann", [1, 0], 0.97f);
        run.Add("ann", [1, 0], 0.96f);
        run.Add("bo", [0.6f, 0.8f], 0.98f);

        var figures = run.Figures(DateTimeOffset.UnixEpoch);

        Assert.Equal((2, 3, 1), (figures.People, figures.Genuine.Sum(), figures.Impostor.Sum()));
        Assert.Equal(1, figures.Impostor[SimilarityFigures.StepOf(0.6)]);
        Assert.Equal(["ann", "bo"], run.Staff);
    }

    [Fact]
    public void Dispose_ForgetsTheFacesAndTakesNoMore()
    {
        var run = new PlaceRun();
        run.Add("ann", [1, 0], 0.97f);

        run.Dispose();
        run.Add("bo", [0, 1], 0.97f);

        Assert.Empty(run.Staff);
        Assert.Equal(1, run.Figures(DateTimeOffset.UnixEpoch).Genuine.Sum());
    }
}
