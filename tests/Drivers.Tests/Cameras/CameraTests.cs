using System.Runtime.Versioning;
using System.Text;
using Drivers.Cameras;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Devices;
using Simulators.Cameras;

namespace Drivers.Tests.Cameras;

/// <summary>The driver with a real ffmpeg against the simulated camera.</summary>
[SupportedOSPlatform("linux")]
public sealed class CameraTests(CameraFixture cameras) : IClassFixture<CameraFixture>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(LoginScheme.Digest)]
    [InlineData(LoginScheme.Basic)]
    internal async Task NetworkCamera_AsksForALogin_GivesFramesAndShowsItsSecretsToNobody(LoginScheme scheme)
    {
        await using RtspServer server = cameras.Start(out _, scheme);
        using var slot = new FrameSlot();
        await using OpenDevice open = await CameraFixture.OpenAsync(cameras.Device(server.Address, profile: ("fps", "10")), slot);
        await using IAsyncEnumerator<Reading> readings = CameraFixture.Read(open);

        CameraReading reading = await CameraFixture.UntilAsync(readings, CameraPicture.Live);
        using CameraFrame frame = await slot.TakeAsync(TestContext.Current.CancellationToken);

        Assert.Equal((CameraFixture.Width, CameraFixture.Height), (reading.Width, reading.Height));
        Assert.Equal((CameraFixture.Width, CameraFixture.Height), (frame.Width, frame.Height));
        Assert.True(frame.Bytes.Distinct().Count() > 50, "A shop is no plain field.");
        int child = CameraFixture.ChildOf(open);
        foreach (string file in new[] { "cmdline", "environ" })
        {
            string shown = Encoding.UTF8.GetString(await File.ReadAllBytesAsync($"/proc/{child}/{file}", TestContext.Current.CancellationToken));
            foreach (string secret in new[] { CameraFixture.User, CameraFixture.Password, Uri.EscapeDataString(CameraFixture.User), Uri.EscapeDataString(CameraFixture.Password) })
                Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task NetworkCamera_WrongPassword_IsToldWithoutIt()
    {
        const string Wrong = "wr0ng/pass@word";
        await using RtspServer server = cameras.Start(out _);
        await using OpenDevice open = await CameraFixture.OpenAsync(cameras.Device(server.Address, Wrong));

        string why = await CameraFixture.FailureAsync(open);

        Assert.Contains("401", why, StringComparison.Ordinal);
        foreach (string secret in new[] { Wrong, Uri.EscapeDataString(Wrong), CameraFixture.User, Uri.EscapeDataString(CameraFixture.User) })
            Assert.DoesNotContain(secret, why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Film_IsShownAgainAndAgainAtTheSetRateAndSize()
    {
        var device = new DeviceOptions { Id = "camera-1", Driver = CameraDriver.Name, Port = $"file://{await cameras.FilmFileAsync()}", Profile = { ["fps"] = "5", ["width"] = "160", ["decode"] = "software" } };
        await using OpenDevice open = await CameraFixture.OpenAsync(device);
        await using IAsyncEnumerator<Reading> readings = CameraFixture.Read(open);
        CameraReading? last = null;
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await readings.MoveNextAsync());
            last = Assert.IsType<CameraReading>(readings.Current);
        }

        Assert.Equal((160, 90), (last!.Width, last.Height));
        Assert.InRange(last.FramesPerSecond, 0.1m, 8m); // a busy machine shows it slower
    }

    [Fact]
    public async Task Film_NotThere_IsToldBeforeAnythingIsStarted()
    {
        var device = new DeviceOptions { Id = "camera-1", Driver = CameraDriver.Name, Port = "file:///nowhere/film.mkv" };

        var failure = await Assert.ThrowsAsync<IOException>(async () => await CameraFixture.OpenAsync(device));

        Assert.Contains("/nowhere/film.mkv: is not there", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_LeavesNoChildAndNoFrame()
    {
        await using RtspServer server = cameras.Start(out _);
        using var slot = new FrameSlot();
        OpenDevice open = await CameraFixture.OpenAsync(cameras.Device(server.Address), slot);
        await using IAsyncEnumerator<Reading> readings = CameraFixture.Read(open);
        await CameraFixture.UntilAsync(readings, CameraPicture.Live);
        int child = CameraFixture.ChildOf(open);
        Assert.True(CameraFixture.Runs(child));
        using CameraFrame held = await slot.TakeAsync(TestContext.Current.CancellationToken);

        await open.DisposeAsync();

        Assert.False(CameraFixture.Runs(child));
        Assert.False(slot.TakeAsync(TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public void Child_WhoseThreadIsGone_IsEndedByTheKernel()
    {
        // What a killed gateway leaves behind is what a thread that ends leaves behind: nobody who could end the child.
        var command = FfmpegCommand.For(new CameraAddress(CameraSource.Film, "/dev/zero"), CameraSettings.Read(new ProfileReader(CameraDriver.Name, new Dictionary<string, string>())), "", hasGraphics: false);
        command = command with { Arguments = [.. command.Arguments.TakeWhile(argument => argument != "ffmpeg"), "sleep", "600"] };
        FfmpegChild? child = null;
        var thread = new Thread(() =>
        {
            child = FfmpegChild.Start(command, new FfmpegWords(null));
            Assert.True(SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{child.Id}/comm").Trim() == "sleep", s_patience));
        });
        thread.Start();
        thread.Join();

        Assert.Contains("137", child!.WaitForEnd(), StringComparison.Ordinal);
        child.Dispose();
    }
}
