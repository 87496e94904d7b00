using System.Diagnostics;
using EdgeGateway.Core.Outbox;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

public sealed class OutboxDiskFullTests
{
    [Fact]
    public async Task Append_DiskFull_AcceptsNothingByHalfAndRecoversByItself()
    {
        using var disk = SmallDisk.Mount(4);
        await using var fixture = new OutboxFixture(disk.Folder);
        await using var outbox = fixture.Open();
        var accepted = new List<string>();
        await AppendUntilRefusedAsync(fixture, outbox, accepted);
        Assert.Contains("cannot be written", fixture.Log.Lines.Single(l => l.Id == 1001).Text);
        Assert.NotNull(outbox.Snapshot().Refused);
        await Assert.ThrowsAsync<OutboxUnavailableException>(async () => await outbox.AppendAsync(fixture.Ledger(new string('y', 30_000)), Token));

        File.Delete(disk.Ballast);
        // No append is needed to notice: the writer tries by itself.
        for (var i = 0; outbox.Snapshot().Refused is not null; i++)
        {
            Assert.True(i < 100, outbox.Snapshot().Refused);
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await outbox.RewindAsync(null, 0, Token);
        }

        Assert.Single(fixture.Log.Lines, l => l.Id == 1002);
        await outbox.AppendAsync(fixture.Ledger("after"), Token);
        accepted.Add("after");
        Assert.Equal(accepted, ReadAll(outbox).SelectMany(b => b.Rows).Select(TextOf));
        Assert.Equal(accepted.Count, outbox.LastSeq);
    }

    [Fact]
    public async Task Open_DiskFull_SaysSo()
    {
        using var disk = SmallDisk.Mount(4);
        await using var fixture = new OutboxFixture(disk.Folder);
        disk.Fill();
        var refused = Assert.Throws<OutboxOpenException>(fixture.Open);
        Assert.Contains("the disk needs room", refused.Message);
    }

    private static async Task AppendUntilRefusedAsync(OutboxFixture fixture, EdgeGateway.Core.Outbox.Outbox outbox, List<string> accepted)
    {
        File.WriteAllBytes(Path.Combine(fixture.Folder, "ballast"), new byte[2 << 20]);
        for (var i = 0; ; i++)
        {
            var text = $"{i}-{new string('x', 2000)}";
            try
            {
                await outbox.AppendAsync(fixture.Ledger(text), Token);
                accepted.Add(text);
            }
            catch (OutboxUnavailableException)
            {
                return;
            }
        }
    }

    /// <summary>A tmpfs of a few MiB.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private SmallDisk(string folder) => Folder = folder;

        public string Folder { get; }

        public string Ballast => Path.Combine(Folder, "ballast");

        public static SmallDisk Mount(int mebibytes)
        {
            var folder = Directory.CreateTempSubdirectory("outbox-disk-").FullName;
            if (Environment.UserName != "root" || Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", folder) != 0)
            {
                Directory.Delete(folder);
                Assert.Skip("needs root, to mount a small tmpfs");
            }

            return new SmallDisk(folder);
        }

        public void Fill()
        {
            try
            {
                using var stream = File.Create(Ballast);
                while (true)
                {
                    stream.Write(new byte[4096]);
                    stream.Flush();
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Dispose()
        {
            Run("umount", "-l", Folder);
            Directory.Delete(Folder);
        }

        private static int Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
