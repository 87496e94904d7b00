using Drivers.Ports;
using Drivers.Scales;
using EdgeGateway.Core.Setup;

namespace Drivers.Detection;

/// <summary>Finds out which scale protocol a port speaks, at which settings. The I/O round <see cref="PortInquiry"/>.</summary>
public static class PortDetector
{
    private static readonly LineSettings s_first = new(9600, 8, Parity.None, 1);

    /// <summary>Detects within what the gateway's options allow.</summary>
    /// <param name="port">A device path, or <c>tcp://host:port</c>.</param>
    /// <param name="options">Whether it may ask.</param>
    /// <param name="progress">Told of the state whenever it changes.</param>
    /// <param name="clock">Measures the waits.</param>
    /// <param name="cancellationToken">Ends it; nothing is claimed then.</param>
    /// <returns>The verdict. A port that cannot be looked at is one too, with the reason.</returns>
    public static Task<PortDetection> DetectAsync(
        string port, DetectionOptions options, IProgress<PortDetection> progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return DetectAsync(port, Request(options), progress, clock, cancellationToken);
    }

    /// <summary>Detects as far as <paramref name="request"/> says.</summary>
    /// <inheritdoc cref="DetectAsync(string, DetectionOptions, IProgress{PortDetection}, TimeProvider, CancellationToken)"/>
    public static async Task<PortDetection> DetectAsync(
        string port, DetectionRequest request, IProgress<PortDetection> progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentNullException.ThrowIfNull(clock);
        long start = clock.GetTimestamp();
        PortDetection found;
        try
        {
            found = HidRecognition.Recognise(port, clock.GetUtcNow())
                ?? await OpenAndInquireAsync(port, request, progress, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            found = PortDetection.Failed(failure.Message, clock.GetElapsedTime(start));
        }
        progress.Report(found);
        return found;
    }

    private static DetectionRequest Request(DetectionOptions options) =>
        new() { Probe = options.Probe ? ProbeScope.Safe : ProbeScope.None, PlainDisplay = options.PlainDisplay };

    private static async Task<PortDetection> OpenAndInquireAsync(
        string port, DetectionRequest request, IProgress<PortDetection> progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!PortAddress.TryParse(port, out PortAddress? address, out string? error))
            throw new IOException($"port: {error}");
        if (address.IsNetwork)
        {
            await using TcpPort network = await TcpPort.OpenAsync(address, clock, cancellationToken).ConfigureAwait(false);
            return await InquireAsync(network, request with { HasLine = false }, progress, clock, cancellationToken).ConfigureAwait(false);
        }
        await using SerialPort serial = SerialPort.Open(address.Path, request.Line ?? s_first);
        return await InquireAsync(serial, request with { HasLine = !serial.IsPty }, progress, clock, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<PortDetection> InquireAsync(
        PortStream port, DetectionRequest request, IProgress<PortDetection> progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        var inquiry = new PortInquiry(ScaleProtocols.All, request, clock.GetUtcNow());
        var reader = new TimedReader(port, clock);
        LineSettings? line = null;
        foreach (DetectionStep step in inquiry.Steps())
        {
            if (step.Line is LineSettings wanted && wanted != line)
            {
                (port as SerialPort)?.Change(wanted);
                line = wanted;
            }
            if (!step.Send.IsEmpty)
                await port.WriteAsync(step.Send, cancellationToken).ConfigureAwait(false);
            progress.Report(inquiry.Record.Snapshot(clock.GetElapsedTime(start)));
            inquiry.Now = clock.GetElapsedTime(start);
            while (inquiry.WaitUntil - clock.GetElapsedTime(start) is { Ticks: > 0 } left)
            {
                ReadOnlyMemory<byte>? came = await reader.ReadAsync(left, cancellationToken).ConfigureAwait(false);
                TimeSpan now = clock.GetElapsedTime(start);
                inquiry.Now = now;
                if (came is null)
                    inquiry.Damage(now);
                else if (inquiry.Receive(now, came.Value.Span) is { IsEmpty: false } reply)
                    await port.WriteAsync(reply, cancellationToken).ConfigureAwait(false);
            }
        }
        return inquiry.Record.Snapshot(clock.GetElapsedTime(start));
    }
}
