namespace EdgeGateway.Core.Setup;

/// <summary>How far the gateway goes to find out what is plugged in.</summary>
public sealed class DetectionOptions
{
    /// <summary>Whether ports that no device owns are looked at when they appear.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether a port that stays silent may be asked something. Without it a port is only listened to.</summary>
    /// <value>The default is true.</value>
    public bool Probe { get; set; } = true;

    /// <summary>Whether the store has a customer display that shows whatever it is sent and cannot be switched off: then only control characters are sent.</summary>
    /// <value>The default is false.</value>
    public bool PlainDisplay { get; set; }

    /// <summary>Ports that are never opened unless a device is configured there: stable names or paths, <c>*</c> for any characters and <c>?</c> for one.</summary>
    /// <value>The default is empty.</value>
    public List<string> LeaveAlone { get; set; } = [];
}
