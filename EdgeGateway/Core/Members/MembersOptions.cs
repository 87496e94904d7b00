using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Members;

/// <summary>What is kept of members in this store, how it is guarded, and for how long.</summary>
public sealed class MembersOptions
{
    /// <summary>The file with the store's master key, readable by its owner alone.</summary>
    /// <value>The default is null: systemd's credential <c>members-key</c> where there is one, else <c>members.key</c> in the data folder, made when first needed.</value>
    [StringLength(4096, MinimumLength = 1)]
    public string? MasterKeyFile { get; set; }

    /// <summary>How long after the last visit a consent ends and the face is deleted. A consent may say a shorter time.</summary>
    /// <value>The default is 730 days; three years is the most that any of the laws in docs/privacy.md allows.</value>
    [Range(typeof(TimeSpan), "1.00:00:00", "1095.00:00:00")]
    public TimeSpan KeepAfterLastVisit { get; set; } = TimeSpan.FromDays(730);

    /// <summary>How long after it was given a consent ends in any case, visits or not; then it is asked for again.</summary>
    /// <value>The default is 1095 days.</value>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan LongestConsent { get; set; } = TimeSpan.FromDays(1095);

    /// <summary>How long the audit log and the records of ended consents (without any face) are kept as evidence.</summary>
    /// <value>The default is 1095 days; China's personal information law asks for three years of the records of processing.</value>
    [Range(typeof(TimeSpan), "180.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepAudit { get; set; } = TimeSpan.FromDays(1095);

    /// <summary>From how many templates on it is warned that the filing at 100,000 comes near.</summary>
    /// <value>The default is 80,000.</value>
    [Range(1, VaultCounts.FilingLimit)]
    public int WarnAtTemplates { get; set; } = 80_000;

    /// <summary>The fingerprints of the gateways with which templates are exchanged; empty trusts the keys that headquarters names.</summary>
    /// <value>The default is empty.</value>
    public List<string> TrustedGateways { get; set; } = [];

    /// <summary>The role of the printers that print the receipt of a withdrawal.</summary>
    /// <value>The default is null: it is shown, not printed.</value>
    [StringLength(64, MinimumLength = 1)]
    public string? ReceiptRole { get; set; }
}
