using System.Security.Cryptography;
using EdgeGateway.Core.Members;

namespace Core.Tests.Members;

public sealed class MasterKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("key-").FullName;

    private string OwnFile => Path.Combine(_folder, MasterKey.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_TheFirstTime_MakesAKeyForItsOwnerAlone_AndReadsItTheNext()
    {
        byte[] box;
        using (var made = Load())
        {
            box = made.Seal("secret"u8, "test");
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(OwnFile));
        using var read = Load();
        Assert.Equal("secret"u8.ToArray(), read.Open(box, "test"));
    }

    [Fact]
    public void Load_WhereOthersMayReadIt_Refuses()
    {
        Load().Dispose();
        Chmod(OwnFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Contains("chmod 600", Assert.Throws<VaultException>(Load).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Load_OfAnotherLength_SaysWhatWasExpected(int length)
    {
        Write(OwnFile, length);

        Assert.Contains("expected a key of 32", Assert.Throws<VaultException>(Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WhereTheVaultIsThereButTheKeyIsNot_MakesNoOther()
    {
        File.WriteAllBytes(Path.Combine(_folder, MemberVault.FileName), [1]);

        Assert.Contains("put the key back", Assert.Throws<VaultException>(Load).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(OwnFile));
    }

    [Fact]
    public void Load_WithACredential_TakesThatAndMakesNoFile()
    {
        var credentials = Directory.CreateDirectory(Path.Combine(_folder, "credentials")).FullName;
        var file = Path.Combine(credentials, MasterKey.CredentialName);
        Write(file, 32);
        Chmod(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        MasterKey.Load(new MembersOptions(), _folder, credentials).Dispose();

        Assert.False(File.Exists(OwnFile));
    }

    [Fact]
    public void Load_OfANamedFileThatIsMissing_MakesNone()
    {
        var options = new MembersOptions { MasterKeyFile = Path.Combine(_folder, "elsewhere.key") };

        Assert.Throws<VaultException>(() => MasterKey.Load(options, _folder, null));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Open_ForAnotherPurposeOrChangedAnywhere_GivesNothing()
    {
        using var key = MasterKey.Ephemeral();
        var box = key.Seal("secret"u8, "one");

        Assert.Null(key.Open(box, "two"));
        Assert.Null(key.Open(box.AsSpan(1), "one"));
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            var changed = box.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(key.Open(changed, "one"));
        }
    }

    [Fact]
    public void Seal_OfTheSameTwice_ReadsDifferently()
    {
        using var key = MasterKey.Ephemeral();

        Assert.NotEqual(key.Seal("secret"u8, "one"), key.Seal("secret"u8, "one"));
        Assert.Empty(key.Open(key.Seal([], "one"), "one")!);
    }

    private static void Write(string path, int length)
    {
        File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(length));
        Chmod(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static void Chmod(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private MasterKey Load() => MasterKey.Load(new MembersOptions(), _folder, null);
}
