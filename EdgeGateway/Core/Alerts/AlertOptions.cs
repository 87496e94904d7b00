using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Alerts;

/// <summary>How staff are told that a member has arrived.</summary>
public sealed class AlertOptions
{
    /// <summary>How long an alert waits for a claim before it goes to the next person on shift.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan ClaimWithin { get; set; } = TimeSpan.FromSeconds(30);
}
