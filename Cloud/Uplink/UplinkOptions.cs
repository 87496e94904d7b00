using System.ComponentModel.DataAnnotations;

namespace Cloud.Uplink;

/// <summary>The way to headquarters: which broker, as whom, and how events are batched.</summary>
public sealed class UplinkOptions
{
    /// <summary>The broker's host name or address.</summary>
    /// <value>The default is 127.0.0.1.</value>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The broker's TCP port.</summary>
    /// <value>The default is 1883.</value>
    [Range(1, 65535)]
    public int Port { get; set; } = 1883;

    /// <summary>The user name, or null for none.</summary>
    /// <value>The default is null.</value>
    public string? UserName { get; set; }

    /// <summary>The file with the password, read again for every connection; an end of line at its end is not part of it.</summary>
    /// <value>The default is null: no password.</value>
    public string? PasswordFile { get; set; }

    /// <summary>PEM file of the authorities trusted for the broker; turns TLS on.</summary>
    /// <value>The default is null: no TLS.</value>
    public string? CaFile { get; set; }

    /// <summary>PEM file of our certificate, or null.</summary>
    /// <value>The default is null.</value>
    public string? CertificateFile { get; set; }

    /// <summary>PEM file of its key, without a password, or null.</summary>
    /// <value>The default is null.</value>
    public string? KeyFile { get; set; }

    /// <summary>How many batches may be sent and not yet committed by headquarters.</summary>
    /// <value>The default is 8.</value>
    [Range(1, 64)]
    public int WindowBatches { get; set; } = 8;

    /// <summary>The most events in a batch.</summary>
    /// <value>The default is 500.</value>
    [Range(1, 1000)]
    public int BatchEvents { get; set; } = 500;

    /// <summary>The most bytes of events in a batch, before compression; one event is sent however large it is.</summary>
    /// <value>The default is 256 KiB.</value>
    [Range(1024, 512 * 1024)]
    public int BatchBytes { get; set; } = 256 * 1024;

    /// <summary>The least time between two batches that are not full. An event that comes after a pause leaves at once.</summary>
    /// <value>The default is 5 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Batches larger than this are compressed with Brotli, where that makes them smaller.</summary>
    /// <value>The default is 1,024 bytes.</value>
    [Range(0, 16 * 1024 * 1024)]
    public int CompressAboveBytes { get; set; } = 1024;

    /// <summary>How long headquarters may commit nothing while batches are on their way, before the connection is begun again.</summary>
    /// <value>The default is 15 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CursorTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The shortest pause before a new connection.</summary>
    /// <value>The default is 500 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ReconnectMin { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause before a new connection.</summary>
    /// <value>The default is 1 min.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan ReconnectMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Over how long the first new connection after one that was of use is spread; 20 s keeps 5,000 gateways whose broker restarts to 250 a second.</summary>
    /// <value>The default is 0: as after any other failure, within twice <see cref="ReconnectMin"/>.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ReconnectSpread { get; set; }

    /// <summary>How long a configuration from headquarters is tried before it is trusted.</summary>
    /// <value>The default is 2 min.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan ConfigurationTrial { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>What lets events leave the outbox.</summary>
    /// <value>The default is <see cref="UplinkTrim.Cursor"/>.</value>
    public UplinkTrim Trim { get; set; } = UplinkTrim.Cursor;
}

/// <summary>What lets events leave the outbox.</summary>
public enum UplinkTrim
{
    /// <summary>Headquarters says that it has committed them. Nothing that the broker does can lose an event.</summary>
    Cursor,

    /// <summary>
    /// The broker has acknowledged them: for a consumer that writes no cursor. Weaker: what the broker loses after its acknowledgement
    /// (a full queue, a crash before it saved) is lost for good.
    /// </summary>
    Puback,
}
