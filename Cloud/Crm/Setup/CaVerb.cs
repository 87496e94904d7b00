using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Crm.Joining;

namespace Cloud.Crm.Setup;

/// <summary><c>headquarters ca</c>: what the broker and headquarters itself show each other, and how an authority that the company has vouches for ours.</summary>
internal static class CaVerb
{
    internal const string Usage =
        """
        headquarters ca certificates --config FILE --host NAME [--host NAME]... --out FOLDER
        headquarters ca request --config FILE
        headquarters ca accept --config FILE --certificate FILE

        certificates makes the certificates of a single machine, good for two years: the broker's (for the names and addresses given) and headquarters' own, by the
        authorities in joining.folder, which are made where there are none. Writes broker.pem, broker.key, headquarters.pem, headquarters.key, the
        authorities services.pem and gateways.pem, and gateways.crl where there is none. Run it again before the two years end, and reload the broker.

        request prints a request (PKCS#10) with which an authority that the company has can vouch for the one that vouches for gateways; accept takes the
        certificate it made, in PEM with those above it. Then run certificates again, and restart broker and headquarters. Gateways notice nothing.
        Exits 0 done, 1 failed, 2 bad usage or configuration.
        """;

    private const string NoSection = "the configuration has no section joining; it says where the authorities are";

    /// <summary>Makes the certificates of a single machine.</summary>
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
            return arguments.Bad(NoSection);
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

    /// <summary>Prints the request of the gateways' authority.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RequestAsync(VerbArguments arguments, HeadquartersOptions options, TimeProvider clock)
    {
        if (options.Joining is not { } joining)
        {
            return arguments.Bad(NoSection);
        }

        using var authorities = Authorities.Load(joining.Folder, clock);
        await Console.Out.WriteAsync(authorities.Gateways.Request());
        return VerbArguments.Done;
    }

    /// <summary>Takes the certificate that another authority made of the request.</summary>
    /// <returns>The exit code.</returns>
    internal static async Task<int> AcceptAsync(VerbArguments arguments, HeadquartersOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (arguments.One("--certificate") is not { } file)
        {
            return arguments.Bad("expected --certificate FILE");
        }

        if (options.Joining is not { } joining)
        {
            return arguments.Bad(NoSection);
        }

        try
        {
            Authorities.Accept(joining.Folder, await File.ReadAllTextAsync(file, cancellationToken), clock);
            await Console.Out.WriteLineAsync("accepted; now run `headquarters ca certificates` again, copy what it makes, and restart broker and headquarters");
            return VerbArguments.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"headquarters: --certificate {file}: {exception.Message}");
            return VerbArguments.Failed;
        }
    }

    private static void Write(string folder, string name, Func<PublicKey, X509Certificate2> issue)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = issue(new PublicKey(key));
        PrivateFile.Write(Path.Combine(folder, $"{name}.key"), key.ExportPkcs8PrivateKeyPem() + "\n");
        PrivateFile.WriteOpen(Path.Combine(folder, $"{name}.pem"), certificate.ExportCertificatePem() + "\n");
    }
}
