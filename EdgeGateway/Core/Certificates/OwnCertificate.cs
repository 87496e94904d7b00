using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeGateway.Core.Certificates;

/// <summary>A certificate that the owner brings, with its key.</summary>
[SupportedOSPlatform("linux")]
public static class OwnCertificate
{
    /// <summary>Reads it.</summary>
    /// <param name="certificateFile">PEM: the server's certificate first, then those between it and a known authority.</param>
    /// <param name="keyFile">PEM: its key, not encrypted, RSA or elliptic.</param>
    /// <param name="chain">The server's certificate with its key, and the others.</param>
    /// <returns>Null, or what is wrong, in one line for people.</returns>
    public static string? TryRead(string certificateFile, string keyFile, out IReadOnlyList<X509Certificate2>? chain)
    {
        chain = null;
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(certificateFile);
            if (all.Count == 0)
            {
                return $"\"{certificateFile}\" holds no certificate; expected PEM: -----BEGIN CERTIFICATE-----";
            }

            chain = [X509Certificate2.CreateFromPemFile(certificateFile, keyFile), .. all.Skip(1)];
            return null;
        }
        catch (CryptographicException e)
        {
            return $"\"{certificateFile}\" and \"{keyFile}\" are no certificate and its key: {e.Message}";
        }
        catch (ArgumentException)
        {
            return $"\"{certificateFile}\" and \"{keyFile}\" are no certificate and its key: the key is another's";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"\"{certificateFile}\" or \"{keyFile}\" cannot be read: {e.Message}";
        }
    }
}
