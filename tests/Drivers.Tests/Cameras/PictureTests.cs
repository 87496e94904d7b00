using System.Text;
using Drivers.Cameras;
using EdgeGateway.Core.Cameras;

namespace Drivers.Tests.Cameras;

public sealed class PictureTests
{
    private readonly PictureWatch _watch = new(frozen: TimeSpan.FromSeconds(10), black: TimeSpan.FromSeconds(3));
    private readonly Random _random = new(5);
    private DateTimeOffset _now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Watch_NoiseOnAStillPicture_IsLive() => Assert.All(Look(100, _ => Noisy(120)), picture => Assert.Equal(CameraPicture.Live, picture));

    [Fact]
    public void Watch_EqualFramesWithAKeyPictureASecond_AreFrozenAfterTheirTimeAndLiveWithinTwoSeconds()
    {
        byte[] still = Noisy(120);
        CameraPicture[] seen = Look(60, i => [.. still.Select(one => (byte)(one + (i / 5 % 2)))]);

        Assert.Equal(CameraPicture.Live, seen[45]);
        Assert.Equal(CameraPicture.Frozen, seen[^1]);
        Assert.Equal(CameraPicture.Live, Look(10, _ => Noisy(120))[^1]);
    }

    [Fact]
    public void Watch_DarkWithNoise_IsBlackAfterItsTimeAndLiveAtOnce()
    {
        CameraPicture[] seen = Look(20, _ => Noisy(6));

        Assert.Equal(CameraPicture.Live, seen[14]);
        Assert.Equal(CameraPicture.Black, seen[^1]);
        Assert.Equal(CameraPicture.Live, Look(1, _ => Noisy(120))[0]);
    }

    [Fact]
    public void Watch_OneLampInTheDark_IsNotBlack()
    {
        CameraPicture[] seen = Look(30, _ =>
        {
            byte[] picture = Noisy(6);
            Array.Fill(picture, (byte)230, 0, picture.Length / 20);
            return picture;
        });

        Assert.DoesNotContain(CameraPicture.Black, seen);
    }

    [Fact]
    public void Ppm_TwoPictures_AreReadIntoTheFramesAndTheEndIsSeen()
    {
        using var stream = new MemoryStream([.. "P6\n2 1\n255\n"u8, 1, 2, 3, 4, 5, 6, .. "P6\n2 1\n255\n"u8, 7, 8, 9, 10, 11, 12]);
        var reader = new PpmReader(stream);
        using var frame = new CameraFrame(2, 1);

        Assert.Equal((2, 1), reader.ReadSize());
        Assert.True(reader.TryFill(frame));
        Assert.Equal([1, 2, 3, 4, 5, 6], frame.Bytes);
        Assert.Equal((2, 1), reader.ReadSize());
        Assert.True(reader.TryPass(6));
        Assert.Null(reader.ReadSize());
    }

    [Theory]
    [InlineData("P5\n2 1\n255\n")]
    [InlineData("P6\n2 1\n65535\n")]
    [InlineData("P6\n0 1\n255\n")]
    [InlineData("P6\n99999 1\n255\n")]
    [InlineData("P6\n2")]
    [InlineData("rubbish that has no end to it at all, ever and ever")]
    public void Ppm_WhatIsNoHeader_IsToldAndNotRead(string header)
    {
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(header));

        Assert.Throws<IOException>(() => new PpmReader(stream).ReadSize());
    }

    [Theory]
    [InlineData("[rtsp @ 0x55d] method DESCRIBE failed: 401 Unauthorized\n[concat @ 0x5] Impossible to open 'rtsp://u:p@h/x'\npipe:0: Invalid data found\n", "method DESCRIBE failed: 401 Unauthorized")]
    [InlineData("[tcp @ 0x1] Connection to tcp://h:554?timeout=8000000 failed: Connection refused\npipe:0: Invalid data found", "Connection to tcp://h:554 failed: Connection refused")]
    [InlineData("pipe:0: Invalid data found when processing input\n", "the camera gives no stream: it closed the connection, or there is none at this address")]
    [InlineData("opening rtsp://u:p@h/x failed\n", "opening rtsp://h/x failed")]
    [InlineData("", null)]
    public void Words_TheLastLineThatSaysSomething_IsToldWithoutALogin(string said, string? told)
    {
        var words = new FfmpegWords(NoLogin());
        words.ReadAll(new MemoryStream(Encoding.UTF8.GetBytes(said)));

        Assert.Equal(told, words.Last());
    }

    [Fact]
    public void Pool_FramesComeBackOverwritten_AndThereIsNoFourth()
    {
        using var pool = new FramePool(64, 64);
        CameraFrame[] frames = [pool.Take()!, pool.Take()!, pool.Take()!];
        Array.Fill(frames[1].Bytes, (byte)9);
        Assert.Null(pool.Take());

        frames[1].Dispose();

        Assert.Same(frames[1], pool.Take());
        Assert.All(frames[1].Bytes, one => Assert.Equal(0, one));
    }

    [Fact]
    public void Pool_ClosedWhileAFrameIsLookedAt_LetsItGoWhenItComesBack()
    {
        var pool = new FramePool(64, 64);
        CameraFrame held = pool.Take()!;
        pool.Dispose();

        held.Dispose();

        Assert.Null(pool.Take());
    }

    private static CameraLogin NoLogin() => CameraLogin.Read(CameraSettings.Read(new ProfileReader(CameraDriver.Name, new Dictionary<string, string>())));

    private CameraPicture[] Look(int frames, Func<int, byte[]> picture) => [.. Enumerable.Range(0, frames).Select(i =>
    {
        using var frame = new CameraFrame(40, 30);
        picture(i).CopyTo(frame.Bytes, 0);
        frame.Time = _now += TimeSpan.FromSeconds(0.2);
        return _watch.Take(frame);
    })];

    private byte[] Noisy(int level)
    {
        var picture = new byte[40 * 30 * 3];
        for (int i = 0; i < picture.Length; i++)
            picture[i] = (byte)(level + _random.Next(-3, 4));
        return picture;
    }
}
