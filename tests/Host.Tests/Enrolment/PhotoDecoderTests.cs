using System.Diagnostics;
using EdgeGateway.Host.Running;
using EdgeGateway.Vision.Pictures;

namespace Host.Tests.Enrolment;

public sealed class PhotoDecoderTests : IDisposable
{
    private readonly PhotoDecoder _decoder = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _decoder.Dispose();

    [Fact]
    public async Task Jpeg_ComesBackAsPixels()
    {
        var picture = await _decoder.DecodeAsync(await JpegAsync(320, 200), Stop);

        Assert.Equal((320, 200), (picture!.Width, picture.Height));
        Assert.InRange(picture.Bytes[0], 180, 220);
        Assert.InRange(picture.Bytes[1], 30, 70);
    }

    [Fact]
    public async Task Jpeg_LargerThanIsLookedAt_ComesBackSmaller()
    {
        var picture = await _decoder.DecodeAsync(await JpegAsync(3200, 1000), Stop);

        Assert.Equal((1600, 500), (picture!.Width, picture.Height));
    }

    [Fact]
    public async Task Jpeg_CutOff_IsNoPictureOrAWholeOne()
    {
        var whole = await JpegAsync(320, 200);

        Assert.Null(await _decoder.DecodeAsync(whole.AsMemory(0, 20), Stop));
        Assert.Null(await _decoder.DecodeAsync(whole.AsMemory(0, 300), Stop) is { } half && half.Bytes.Length != 320 * 200 * 3 ? half : null);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF })]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0, 0, 0, 0 })]
    public async Task Bytes_ThatAreNoJpeg_AreNoPicture(byte[] bytes) => Assert.Null(await _decoder.DecodeAsync(bytes, Stop));

    [Fact]
    public async Task Jpeg_ThatClaimsToBeEnormous_IsNotEvenDecoded()
    {
        using var decoder = new PhotoDecoder(TimeProvider.System) { Program = "/nonexistent/ffmpeg" };
        var bomb = new byte[] { 0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0xFF, 0xFF, 0xFF, 0xFF, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1 };

        Assert.Null(await decoder.DecodeAsync(bomb, Stop));
        bomb[7] = bomb[9] = 1;
        await Assert.ThrowsAsync<IOException>(() => decoder.DecodeAsync(bomb, Stop));
    }

    private static async Task<byte[]> JpegAsync(int width, int height)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ffmpeg"), "no ffmpeg here (apt-get install ffmpeg)");
        string[] arguments = ["-v", "error", "-f", "lavfi", "-i", $"color=c=0xC83296:s={width}x{height}", "-frames:v", "1", "-f", "image2pipe", "-c:v", "mjpeg", "pipe:1"];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true })!;
        using var bytes = new MemoryStream();
        await ffmpeg.StandardOutput.BaseStream.CopyToAsync(bytes, Stop);
        await ffmpeg.WaitForExitAsync(Stop);
        return bytes.ToArray();
    }
}
