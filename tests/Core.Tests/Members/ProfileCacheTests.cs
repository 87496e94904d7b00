using System.Text;
using Cloud.Contracts.Members;

namespace Core.Tests.Members;

public sealed class ProfileCacheTests : IDisposable
{
    private readonly ProfileStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Run_Applied_IsThereAfterARestartAndNotReadableOnTheDisk()
    {
        Assert.Null(_store.Cache.Apply(_store.Run(0, 3, [ProfileStore.Member("m-1")])));
        Assert.Null(_store.Cache.Apply(_store.Run(3, 4, [ProfileStore.Member("m-2", "Chen Jing")])));
        _store.Restart();

        Assert.Equal(new HeldProfiles("line-1", 4, 2), _store.Cache.Held);
        var member = _store.Cache.Find("m-1")!;
        Assert.Equal(("Lin Wei", "gold", "Oat milk", "tea"), (member.Name, member.Level, member.Usual[0].Name, member.Notes[0]));
        Assert.Null(_store.Cache.Find("m-3"));
        Assert.Equal(-1, File.ReadAllBytes(_store.File).AsSpan().IndexOf(Encoding.UTF8.GetBytes("Lin Wei")));
        Assert.True(!OperatingSystem.IsLinux() || File.GetUnixFileMode(_store.File) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void Run_ThatIsAppliedAlready_ChangesNothing()
    {
        var run = _store.Run(3, 4, [ProfileStore.Member("m-1", "Wei")]);
        _store.Cache.Apply(_store.Run(0, 3, [ProfileStore.Member("m-1")]));
        Assert.Null(_store.Cache.Apply(run));
        List<string> changed = [];
        _store.Cache.Changed += changed.Add;
        var length = new FileInfo(_store.File).Length;

        Assert.Null(_store.Cache.Apply(run));
        Assert.Empty(changed);
        Assert.Equal(length, new FileInfo(_store.File).Length);
    }

    [Theory]
    [InlineData(2, 5, "line-1", "gw-1")]
    [InlineData(4, 5, "line-1", "gw-1")]
    [InlineData(3, 5, "line-2", "gw-1")]
    [InlineData(3, 3, "line-9", "gw-1")]
    [InlineData(3, 5, "line-1", "gw-2")]
    public void Run_ThatDoesNotFollow_IsRefusedAndNothingChanges(long after, long upTo, string line, string gateway)
    {
        _store.Cache.Apply(_store.Run(0, 3, [ProfileStore.Member("m-1")]));
        Assert.NotNull(_store.Cache.Apply(_store.Run(after, upTo, [ProfileStore.Member("m-2")], null, line, gateway)));
        Assert.Equal(new HeldProfiles("line-1", 3, 1), _store.Cache.Held);
    }

    [Fact]
    public void Run_MovedToOtherVersions_DoesNotOpen()
    {
        _store.Cache.Apply(_store.Run(0, 3, [ProfileStore.Member("m-1")]));
        Assert.NotNull(_store.Cache.Apply(_store.Run(3, 4, []) with { UpTo = 9 }));
        Assert.Equal(3, _store.Cache.Held.Version);
    }

    [Fact]
    public void CompleteRun_TakesThePlaceOfAllAndTellsWhoChanged()
    {
        _store.Cache.Apply(_store.Run(0, 3, [ProfileStore.Member("m-1", card: "CARD1"), ProfileStore.Member("m-2")]));
        List<string> changed = [];
        _store.Cache.Changed += changed.Add;
        Assert.Null(_store.Cache.Apply(_store.Run(0, 1, [ProfileStore.Member("m-3")], line: "line-2")));

        Assert.Equal(["m-1", "m-2", "m-3"], changed.Order());
        Assert.Null(_store.Cache.Find("m-1"));
        Assert.Null(_store.Cache.OfCard("CARD1"));
        Assert.Equal(new HeldProfiles("line-2", 1, 1), _store.Cache.Held);
    }

    [Fact]
    public void MemberWhoIsGone_IsForgotten()
    {
        _store.Cache.Apply(_store.Run(0, 3, [ProfileStore.Member("m-1", card: "CARD1"), ProfileStore.Member("m-2")]));
        _store.Cache.Apply(_store.Run(3, 4, [], ["m-1"]));
        _store.Restart();

        Assert.Null(_store.Cache.Find("m-1"));
        Assert.Null(_store.Cache.OfCard("CARD1"));
        Assert.NotNull(_store.Cache.Find("m-2"));
    }

    [Fact]
    public void File_CutAnywhere_GivesTheRunsBeforeTheCutAndGoesOn()
    {
        _store.Cache.Apply(_store.Run(0, 1, [ProfileStore.Member("m-1")]));
        var first = new FileInfo(_store.File).Length;
        _store.Cache.Apply(_store.Run(1, 2, [ProfileStore.Member("m-2")]));
        _store.Cache.Dispose();
        var whole = File.ReadAllBytes(_store.File);
        for (var length = 0; length < whole.Length; length += 37)
        {
            File.WriteAllBytes(_store.File, whole[..length]);
            _store.Restart();
            Assert.Equal(length < first ? 0 : 1, _store.Cache.Held.Version);
        }

        Assert.Null(_store.Cache.Apply(_store.Run(1, 2, [ProfileStore.Member("m-2")])));
        _store.Restart();
        Assert.Equal(2, _store.Cache.Held.Version);
    }

    [Fact]
    public void File_OfAnotherKey_IsBegunAnew()
    {
        _store.Cache.Apply(_store.Run(0, 3, [ProfileStore.Member("m-1")]));
        _store.Restart(withAnotherKey: true);

        Assert.Equal(new HeldProfiles(null, 0, 0), _store.Cache.Held);
        Assert.Null(_store.Cache.Apply(_store.Run(0, 3, [ProfileStore.Member("m-1")])));
    }

    [Fact]
    public void File_AppendedToOften_IsWrittenAnewAndKeepsWhatIsHeld()
    {
        var note = new string('n', 190);
        _store.Cache.Apply(_store.Run(0, 1, [ProfileStore.Member("m-1")]));
        for (var version = 1; version <= 40; version++)
        {
            _store.Cache.Apply(_store.Run(version, version + 1, [.. Enumerable.Range(0, 20).Select(i => ProfileStore.Member($"m-{i}") with { Notes = [.. Enumerable.Repeat(note, 10)] })]));
        }

        Assert.True(new FileInfo(_store.File).Length < 1_300_000);
        _store.Restart();
        Assert.Equal(new HeldProfiles("line-1", 41, 20), _store.Cache.Held);
    }
}
