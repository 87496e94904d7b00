using System.Net;
using Cloud.Crm.Fleet;

namespace Cloud.Crm.Setup;

/// <summary>The configuration file, read and found good.</summary>
internal sealed record HeadquartersOptions
{
    /// <summary>Where the pages and the interface are served; loopback only, for there is no sign-in yet. Port 0 takes a free one.</summary>
    /// <value>The default is http://127.0.0.1:8090.</value>
    public IPEndPoint Url { get; init; } = new(IPAddress.Loopback, 8090);

    /// <summary>This node's name among those that share a database.</summary>
    /// <value>The default is node-1.</value>
    public string Node { get; init; } = "node-1";

    /// <summary>The folder of the built pages.</summary>
    /// <value>The default is wwwroot beside the program.</value>
    public string Web { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>sqlite or postgres, and how to reach it.</summary>
    public required DatabaseOptions Database { get; init; }

    /// <summary>How to reach the broker.</summary>
    public required BrokerOptions Broker { get; init; }

    /// <summary>How long a shard stays with a node that has stopped renewing, 1 s to 5 min.</summary>
    /// <value>The default is 10 s.</value>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How members' data is guarded.</summary>
    /// <value>The default is null: members cannot be kept here; consents are still followed and withdrawn.</value>
    public MembersKeyOptions? Members { get; init; }

    /// <summary>How often it is looked whether something concerning members is to be carried to a gateway; a failure waits twice as long, then four times, up to sixty.</summary>
    /// <value>The default is 1 s; not in the file.</value>
    public TimeSpan CourierPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The stores and their gateways, written into the database at start.</summary>
    public IReadOnlyList<FleetStore> Fleet { get; init; } = [];
}

/// <summary>Which database.</summary>
/// <param name="Provider">sqlite or postgres.</param>
/// <param name="Connection">The connection string; never logged.</param>
internal sealed record DatabaseOptions(string Provider, string Connection);

/// <summary>Which broker, and as whom.</summary>
internal sealed record BrokerOptions(
    string Host, int Port, string? UserName, string? PasswordFile, string? CaFile, string? CertificateFile, string? KeyFile);

/// <summary>How members' data is guarded.</summary>
/// <param name="KeyFile">The file with the key, readable by its owner alone; made where there is none.</param>
/// <param name="CountryCode">The country of phone numbers that do not say theirs, 1 to 3 digits.</param>
internal sealed record MembersKeyOptions(string KeyFile, string CountryCode);
