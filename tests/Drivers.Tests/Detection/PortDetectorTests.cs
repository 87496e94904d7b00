using Drivers.Detection;
using Drivers.Tests.Fakes;
using EdgeGateway.Core.Setup;

namespace Drivers.Tests.Detection;

/// <summary>The I/O round the inquiry, on real ptys. A pty has neither speed nor parity: these prove the conversation, not the setting.</summary>
public sealed class PortDetectorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Detect_PortThatIsNotThere_FailsWithTheReason()
    {
        PortDetection found = await DetectAsync("/dev/no-such-port", new DetectionRequest());

        Assert.Equal(DetectionState.Failed, found.State);
        Assert.Contains("no such port", found.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_SilentPortListenOnly_SendsNothingAndClaimsNothing()
    {
        using var pty = new Pty();

        PortDetection found = await DetectAsync(pty.Link, new DetectionRequest { Probe = ProbeScope.None });

        Assert.Equal(DetectionState.Unknown, found.State);
        Assert.Empty(found.Sent);
    }

    [Fact]
    public async Task Detect_StreamingScaleOnAPty_IsRecognisedWithoutALine()
    {
        using var pty = new Pty();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task streaming = StreamAsync(pty, Frames.Continuous(1250, 5), stop.Token);

        PortDetection found = await DetectAsync(pty.Link, new DetectionRequest());

        await stop.CancelAsync();
        await streaming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(DetectionState.Recognised, found.State);
        Assert.Equal("toledo-continuous", found.Protocol);
        Assert.Null(found.Line);
        Assert.Equal("none", found.Profile["checksum"]);
        Assert.Contains("not proven", found.Reason, StringComparison.Ordinal);
        Assert.Contains("profile.unit", found.Reason, StringComparison.Ordinal);
        Assert.Empty(found.Sent);
    }

    [Fact]
    public async Task Detect_Cancelled_ThrowsAndClaimsNothing()
    {
        using var pty = new Pty();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => PortDetector.DetectAsync(pty.Link, new DetectionRequest(), new Progress<PortDetection>(), TimeProvider.System, cancelled.Token));
    }

    [Theory]
    [InlineData("058D0910A1010920A102", true)]
    [InlineData("05010906A101", false)]
    public void HidDescriptor_UsagePageOfScales_IsAScale(string descriptor, bool scale)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Convert.FromHexString(descriptor));

            PortDetection found = HidRecognition.OfDescriptor(path, DateTimeOffset.UnixEpoch);

            Assert.Equal(scale ? DetectionState.Recognised : DetectionState.Unknown, found.State);
            Assert.Equal(scale ? "usb-hid-pos" : null, found.Protocol);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Task<PortDetection> DetectAsync(string port, DetectionRequest request) =>
        PortDetector.DetectAsync(port, request, new Progress<PortDetection>(), TimeProvider.System, Stop);

    private static async Task StreamAsync(Pty pty, byte[] frame, CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(60), TimeProvider.System);
        while (await pace.WaitForNextTickAsync(cancellationToken))
            pty.Send(frame);
    }
}
