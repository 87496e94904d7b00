using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeGateway.Console;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Certificates;
using EdgeGateway.Core.Staff;
using EdgeGateway.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>The staff of this store, and the door their phones come in by: HTTPS with a certificate of the store's own, or the owner's.</summary>
internal sealed class StoreStaff : IDisposable
{
    private readonly GatewayParts _parts;
    private readonly StoreAuthority? _authority;
    private readonly PairingDesk _pairings;
    private int _port;

    /// <summary>Opens the book of staff in the data folder and, where phones may come in, the certificate.</summary>
    /// <exception cref="IOException">A file of them cannot be used; the message is one line for people.</exception>
    public StoreStaff(GatewayParts parts)
    {
        _parts = parts;
        var logger = parts.Loggers.CreateLogger<StoreStaff>();
        var (options, folder) = (parts.Options.Console, parts.Options.DataFolder);
        Book = StaffBook.Open(StaffBook.FileIn(folder), parts.Clock, parts.Loggers.CreateLogger<StaffBook>());
        _pairings = new PairingDesk(Book, parts.Clock, parts.Loggers.CreateLogger<PairingDesk>());
        if (options.SecureUrl is null)
        {
            return;
        }

        if (options is { CertificateFile: { } file, KeyFile: { } key })
        {
            Certificate = ConsoleCertificate.Of(file, key, parts.Clock, logger);
            return;
        }

        _authority = StoreAuthority.Open(StoreAuthority.FileIn(folder), parts.Options.Store, Names(), parts.Clock, logger);
        Certificate = ConsoleCertificate.Of(_authority, Names, parts.Clock, logger);
    }

    /// <summary>Who works here, and who is on shift.</summary>
    public StaffBook Book { get; }

    /// <summary>What the console shows over HTTPS; null where it does not speak it.</summary>
    public ConsoleCertificate? Certificate { get; }

    /// <summary>The names that phones may ask for the console by.</summary>
    public IReadOnlyList<string> Hosts => Certificate is null ? [] : Names().Hosts;

    /// <summary>
    /// Where phones find the console over HTTPS, once it listens: what the owner calls it first, then its addresses, which every phone understands, then its
    /// own names, which not every phone finds.
    /// </summary>
    public IReadOnlyList<string> Origins
    {
        get
        {
            if (_port == 0)
            {
                return [];
            }

            _ = ListenUrl.TryReadSecure(_parts.Options.Console.SecureUrl!, out var endpoint);
            var names = Names();
            var isEverywhere = endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any);
            var addresses = isEverywhere ? names.Addresses.Where(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a)) : [endpoint.Address];
            var hosts = _parts.Options.Console.Hosts.Where(host => !IPAddress.TryParse(host, out _))
                .Concat(addresses.Select(a => a.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{a}]" : a.ToString()))
                .Concat(IPAddress.IsLoopback(endpoint.Address) ? [] : names.Hosts.Where(host => host.EndsWith(".local", StringComparison.Ordinal)))
                .Distinct();
            return [.. hosts.Select(host => string.Create(CultureInfo.InvariantCulture, $"https://{host}:{_port}"))];
        }
    }

    /// <summary>What phones and the owner's page ask for.</summary>
    /// <param name="alerts">The alerts.</param>
    /// <param name="withdrawAsync">Withdraws a member's consent at the wish told to a member of staff.</param>
    /// <param name="stopping">Ends the live pages.</param>
    public (StaffEndpoints Phones, StaffRollEndpoints Roll) Endpoints(
        AlertDesk alerts, Func<string, string, CancellationToken, Task<StaffReceipt?>> withdrawAsync, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        Book.Changed += alerts.ShiftChanged;
        var door = new StaffDoor(_parts.Options.Store, () => Origins, _authority?.Der, _authority?.Fingerprint);
        return (
            new StaffEndpoints(Book, _pairings, door, alerts, withdrawAsync, _parts.Options.Console.LivePages, _parts.Clock, stopping),
            new StaffRollEndpoints(Book, _pairings, door));
    }

    /// <summary>Listens for phones.</summary>
    /// <exception cref="IOException">The port is taken; the message is one line for people.</exception>
    public async Task<LocalServer?> ListenAsync(Microsoft.AspNetCore.Http.RequestDelegate handler, CancellationToken cancellationToken)
    {
        if (Certificate is null)
        {
            return null;
        }

        _ = ListenUrl.TryReadSecure(_parts.Options.Console.SecureUrl!, out var endpoint);
        var server = await LocalServer.StartAsync(endpoint, Certificate, ChangeGate.LargestBody, 1024, handler, _parts.Loggers, _parts.Clock, cancellationToken);
        _port = new Uri(server.Url).Port;
        return server;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate?.Dispose();
        _authority?.Dispose();
    }

    private GatewayNames Names() => GatewayNames.Read(_parts.Options.Console.Hosts);
}
