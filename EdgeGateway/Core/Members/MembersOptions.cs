using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Members;

/// <summary>What is kept of members in this store, and how it is guarded.</summary>
public sealed class MembersOptions
{
    /// <summary>The file with the store's master key, readable by its owner alone.</summary>
    /// <value>The default is null: systemd's credential <c>members-key</c> where there is one, else <c>members.key</c> in the data folder, made when first needed.</value>
    [StringLength(4096, MinimumLength = 1)]
    public string? MasterKeyFile { get; set; }
}
