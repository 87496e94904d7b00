using EdgeGateway.Core.Enrolment;
using EdgeGateway.Host.Running;
using EdgeGateway.Vision;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace Host.Tests.Enrolment;

/// <summary>With the real models and photos of real people, where both are here; else skipped.</summary>
public sealed class EnrolmentPhotosTests
{
    /// <summary>How many photos of a person are shown.</summary>
    private const int Photos = 4;

    private static readonly Lazy<ModelLibrary> s_models = new(() => ModelLibrary.Open(new VisionOptions { ModelsFolder = Environment.GetEnvironmentVariable("EDGE_MODELS")! }));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Photos_OfOnePerson_EnrolAndOfAnotherAreRefused()
    {
        var models = Models();
        await using var store = await EnrolmentFixture.StartAsync(models.CreateNets());
        var people = await PeopleAsync(4);
        var (enrolled, strangers) = (0, 0);
        for (var i = 0; i < people.Count; i++)
        {
            var (own, other) = (people[i], people[(i + 1) % people.Count]);
            var member = $"m-{i}";
            await store.ConsentAsync(member);
            var taken = await ShowAsync(store, member, own);
            if (taken == 0)
            {
                continue;
            }

            strangers += await ShowAsync(store, member, other[..2]) - taken;
            var answer = await store.Enrolment.EnrolAsync(member, null, "Ann", true, Stop);
            enrolled += answer.Refusal is null ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{enrolled} of {people.Count} people enrolled, {strangers} photos of others taken");
        Assert.Equal(0, strangers);
        Assert.InRange(enrolled, 2, people.Count);
        Assert.Equal(enrolled, store.Vault.GalleryOf("clean-1").Count);
    }

    [Fact]
    public async Task Photo_TinyBlurredDarkOrOfNobody_IsRefusedWithTheReason()
    {
        var models = Models();
        await using var store = await EnrolmentFixture.StartAsync(models.CreateNets());
        await store.ConsentAsync("m-1");
        RgbPicture? face = null;
        foreach (var photo in (await PeopleAsync(2)).SelectMany(photos => photos))
        {
            face ??= await ReasonAsync(store, photo) is null ? photo : null;
        }

        Assert.NotNull(face);
        Assert.Contains(await ReasonAsync(store, Scaled(face, 0.3f)), (string[])[PhotoReasons.Small, PhotoReasons.NoFace]);
        Assert.Contains(await ReasonAsync(store, Scaled(Scaled(face, 0.13f), 1 / 0.13f)), (string[])[PhotoReasons.Blurred, PhotoReasons.NoFace]);
        Assert.Contains(await ReasonAsync(store, Dimmed(face, 6)), (string[])[PhotoReasons.Dark, PhotoReasons.NoFace]);
        Assert.Equal(PhotoReasons.NoFace, await ReasonAsync(store, new RgbPicture(320, 240)));
        Assert.Equal(PhotoReasons.SeveralFaces, await ReasonAsync(store, Beside(face)));
    }

    private static ModelLibrary Models()
    {
        var folder = Environment.GetEnvironmentVariable("EDGE_MODELS");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder ?? "", "clean")), "no models here (scripts/models.sh, then EDGE_MODELS=artifacts/models)");
        return s_models.Value;
    }

    /// <summary>The colour photos of people of whom there are enough.</summary>
    private static async Task<List<RgbPicture[]>> PeopleAsync(int most)
    {
        var faces = Path.Combine(Environment.GetEnvironmentVariable("EDGE_SHARED") ?? "", "faces");
        Assert.SkipUnless(File.Exists(Path.Combine(faces, "identities.csv")), "no photos here: they lie in ../shared beside the repository, where EDGE_SHARED says");
        using var decoder = new PhotoDecoder(TimeProvider.System);
        var people = new List<RgbPicture[]>();
        foreach (var person in File.ReadLines(Path.Combine(faces, "identities.csv")).Skip(1).Select(line => line.Split(','))
            .Where(line => line[1].StartsWith("color/bbt", StringComparison.Ordinal)).GroupBy(line => line[0]).Where(one => one.Count() >= Photos).Take(most))
        {
            var pictures = new List<RgbPicture>();
            foreach (var line in person.Take(Photos))
            {
                pictures.Add((await decoder.DecodeAsync(await File.ReadAllBytesAsync(Path.Combine(faces, line[1]), Stop), Stop))!);
            }

            people.Add([.. pictures]);
        }

        return people;
    }

    private static async Task<int> ShowAsync(EnrolmentFixture store, string member, RgbPicture[] photos)
    {
        var taken = 0;
        foreach (var photo in photos)
        {
            store.Sees = () => Scaled(photo, 1);
            taken = (await store.Enrolment.PhotoFromAsync(member, EnrolmentFixture.Camera, Stop)).Photo!.Taken;
        }

        return taken;
    }

    private static async Task<string?> ReasonAsync(EnrolmentFixture store, RgbPicture picture)
    {
        store.Sees = () => Scaled(picture, 1);
        return (await store.Enrolment.PhotoFromAsync("m-1", EnrolmentFixture.Camera, Stop)).Photo!.Reason;
    }

    private static RgbPicture Scaled(RgbPicture picture, float by)
    {
        var scaled = new RgbPicture((int)(picture.Width * by), (int)(picture.Height * by));
        PictureSampling.Warp(picture, new Similarity(1 / by, 0, ((1 / by) - 1) / 2, ((1 / by) - 1) / 2), scaled);
        return scaled;
    }

    private static RgbPicture Dimmed(RgbPicture picture, int by) => new(picture.Width, picture.Height, [.. picture.Bytes.Select(one => (byte)(one / by))]);

    private static RgbPicture Beside(RgbPicture picture)
    {
        var both = new RgbPicture(picture.Width * 2, picture.Height);
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Bytes.AsSpan(y * picture.Width * 3, picture.Width * 3);
            row.CopyTo(both.Bytes.AsSpan(y * picture.Width * 6));
            row.CopyTo(both.Bytes.AsSpan((y * picture.Width * 6) + (picture.Width * 3)));
        }

        return both;
    }
}
