using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cloud.Contracts;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cloud.Crm.Setup;

/// <summary>https by the certificate of the configuration.</summary>
internal static class HttpsCertificate
{
    /// <summary>Makes an address speak TLS 1.2 and later; plain http where there is no certificate.</summary>
    /// <exception cref="IOException">The files cannot be used.</exception>
    internal static void Use(ListenOptions listen, CertificateOptions? options)
    {
        if (options is not null)
        {
            var certificate = Read(options);
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                https.OnAuthenticate = static (_, authentication) =>
                {
                    if (OperatingSystem.IsLinux())
                    {
                        authentication.CipherSuitesPolicy = TlsSuites.Policy();
                    }
                };
            });
        }
    }

    private static X509Certificate2 Read(CertificateOptions options)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile);
        }
        catch (CryptographicException exception)
        {
            throw new IOException($"certificateFile {options.CertificateFile} and keyFile {options.KeyFile} are no PEM certificate with its key: {exception.Message}", exception);
        }
    }
}
