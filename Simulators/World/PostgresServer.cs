using System.Globalization;

namespace Simulators.World;

/// <summary>A PostgreSQL of our own: private data folder and port, durable writes on.</summary>
/// <remarks>PostgreSQL refuses to run as root; then it runs as Debian's user postgres, in a folder of that user.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Role = "edge";
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly string _password;
    private readonly ChildProcess _process;

    private PostgresServer(string folder, int port, string password, ChildProcess process)
    {
        _folder = folder;
        Port = port;
        _password = password;
        _process = process;
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Makes a new cluster and starts it.</summary>
    /// <param name="folder">Where its log goes.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="ChildFailedException">It does not start.</exception>
    /// <exception cref="FileNotFoundException">PostgreSQL is not installed.</exception>
    public static async Task<PostgresServer> StartAsync(PrivateFolder folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var programs = ProgramFolder();
        var user = System.Environment.IsPrivilegedProcess ? "postgres" : null;
        var data = Directory.CreateTempSubdirectory("edge-postgres-").FullName;
        var (passwordFile, password) = WritePassword(data);
        if (user is not null)
        {
            await RunAsync("chown", ["-R", $"{user}:{user}", data], null).ConfigureAwait(false);
        }

        await RunAsync(
            Path.Combine(programs, "initdb"),
            ["-D", Path.Combine(data, "cluster"), "-U", Role, $"--pwfile={passwordFile}", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync"],
            user).ConfigureAwait(false);
        var port = FreePort.Find();
        var process = await ChildProcess.StartAsync(
            new ChildOrder(
                "postgres",
                Path.Combine(programs, "postgres"),
                [
                    "-D", Path.Combine(data, "cluster"), "-p", port.ToString(CultureInfo.InvariantCulture), "-k", data,
                    "-c", "listen_addresses=127.0.0.1", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "max_connections=60",
                ],
                folder.File("postgres.log")) { RunAs = user }).ConfigureAwait(false);
        var server = new PostgresServer(data, port, password, process);
        await process.WaitForAsync(
            "a connection", s_startLimit, () => server.AnswersAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return server;

        async Task RunAsync(string program, string[] arguments, string? runAs)
        {
            var log = folder.File("postgres-setup.log");
            var child = await ChildProcess.StartAsync(
                new ChildOrder(Path.GetFileName(program), program, arguments, log) { RunAs = runAs }).ConfigureAwait(false);
            await using (child.ConfigureAwait(false))
            {
                await Waiting.UntilAsync(program, s_startLimit, () => child.HasExited, cancellationToken).ConfigureAwait(false);
                if (child.ExitCode != 0)
                {
                    throw child.Failure($"ended with exit code {child.ExitCode}");
                }
            }
        }
    }

    /// <summary>Makes a new, empty database in it.</summary>
    public async Task<DatabaseAddress> CreateDatabaseAsync(string name, CancellationToken cancellationToken)
    {
        var connection = new Npgsql.NpgsqlConnection(Connection("postgres"));
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            using var command = new Npgsql.NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "", StringComparison.Ordinal)}\"", connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return new DatabaseAddress(DatabaseProvider.Postgres, Connection(name));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The children of the postmaster end by themselves once it is gone; SIGTERM's smart shutdown would wait for clients.
        Signals.Send(_process.Id, Signals.Interrupt);
        try
        {
            await Waiting.UntilAsync("postgres ends", TimeSpan.FromSeconds(10), () => _process.HasExited, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Disposing kills it.
        }

        await _process.DisposeAsync().ConfigureAwait(false);
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A late child still writes its statistics; the folder is temporary anyway.
        }
    }

    /// <summary>Debian keeps the server's programs in a folder a version, outside PATH.</summary>
    private static string ProgramFolder()
    {
        const string Root = "/usr/lib/postgresql";
        var newest = Directory.Exists(Root)
            ? Directory.GetDirectories(Root).Where(f => File.Exists(Path.Combine(f, "bin", "initdb"))).OrderByDescending(
                f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0).FirstOrDefault()
            : null;
        return newest is null
            ? throw new FileNotFoundException("PostgreSQL is not installed. On Debian: apt-get install postgresql-15")
            : Path.Combine(newest, "bin");
    }

    private static (string Path, string Secret) WritePassword(string data)
    {
        var secret = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24));
        var path = System.IO.Path.Combine(data, "password");
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(System.Text.Encoding.ASCII.GetBytes(secret));
        return (path, secret);
    }

    private string Connection(string database) =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username={Role};Password={_password};Database={database}";

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        var connection = new Npgsql.NpgsqlConnection(Connection("postgres") + ";Pooling=false;Timeout=5");
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (Npgsql.NpgsqlException)
            {
                return false;
            }
        }
    }
}
