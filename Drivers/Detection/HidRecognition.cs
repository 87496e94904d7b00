using Drivers.Ports;
using EdgeGateway.Core.Setup;

namespace Drivers.Detection;

/// <summary>Recognises a USB scale on a hidraw port by its report descriptor, without sending or reading a report.</summary>
internal static class HidRecognition
{
    private const string NodePrefix = "hidraw";
    private const string SystemFolder = "/sys/class/hidraw";

    /// <summary>The verdict on a hidraw port; null where the port is none.</summary>
    public static PortDetection? Recognise(string port, DateTimeOffset now)
    {
        string node = Path.GetFileName(File.Exists(port) ? File.ResolveLinkTarget(port, returnFinalTarget: true)?.FullName ?? port : port);
        return node.StartsWith(NodePrefix, StringComparison.Ordinal) ? OfDescriptor(Path.Combine(SystemFolder, node, "device", "report_descriptor"), now) : null;
    }

    internal static PortDetection OfDescriptor(string path, DateTimeOffset now)
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
        return HidUsagePages.Of(descriptor).Contains(HidUsagePages.Scale)
            ? new PortDetection(
                DetectionState.Recognised, "usb-hid-pos", null, [], [new DetectionEvidence(now, null, hex, null)], [],
                "its report descriptor is of usage page 8D, scales", TimeSpan.Zero)
            : new PortDetection(
                DetectionState.Unknown, null, null, [], [new DetectionEvidence(now, null, hex, null)], [],
                "its report descriptor is not of usage page 8D: it is no scale", TimeSpan.Zero);
    }
}
