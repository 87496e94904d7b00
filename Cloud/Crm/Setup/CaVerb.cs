using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Crm.Joining;

namespace Cloud.Crm.Setup;

/// <summary><c>headquarters ca certificates</c>: what the broker and headquarters itself show each other.</summary>
internal static class CaVerb
{
    internal const string Usage =
        """
        headquarters ca certificates --config FILE --host NAME [--host NAME]... --out FOLDER

        Makes the certificates of a single machine, good for two years: the broker's (for the names and addresses given) and headquarters' own, by the
        authorities in joining.folder, which are made where there are none. Writes broker.pem, broker.key, headquarters.pem, headquarters.key, the
        authorities services.pem and gateways.pem, and gateways.crl where there is none. Run it again before the two years end, and reload the broker.
        Exits 0 done, 1 failed, 2 bad usage or configuration.
        """;

    /// <summary>Runs the verb.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(VerbArguments arguments, HeadquartersOptions options, TimeProvider clock)
    {
        var hosts = arguments.All("--host");
        if (hosts.Count == 0 || hosts.FirstOrDefault(h => Uri.CheckHostName(h) == UriHostNameType.Unknown) is not null)
        {
            return arguments.Bad("expected --host NAME, a host name or address, once or more");
        }

        if (arguments.One("--out") is not { } folder)
        {
            return arguments.Bad("expected --out FOLDER");
        }

        if (options.Joining is not { } joining)
        {
            return arguments.Bad("the configuration has no section joining; it says where the authorities are");
        }

        using var authorities = Authorities.Load(joining.Folder, clock);
        var now = clock.GetUtcNow();
        Write(folder, "broker", key => authorities.Services.IssueServer(hosts, key, now));
        Write(folder, "headquarters", key => authorities.Services.IssueClient("headquarters", key, now, Authority.ServiceLife));
        PrivateFile.WriteOpen(Path.Combine(folder, "services.pem"), authorities.Services.Pem);
        PrivateFile.WriteOpen(Path.Combine(folder, "gateways.pem"), authorities.Gateways.Pem);
        var list = Path.Combine(folder, "gateways.crl");
        if (!File.Exists(list))
        {
            // Mosquitto does not start without; headquarters writes the next.
            PrivateFile.WriteOpen(list, authorities.Gateways.RevocationList([], now));
        }

        await Console.Out.WriteLineAsync(Path.GetFullPath(folder));
        return VerbArguments.Done;
    }

    private static void Write(string folder, string name, Func<PublicKey, X509Certificate2> issue)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = issue(new PublicKey(key));
        PrivateFile.Write(Path.Combine(folder, $"{name}.key"), key.ExportPkcs8PrivateKeyPem() + "\n");
        PrivateFile.WriteOpen(Path.Combine(folder, $"{name}.pem"), certificate.ExportCertificatePem() + "\n");
    }
}
