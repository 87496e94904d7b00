using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Visits;

/// <summary>What counts as one visit.</summary>
public sealed class VisitOptions
{
    /// <summary>Who comes back within this time is still on the same visit.</summary>
    /// <value>The default is 20 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ReentryGap { get; set; } = TimeSpan.FromMinutes(20);
}
