using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Console;

/// <summary>The store's own page.</summary>
public sealed class ConsoleOptions
{
    /// <summary>Where it listens: <c>http://address:port</c>, port 0 for any free one.</summary>
    /// <value>The default is <c>http://127.0.0.1:8080</c>.</value>
    [Required]
    public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>Names under which browsers may ask for the page, beside <c>localhost</c> and plain addresses.</summary>
    /// <value>The default is empty. A name that is not listed is refused, so that a foreign web page cannot reach the console by its own DNS.</value>
    public List<string> Hosts { get; set; } = [];

    /// <summary>How many pages may be live at once.</summary>
    /// <value>The default is 64.</value>
    [Range(1, 1_000)]
    public int LivePages { get; set; } = 64;

    /// <summary>
    /// The file that holds the token which lets somebody change things from another machine; 16 characters or more, and not readable by everybody.
    /// </summary>
    /// <value>The default is null: things are changed from this machine alone.</value>
    [StringLength(4096, MinimumLength = 1)]
    public string? TokenFile { get; set; }

    /// <summary>Where it listens for staff phones too: <c>https://address:port</c>, such as <c>https://0.0.0.0:8443</c>.</summary>
    /// <value>The default is null: nowhere. No phone can be paired then.</value>
    [StringLength(256, MinimumLength = 1)]
    public string? SecureUrl { get; set; }

    /// <summary>The owner's own certificate for <see cref="SecureUrl"/>, PEM, with those between it and a known authority.</summary>
    /// <value>The default is null: one by the store's own authority, which is made when first needed.</value>
    [StringLength(4096, MinimumLength = 1)]
    public string? CertificateFile { get; set; }

    /// <summary>The key of <see cref="CertificateFile"/>, PEM, not readable by everybody.</summary>
    /// <value>The default is null.</value>
    [StringLength(4096, MinimumLength = 1)]
    public string? KeyFile { get; set; }
}
