using System.Runtime.Versioning;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Devices;
using Simulators.Cameras;

namespace Drivers.Tests.Cameras;

/// <summary>What goes wrong with a camera, with a real ffmpeg against the simulated one.</summary>
[SupportedOSPlatform("linux")]
public sealed class CameraTroubleTests(CameraFixture cameras) : IClassFixture<CameraFixture>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task NetworkCamera_Cut_FailsAndCanBeOpenedAgain()
    {
        await using RtspServer server = cameras.Start(out CameraFeed feed);
        DeviceOptions device = cameras.Device(server.Address, profile: ("stall_ms", "3000"));
        await using (OpenDevice open = await CameraFixture.OpenAsync(device))
        {
            await using (IAsyncEnumerator<Reading> readings = CameraFixture.Read(open))
                await CameraFixture.UntilAsync(readings, CameraPicture.Live);
            feed.Trouble = CameraTrouble.Cut;
            await CameraFixture.FailureAsync(open).WaitAsync(s_patience, TestContext.Current.CancellationToken);
        }
        await using (OpenDevice open = await CameraFixture.OpenAsync(device))
            Assert.NotEmpty(await CameraFixture.FailureAsync(open));

        feed.Trouble = CameraTrouble.None;
        await using OpenDevice again = await CameraFixture.OpenAsync(device);
        await using IAsyncEnumerator<Reading> live = CameraFixture.Read(again);
        await CameraFixture.UntilAsync(live, CameraPicture.Live);
    }

    [Theory]
    [InlineData(CameraTrouble.Stall)]
    [InlineData(CameraTrouble.Garbage)]
    internal async Task NetworkCamera_SendsNoPictures_FailsAfterTheStallTime(CameraTrouble trouble)
    {
        await using RtspServer server = cameras.Start(out CameraFeed feed);
        await using OpenDevice open = await CameraFixture.OpenAsync(cameras.Device(server.Address, profile: ("stall_ms", "1500")));
        await using (IAsyncEnumerator<Reading> readings = CameraFixture.Read(open))
            await CameraFixture.UntilAsync(readings, CameraPicture.Live);

        feed.Trouble = trouble;

        Assert.StartsWith("no picture for 1.5 s", await CameraFixture.FailureAsync(open).WaitAsync(s_patience, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CameraTrouble.Freeze, CameraPicture.Frozen)]
    [InlineData(CameraTrouble.Black, CameraPicture.Black)]
    internal async Task NetworkCamera_FrozenOrBlack_IsToldAndWhenItIsOver(CameraTrouble trouble, CameraPicture picture)
    {
        await using RtspServer server = cameras.Start(out CameraFeed feed);
        await using OpenDevice open = await CameraFixture.OpenAsync(cameras.Device(server.Address, profile: [("fps", "10"), ("frozen_s", "2"), ("black_s", "1")]));
        await using IAsyncEnumerator<Reading> readings = CameraFixture.Read(open);
        await CameraFixture.UntilAsync(readings, CameraPicture.Live);

        feed.Trouble = trouble;
        CameraReading told = await CameraFixture.UntilAsync(readings, picture);
        feed.Trouble = CameraTrouble.None;
        await CameraFixture.UntilAsync(readings, CameraPicture.Live);

        Assert.Equal("camera-1", told.DeviceId);
    }
}
