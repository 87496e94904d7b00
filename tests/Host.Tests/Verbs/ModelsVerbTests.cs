namespace Host.Tests.Verbs;

public sealed class ModelsVerbTests
{
    [Fact]
    public async Task List_EmptyFolder_SaysWhatIsMissingAndWhatIsKnownOfEachLicence()
    {
        using var folder = new TemporaryFolder();

        var (code, output, error) = await CommandRun.EndAsync(["models", "list", "--folder", folder.Path]);

        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.Contains($"clean: clean-1, not whole in {folder.Path}: run scripts/models.sh --to {folder.Path} clean", output, StringComparison.Ordinal);
        Assert.Contains("accurate: accurate-1", output, StringComparison.Ordinal);
        Assert.Contains("NOT clear", output, StringComparison.Ordinal);
        Assert.Contains("public domain (CC0 1.0)", output, StringComparison.Ordinal);
        Assert.Contains("Microsoft Corporation, MIT License", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_EmptyFolder_TellsEachMissingFileOnItsLineAndIs1()
    {
        using var folder = new TemporaryFolder();

        var (code, output, error) = await CommandRun.EndAsync(["models", "verify", "--folder", folder.Path]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Equal(4, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("models: clean: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_UnknownPack_SaysWhatThereIs()
    {
        var (code, _, error) = await CommandRun.EndAsync(["models", "verify", "best"]);

        Assert.Equal(1, code);
        Assert.Contains("came \"best\"; expected clean or accurate", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_EmptyFolder_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "dlib_face.onnx");

        var (code, _, error) = await CommandRun.EndAsync(["models", "convert", file, "--folder", folder.Path]);

        Assert.Equal(1, code);
        Assert.Contains("face_recognition_model.bin is not there", error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task ConvertAndVerify_WithTheModels_WriteTheNetAndRunIt()
    {
        var models = Environment.GetEnvironmentVariable("EDGE_MODELS");
        Assert.SkipUnless(Directory.Exists(models), "no models here (scripts/models.sh, then EDGE_MODELS=artifacts/models)");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "dlib_face.onnx");

        var (converted, _, _) = await CommandRun.EndAsync(["models", "convert", file, "--folder", models!]);
        var (verified, output, error) = await CommandRun.EndAsync(["models", "verify", "--folder", models!]);

        Assert.Equal((0, 0), (converted, verified));
        Assert.Equal("clean: clean-1 is whole and runs", output.Trim());
        Assert.Empty(error);
        Assert.InRange(new FileInfo(file).Length, 22_000_000, 23_000_000);
        Assert.False(File.Exists(file + ".part"));
    }
}
