using EdgeGateway.Core.Enrolment;
using EdgeGateway.Vision.Enrolment;
using EdgeGateway.Vision.Packs;

namespace Vision.Tests.Enrolment;

public sealed class PhotoSetTests
{
    private static readonly ModelPack s_pack = new("fake-1", "fake", new MatchThresholds(0.95f, 0.955f, 0.94f, 0.01f, 200), "made up", true, []);

    [Fact]
    public void Template_IsTheMeanOfLengthOne()
    {
        using var set = new PhotoSet(s_pack);
        Assert.All((float[])[0.1f, 0, -0.1f], angle => Assert.Null(set.Add(At(angle))));

        using var template = set.Template();

        Assert.Equal(("fake-1", 3), (template.Pack, template.Photos));
        Assert.Equal(1f, template.Numbers[0], 0.0001f);
        Assert.Equal(0f, template.Numbers[1], 0.0001f);
    }

    [Fact]
    public void Photo_UnlikeOneOfThoseBefore_IsRefusedAndOverwritten()
    {
        using var set = new PhotoSet(s_pack);
        set.Add(At(0));
        set.Add(At(0.3f));
        var other = At(-0.2f);

        Assert.Equal(PhotoReasons.OtherFace, set.Add(other));
        Assert.Equal(2, set.Count);
        Assert.All(other, one => Assert.Equal(0, one));
    }

    [Fact]
    public void Photos_FewerThanThree_AreNoTemplate()
    {
        using var set = new PhotoSet(s_pack);
        set.Add(At(0));
        set.Add(At(0.1f));
        Assert.Equal(PhotoReasons.SamePicture, set.Add(At(0.1f)));

        Assert.False(set.IsEnough);
        Assert.Throws<InvalidOperationException>(set.Template);
    }

    [Fact]
    public void Photos_AboveTheMost_PushTheOldestOutOverwritten()
    {
        using var set = new PhotoSet(s_pack);
        var first = At(0);
        set.Add(first);
        for (var i = 1; i <= PhotoSet.Most; i++)
        {
            set.Add(At(i * 0.04f));
        }

        Assert.Equal(PhotoSet.Most, set.Count);
        Assert.All(first, one => Assert.Equal(0, one));
    }

    [Fact]
    public void Dispose_OverwritesEveryPhoto()
    {
        var set = new PhotoSet(s_pack);
        var (one, two) = (At(0), At(0.1f));
        set.Add(one);
        set.Add(two);

        set.Dispose();

        Assert.All([.. one, .. two], number => Assert.Equal(0, number));
        Assert.Equal("0 photos", set.ToString());
    }

    private static float[] At(float angle) => [MathF.Cos(angle), MathF.Sin(angle)];
}
