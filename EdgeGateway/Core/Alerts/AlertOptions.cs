using System.ComponentModel.DataAnnotations;
using EdgeGateway.Core.Alerts.Webhooks;

namespace EdgeGateway.Core.Alerts;

/// <summary>How staff are told that a member has arrived.</summary>
public sealed class AlertOptions
{
    /// <summary>How long an alert waits for a claim before it goes to the next person on shift.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan ClaimWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often everybody on shift is asked, one after the other, before all are asked at once.</summary>
    /// <value>The default is 2.</value>
    [Range(1, 10)]
    public int Rounds { get; set; } = 2;

    /// <summary>How long an alert that nobody claims stays open; then it is closed as unclaimed, and headquarters is told.</summary>
    /// <value>The default is 15 minutes.</value>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan CloseUnclaimedAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a claimed alert stays on the page when nobody says that it is done.</summary>
    /// <value>The default is 2 hours.</value>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan CloseClaimedAfter { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The longest snooze.</summary>
    /// <value>The default is 1 hour.</value>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan LongestSnooze { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many alerts may be open; with one more the oldest that nobody has claimed is closed as unclaimed.</summary>
    /// <value>The default is 200.</value>
    [Range(10, 2000)]
    public int MostOpen { get; set; } = 200;

    /// <summary>How many days alerts, their notes and messages that were given up are kept after their end.</summary>
    /// <value>The default is 30.</value>
    [Range(1, 365)]
    public int HistoryDays { get; set; } = 30;

    /// <summary>The role of the printers that print a slip for the staff with each arrival.</summary>
    /// <value>The default is null: none is printed. A slip carries the member's name, and so does its print job until <c>printing.historyDays</c> are over.</value>
    [StringLength(64, MinimumLength = 1)]
    public string? SlipRole { get; set; }

    /// <summary>How long after the arrival its slip may still be printed.</summary>
    /// <value>The default is 2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan SlipFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Places beyond the store that are told of arrivals.</summary>
    /// <value>The default is empty.</value>
    public List<WebhookOptions> Webhooks { get; set; } = [];
}
