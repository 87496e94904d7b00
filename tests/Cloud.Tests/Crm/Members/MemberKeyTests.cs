using System.Security.Cryptography;
using Cloud.Crm.Members;
using Cloud.Crm.Schema;
using Tests.Shared;

namespace Cloud.Tests.Crm.Members;

public sealed class MemberKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("key-").FullName;

    private string KeyFile => Path.Combine(_folder, "members.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_WithoutAFile_MakesOneForItsOwnerAloneAndReadsItBack()
    {
        using var made = MemberKey.Load(KeyFile, "86");
        using var read = MemberKey.Load(KeyFile, "86");

        Assert.Equal(made.Check, read.Check);
        Assert.True(!OperatingSystem.IsLinux() || File.GetUnixFileMode(KeyFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal("lin@example.com"u8.ToArray(), read.Open(made.Seal("lin@example.com"u8, "m-1"), "m-1"));
    }

    [Theory]
    [InlineData("", "0 characters")]
    [InlineData("c2hvcnQ=", "8 characters")]
    [InlineData("not base 64 at all, not base 64 at all, not", "43 characters")]
    public void Load_WhatIsNoKey_IsRefusedWithoutRepeatingIt(string content, string expected)
    {
        MemberKey.Load(KeyFile, "86").Dispose();
        File.WriteAllText(KeyFile, content);
        var refused = Assert.Throws<IOException>(() => MemberKey.Load(KeyFile, "86"));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.True(content.Length == 0 || !refused.Message.Contains(content, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_AFileThatOthersMayRead_IsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "File modes are Unix's.");
        MemberKey.Load(KeyFile, "86").Dispose();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        Assert.Contains("chmod 600", Assert.Throws<IOException>(() => MemberKey.Load(KeyFile, "86")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Box_OfAnotherMember_DoesNotOpen()
    {
        using var key = MemberKey.Load(KeyFile, "86");
        var box = key.Seal("x"u8, "m-1");

        Assert.ThrowsAny<CryptographicException>(() => key.Open(box, "m-2"));
        Assert.ThrowsAny<CryptographicException>(() => key.Open(box.AsSpan(0, 20), "m-1"));
    }

    [Fact]
    public async Task Database_WrittenWithOneKey_DoesNotTakeAnother()
    {
        await using var database = new SqliteTestDatabase();
        await database.CreateAsync(TestContext.Current.CancellationToken);
        var clock = new ManualClock();
        var opened = database.Open();
        await SchemaMigration.ApplyAsync(opened, clock, TestContext.Current.CancellationToken);
        var table = new MemberTable(opened, clock);
        using var key = new MemberKey([.. Enumerable.Repeat((byte)1, 32)], "86");
        using var other = new MemberKey([.. Enumerable.Repeat((byte)2, 32)], "86");

        Assert.True(await table.BeginAsync(key, TestContext.Current.CancellationToken));
        Assert.False(await table.BeginAsync(other, TestContext.Current.CancellationToken));
        Assert.True(await table.BeginAsync(key, TestContext.Current.CancellationToken));
    }
}
