using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>The smart shelves of a store.</summary>
public sealed class ShelfOptions
{
    /// <summary>The planogram, a JSON file; a path that is not absolute is taken from the data folder. Changes take effect within seconds, without restart.</summary>
    /// <value>The default is null: headquarters says what lies where, or nobody does.</value>
    [StringLength(4096, MinimumLength = 1)]
    public string? PlanogramFile { get; set; }
}
