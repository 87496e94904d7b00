using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Devices;

/// <summary>How failing devices are tried again; the same for every device of a gateway.</summary>
public sealed class SupervisorOptions
{
    /// <summary>Failures in a row after which a device is offline.</summary>
    /// <value>The default is 3.</value>
    [Range(1, 100)]
    public int OfflineAfterFailures { get; set; } = 3;

    /// <summary>The ceiling of the first pause before a port is opened again; it doubles with each failure, and the pause is a random part of it.</summary>
    /// <value>The default is half a second.</value>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan ReopenMin { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The ceiling that the doubling stops at.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan ReopenMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a device may go without a valid reading before that counts as a failure.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(10);
}
