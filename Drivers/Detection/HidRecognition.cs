using EdgeGateway.Core.Setup;

namespace Drivers.Detection;

/// <summary>Recognises a USB scale on a hidraw port by its report descriptor, without sending or reading a report.</summary>
internal static class HidRecognition
{
    private const string NodePrefix = "hidraw";
    private const string SystemFolder = "/sys/class/hidraw";

    /// <summary>Global item "usage page" of one byte, and the page of scales (HID POS usage tables, 8D).</summary>
    private static readonly byte[] s_scalePage = [0x05, 0x8D];

    /// <summary>The verdict on a hidraw port; null where the port is none.</summary>
    public static PortDetection? Recognise(string port)
    {
        string node = Path.GetFileName(File.Exists(port) ? File.ResolveLinkTarget(port, returnFinalTarget: true)?.FullName ?? port : port);
        return node.StartsWith(NodePrefix, StringComparison.Ordinal) ? OfDescriptor(Path.Combine(SystemFolder, node, "device", "report_descriptor")) : null;
    }

    internal static PortDetection OfDescriptor(string path)
    {
        byte[] descriptor;
        try
        {
            descriptor = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return PortDetection.Failed($"{path}: {failure.Message}", TimeSpan.Zero);
        }
        string hex = Convert.ToHexStringLower(descriptor.AsSpan(0, Math.Min(descriptor.Length, 64)));
        return descriptor.AsSpan().StartsWith(s_scalePage)
            ? new PortDetection(
                DetectionState.Recognised, "usb-hid-pos", null, [], [new DetectionEvidence(DateTimeOffset.UnixEpoch, null, hex, null)], [],
                "its report descriptor is of usage page 8D, scales", TimeSpan.Zero)
            : new PortDetection(
                DetectionState.Unknown, null, null, [], [new DetectionEvidence(DateTimeOffset.UnixEpoch, null, hex, null)], [],
                "its report descriptor is not of usage page 8D: it is no scale", TimeSpan.Zero);
    }
}
