using System.Net;
using Cloud.Crm.Access.Oidc;
using Cloud.Crm.Fleet;
using Cloud.Crm.Health;
using Cloud.Crm.Joining;
using Cloud.Crm.Outgoing;

namespace Cloud.Crm.Setup;

/// <summary>The configuration file, read and found good.</summary>
internal sealed record HeadquartersOptions
{
    /// <summary>Where the pages and the interface are served. Without a certificate on loopback only. Port 0 takes a free one.</summary>
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

    /// <summary>The certificate of https, PEM; null for plain http on loopback.</summary>
    public CertificateOptions? Certificate { get; init; }

    /// <summary>The names by which people reach this headquarters, beside those of loopback; requests under another name are refused.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The address that people use, such as that of a proxy before this; null where it is <see cref="Url"/>.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whether people come by https: to this program, or to what stands before it.</summary>
    internal bool IsHttps => Certificate is not null || PublicUrl?.Scheme == Uri.UriSchemeHttps;

    /// <summary>How people sign in.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>How often the open drafts of orders are brought in line with the stock.</summary>
    /// <value>The default is 1 s; not in the file.</value>
    public TimeSpan ReplenishmentPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How messages leave.</summary>
    public OutgoingOptions Outgoing { get; init; } = new();

    /// <summary>How gateways join.</summary>
    /// <value>The default is null: none joins here; headquarters has no authority.</value>
    public JoiningOptions? Joining { get; init; }

    /// <summary>Who is told of alarms of gateways.</summary>
    public HealthOptions Health { get; init; } = new();

    /// <summary>minisign's public key by which bundles are checked here too, before gateways check them with their own.</summary>
    /// <value>The default is null: only gateways check.</value>
    public string? UpdateKeyFile { get; init; }

    /// <summary>How often campaigns are looked after.</summary>
    /// <value>The default is 5 s; not in the file.</value>
    public TimeSpan CampaignPeriod { get; init; } = TimeSpan.FromSeconds(5);

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

/// <summary>A certificate and its key, PEM files.</summary>
internal sealed record CertificateOptions(string CertificateFile, string KeyFile);

/// <summary>How people sign in.</summary>
internal sealed record AccessOptions
{
    /// <summary>The file for the one-time code of the first run, readable by its owner alone.</summary>
    /// <value>The default is null: setup-code beside the members' key, or none where there is no such key.</value>
    public string? SetupCodeFile { get; init; }

    /// <summary>The OpenID providers at which people sign in, beside their passwords here.</summary>
    public IReadOnlyList<OidcOptions> Oidc { get; init; } = [];

    /// <summary>Rounds of the password hash; fewer in tests.</summary>
    /// <value>The default is 210,000; not in the file.</value>
    public int PasswordRounds { get; init; } = 210_000;
}
