using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Tests.Shared;

/// <summary>A private PostgreSQL of this test run: own folder, own free port, loopback and a socket in that folder; gone at the end.</summary>
/// <remarks>PostgreSQL refuses to run as root; then it runs as Debian's user postgres. Nothing is synced to disk: tests do not cut power.</remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string Root = "/usr/lib/postgresql";
    private const string Prefix = "edge-test-postgres-";
    private static readonly SemaphoreSlim s_starting = new(1, 1);
    private static PostgresCluster? s_shared;
    private static int s_databases;

    private readonly string _folder;
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private int _port;

    private PostgresCluster(string folder) => _folder = folder;

    /// <summary>Where PostgreSQL's programs are, or null.</summary>
    public static string? Programs => Directory.Exists(Root)
        ? Directory.GetDirectories(Root).Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Order().LastOrDefault()
        : null;

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>A new database in this run's cluster; starts the cluster, or skips the test where PostgreSQL is not installed.</summary>
    /// <param name="template">The database it is a copy of, to which nobody is connected; null: empty.</param>
    /// <returns>Its connection string.</returns>
    public static async Task<string> CreateDatabaseAsync(string? template, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(Programs is null, "PostgreSQL is not installed (Debian package postgresql-15).");
        await s_starting.WaitAsync(cancellationToken);
        try
        {
            s_shared ??= await StartAsync(cancellationToken);
        }
        finally
        {
            s_starting.Release();
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref s_databases)}");
        await s_shared.RunAsync("createdb", ["-h", s_shared._folder, "-p", Text(s_shared._port), "-U", "postgres", "-T", template ?? "template1", name], asServer: false, cancellationToken);
        return $"Host=127.0.0.1;Port={Text(s_shared._port)};Username=postgres;Password={s_shared._password};Database={name};Maximum Pool Size=20";
    }

    /// <summary>Stops this run's cluster, if it was started.</summary>
    public static async Task StopSharedAsync()
    {
        if (Interlocked.Exchange(ref s_shared, null) is { } cluster)
        {
            await cluster.DisposeAsync();
        }
    }

    /// <summary>Stops the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("pg_ctl", ["stop", "-D", Data, "-m", "immediate", "-w"], asServer: true, CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private static async Task<PostgresCluster> StartAsync(CancellationToken cancellationToken)
    {
        await RemoveAbandonedAsync(cancellationToken);
        var cluster = new PostgresCluster(Directory.CreateTempSubdirectory($"{Prefix}{Text(Environment.ProcessId)}-").FullName);
        var secret = Path.Combine(cluster._folder, "secret");
        await File.WriteAllTextAsync(secret, cluster._password, cancellationToken);
        if (IsRoot)
        {
            await RunProcessAsync("chown", ["-R", "postgres", cluster._folder], null, cancellationToken);
        }

        await cluster.RunAsync(
            "initdb",
            ["-D", cluster.Data, "-U", "postgres", "-A", "scram-sha-256", $"--pwfile={secret}", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            asServer: true,
            cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            cluster._port = FreePort();
            var options = $"-h 127.0.0.1 -p {Text(cluster._port)} -k {cluster._folder} -c fsync=off -c full_page_writes=off -c max_connections=120";
            try
            {
                await cluster.RunAsync(
                    "pg_ctl",
                    ["start", "-D", cluster.Data, "-w", "-t", "60", "-l", Path.Combine(cluster._folder, "log"), "-o", options],
                    asServer: true,
                    cancellationToken);
                return cluster;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // Another process took the port in between.
            }
        }
    }

    /// <summary>A test run that was killed leaves its server behind; the next one ends it.</summary>
    private static async Task RemoveAbandonedAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var owner = Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (Directory.Exists($"/proc/{owner}"))
            {
                continue;
            }

            try
            {
                var left = new PostgresCluster(folder);
                await left.RunAsync("pg_ctl", ["stop", "-D", left.Data, "-m", "immediate", "-w"], asServer: true, cancellationToken);
            }
            catch (InvalidOperationException)
            {
                // It was not running.
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private Task RunAsync(string program, string[] arguments, bool asServer, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Programs!, program);
        return asServer && IsRoot
            ? RunProcessAsync("runuser", ["-u", "postgres", "--", path, .. arguments], null, cancellationToken)
            : RunProcessAsync(path, arguments, _password, cancellationToken);
    }

    private static async Task RunProcessAsync(string program, string[] arguments, string? password, CancellationToken cancellationToken)
    {
        // No pipes: pg_ctl's server would inherit them and keep them open for ever.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/tmp" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" >/dev/null 2>&1 </dev/null");
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (password is not null)
        {
            start.Environment["PGPASSWORD"] = password;
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
