using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Host.Tests.Updating;

/// <summary>Gives one file over TLS, by ranges, as headquarters does; cuts the connection once, or sends elsewhere.</summary>
internal sealed class BundleServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly byte[] _file;
    private readonly ConcurrentQueue<string> _ranges = [];

    internal BundleServer(X509Certificate2 certificate, byte[] file)
    {
        (_certificate, _file) = (certificate, file);
        _listener.Start();
        _ = RunAsync();
    }

    internal Uri Address => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The byte before which the first answer breaks; 0 for none.</summary>
    internal int CutAt { get; set; }

    internal string? Redirect { get; init; }

    internal IReadOnlyCollection<string> Ranges => _ranges;

    internal string? Authorization { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal static X509Certificate2 Root(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    internal static X509Certificate2 Issue(X509Certificate2 root)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var made = request.Create(root, root.NotBefore, root.NotAfter, RandomNumberGenerator.GetBytes(8));
        return made.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(Stop);
                await ServeAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsServerAsync(_certificate);
            var head = new StringBuilder();
            var buffer = new byte[4096];
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, Stop) is > 0 and var read)
            {
                head.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }

            var lines = head.ToString().Split("\r\n");
            Authorization = lines.First(line => line.StartsWith("Authorization: ", StringComparison.Ordinal))["Authorization: ".Length..];
            var range = lines.First(line => line.StartsWith("Range: ", StringComparison.Ordinal))["Range: ".Length..];
            _ranges.Enqueue(range);
            var from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
            (var cut, CutAt) = (CutAt, 0);
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(Redirect is { } elsewhere
                    ? $"HTTP/1.1 302 Found\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    : $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{_file.Length - 1}/{_file.Length}\r\nContent-Length: {_file.Length - from}\r\nConnection: close\r\n\r\n"),
                Stop);
            if (Redirect is null)
            {
                await stream.WriteAsync(_file.AsMemory(from..(cut > 0 ? cut : _file.Length)), Stop);
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The client did not want this server.
        }
    }
}
