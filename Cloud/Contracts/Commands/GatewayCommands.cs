namespace Cloud.Contracts.Commands;

/// <summary>The names of the commands to a gateway and its devices, below <c>command/</c>. What they carry is beside; docs/commands.md says what they promise.</summary>
public static class GatewayCommands
{
    /// <summary>Prints a document. Its body and answer are the printing desk's.</summary>
    public const string Print = "print";

    /// <summary>Takes a scale's present load as zero. Body: <see cref="DeviceOrder"/>; no answer but the status.</summary>
    public const string Zero = "zero";

    /// <summary>Takes what lies on a scale as container. Body: <see cref="DeviceOrder"/>; no answer but the status.</summary>
    public const string Tare = "tare";

    /// <summary>Closes a device's port and opens it again. Body: <see cref="DeviceOrder"/>; no answer but the status.</summary>
    public const string RestartDevice = "restart-device";

    /// <summary>Writes down what goes over a device's line from now on. Body: <see cref="CaptureOrder"/>; answer: <see cref="CaptureResult"/>.</summary>
    public const string Capture = "capture";

    /// <summary>The last lines of the gateway's own log. Body: <see cref="LogsOrder"/>; answer: <see cref="LogsResult"/>.</summary>
    public const string Logs = "logs";

    /// <summary>Ends the service after the answer, so that it is started again. Body: an empty object; no answer but the status.</summary>
    public const string Restart = "restart";

    /// <summary>Fetches a signed bundle from headquarters and puts it in place to be tried. Body: <see cref="UpdateOrder"/>; answer: <see cref="UpdateResult"/>.</summary>
    public const string Update = "update";

    /// <summary>The MQTT user property by which an asker says that it understands <see cref="CommandStatus.Underway"/>; its value is <c>1</c>.</summary>
    public const string ProgressProperty = "progress";
}
