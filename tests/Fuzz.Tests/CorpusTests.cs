using Fuzz;

namespace Fuzz.Tests;

/// <summary>The inputs that fuzzing kept, through their parsers: those that reached every place, and each that once broke a promise.</summary>
public class CorpusTests
{
    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void KeptInputs_BreakNoPromise(string name)
    {
        var target = FuzzTargets.Of(name);
        var inputs = Corpus.FilesOf(target).Select(file => (Name: Path.GetFileName(file), Bytes: File.ReadAllBytes(file)))
            .Concat(target.Seeds().Select((seed, i) => (Name: $"seed {i}", Bytes: seed)));
        foreach (var (input, bytes) in inputs)
        {
            var broken = Record.Exception(() => target.Try(bytes));
            Assert.True(broken is null, $"{input}: {broken}");
        }
    }

    [Fact]
    public void Corpus_HasAFolderForEveryTargetAndNoOther()
    {
        var folders = Directory.EnumerateDirectories(Corpus.Folder).Select(Path.GetFileName);
        Assert.Equal(FuzzTargets.All.Select(target => target.Name).Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
        Assert.InRange(Directory.EnumerateFiles(Corpus.Folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, 2 << 20);
    }

    [Fact]
    public void Try_MoreMemoryThanAllowed_IsAFinding() => Assert.Throws<BrokenPromiseException>(
        () => new FuzzTarget("greedy", "nothing", input => GC.KeepAlive(new byte[1000 * input.Length]), () => []) { MostAllocated = 100_000 }.Try(new byte[1000]));
}
