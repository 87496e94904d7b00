using EdgeGateway.Vision;
using EdgeGateway.Vision.Packs;

namespace Vision.Tests.Packs;

public sealed class ModelLibraryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_EmptyFolder_TellsEveryMissingFileAndHowToFetchIt()
    {
        var mistakes = Mistakes(new VisionOptions { ModelsFolder = _folder });

        Assert.Equal(4, mistakes.Count);
        Assert.All(mistakes, mistake => Assert.Contains($"is not there; run scripts/models.sh --to {_folder} ", mistake, StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.EndsWith(" runtime", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.Contains("face_recognition_model.bin", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_ChangedFile_TellsBothHashes()
    {
        var file = ModelPacks.Clean.Detector!.File;
        Directory.CreateDirectory(Path.Combine(_folder, "clean"));
        File.WriteAllText(Path.Combine(_folder, file.Path), "changed");

        var mistakes = Mistakes(new VisionOptions { ModelsFolder = _folder });

        Assert.Contains(mistakes, mistake => mistake.Contains("has the SHA-256 d67e2e94", StringComparison.Ordinal) && mistake.Contains(file.Sha256, StringComparison.Ordinal));
    }

    [Fact]
    public void Open_UnclearedPack_IsRefusedByName()
    {
        var mistakes = Mistakes(new VisionOptions { ModelsFolder = _folder, Pack = "accurate" });

        Assert.StartsWith("vision.pack: \"accurate\" is of unclear licence", mistakes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ClearedPack_IsNotRefusedForItsLicence()
    {
        var mistakes = Mistakes(new VisionOptions { ModelsFolder = _folder, Pack = "accurate", ClearedLicences = ["accurate"] });

        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("licence", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_UnknownNames_AreToldWithWhatThereIs()
    {
        var mistakes = Mistakes(new VisionOptions { ModelsFolder = _folder, Pack = "best", ClearedLicences = ["accurate", "acurate"], RuntimeLibrary = "/nowhere/libonnxruntime.so.1" });

        Assert.Equal(
            [
                "vision.clearedLicences[1]: came \"acurate\"; expected the name of a pack: clean or accurate",
                "vision.pack: came \"best\"; expected clean or accurate",
                "vision.runtimeLibrary: there is no file /nowhere/libonnxruntime.so.1",
            ],
            mistakes);
    }

    [Fact]
    public void Open_RuntimeThatIsNone_SaysSo()
    {
        var models = ModelsHere.Folder();
        var library = Path.Combine(_folder, "libonnxruntime.so.1");
        File.WriteAllText(library, "none");

        var mistakes = Mistakes(new VisionOptions { ModelsFolder = models, RuntimeLibrary = library });

        Assert.Contains($"{library} cannot be loaded", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Packs_Recipes_HoldTogether()
    {
        Assert.Equal(ModelPacks.All.Count, ModelPacks.All.Select(pack => pack.Id).Distinct().Count());
        Assert.All(ModelPacks.All, pack =>
        {
            Assert.StartsWith($"{pack.Name}-", pack.Id, StringComparison.Ordinal);
            Assert.All(pack.Files, file => Assert.StartsWith($"{pack.Name}/", file.Path, StringComparison.Ordinal));
            Assert.All(pack.Files, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
            Assert.True(pack.Thresholds.Possible < pack.Thresholds.Match && pack.Thresholds.Match <= pack.Thresholds.MatchLarge);
            Assert.NotEmpty(pack.Licence);
            Assert.NotEmpty(pack.Notices);
        });
        Assert.True(ModelPacks.Find(new VisionOptions().Pack)!.LicenceIsClear);
    }

    private static IReadOnlyList<string> Mistakes(VisionOptions options) => Assert.Throws<ModelPackException>(() => ModelLibrary.Open(options)).Mistakes;
}
