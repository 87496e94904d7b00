using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Intake;

/// <summary>The door for programs in the store.</summary>
public sealed class IntakeOptions
{
    /// <summary>Where it listens: <c>http://address:port</c>, port 0 for any free one.</summary>
    /// <value>The default is <c>http://127.0.0.1:8081</c>.</value>
    [Required]
    public string Url { get; set; } = "http://127.0.0.1:8081";

    /// <summary>The file that holds the token which programs must show; 16 characters or more, and not readable by everybody.</summary>
    [Required]
    public string TokenFile { get; set; } = "";

    /// <summary>How many requests may be under way; more are answered 503 at once.</summary>
    /// <value>The default is 512.</value>
    [Range(1, 10_000)]
    public int ConcurrentRequests { get; set; } = 512;

    /// <summary>How many bytes of request bodies may be in memory; more are answered 503 at once.</summary>
    /// <value>The default is 16 MiB.</value>
    [Range(1L << 20, 1L << 30)]
    public long ConcurrentBytes { get; set; } = 16L << 20;

    /// <summary>How long a program may take to send its request.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ReceiveTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request waits for its commit before it is answered 503; a repeat with the same ids then tells what became of it.</summary>
    /// <value>The default is 20 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan CommitTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
