using System.Globalization;
using System.Text;
using Cloud.Contracts;

namespace Simulators.World;

/// <summary>A Mosquitto of our own on loopback: generated configuration, passwords and access list; nothing of the machine's own one.</summary>
public sealed class Broker : IAsyncDisposable
{
    /// <summary>The user name of headquarters.</summary>
    public const string HeadquartersUser = "headquarters";

    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(20);

    private readonly PrivateFolder _folder;
    private readonly BrokerOptions _options;
    private readonly Dictionary<string, string> _passwordFiles = new(StringComparer.Ordinal);
    private ChildProcess? _process;

    private Broker(PrivateFolder folder, BrokerOptions options)
    {
        _folder = folder;
        _options = options;
    }

    /// <summary>The port on 127.0.0.1; the same over restarts.</summary>
    public int Port { get; private set; }

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>The process as it is now.</summary>
    public ChildProcess Process => _process ?? throw new InvalidOperationException("The broker was not started.");

    /// <summary>Writes the configuration for these gateways and starts it.</summary>
    /// <param name="folder">The world's folder.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="gateways">Every gateway that may connect; each gets a user of its own name.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="ChildFailedException">It does not start.</exception>
    public static async Task<Broker> StartAsync(
        PrivateFolder folder, BrokerOptions options, IReadOnlyList<GatewayAddress> gateways, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        var broker = new Broker(folder, options);
        await broker.WriteUsersAsync(gateways, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            broker.Port = options.Port ?? FreePort.Find();
            broker.WriteConfiguration();
            try
            {
                await broker.StartAsync(cancellationToken).ConfigureAwait(false);
                return broker;
            }
            catch (ChildFailedException) when (attempt < 5 && options.Port is null)
            {
                // Somebody took the port in between: another one.
            }
        }
    }

    /// <summary>The file with the password of a user.</summary>
    public string PasswordFile(string user) => _passwordFiles[user];

    /// <summary>SIGKILL.</summary>
    public Task KillAsync()
    {
        Kills++;
        return Process.KillAsync();
    }

    /// <summary>Starts it again after a kill, on the same port, with what its disk remembers.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await Process.DisposeAsync().ConfigureAwait(false);
        await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>SIGTERM.</summary>
    public Task StopAsync() => Process.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = await ChildProcess.StartAsync(
            new ChildOrder("mosquitto", MosquittoPath, ["-c", _folder.File("mosquitto.conf")], _folder.File("mosquitto.log")),
            async child =>
            {
                await child.WaitForAsync(
                    $"an answer on port {Port}", s_startLimit, () => FreePort.AnswersAsync(Port, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
                if (child.HasExited)
                {
                    throw child.Failure("ended at once; something else answers on its port");
                }
            }).ConfigureAwait(false);
    }

    /// <summary>Debian keeps it in a folder that is not in the PATH of an ordinary user.</summary>
    private static string MosquittoPath => File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";

    private void WriteConfiguration()
    {
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"listener {Port} 127.0.0.1")
            .AppendLine("allow_anonymous false")
            .AppendLine(CultureInfo.InvariantCulture, $"password_file {_folder.File("mosquitto.passwords")}")
            .AppendLine(CultureInfo.InvariantCulture, $"acl_file {_folder.File("mosquitto.acl")}")
            .AppendLine("max_queued_messages 0")
            .AppendLine("set_tcp_nodelay true")
            .AppendLine(CultureInfo.InvariantCulture, $"message_size_limit {_options.MessageSizeLimit}")
            .AppendLine(CultureInfo.InvariantCulture, $"persistence {(_options.Persistence ? "true" : "false")}")
            .AppendLine(CultureInfo.InvariantCulture, $"persistence_location {_folder.Folder("mosquitto")}/")
            .AppendLine(CultureInfo.InvariantCulture, $"autosave_interval {_options.AutosaveSeconds}")
            .AppendLine("log_dest stdout")
            .AppendLine("log_type error")
            .AppendLine("log_type warning")
            .AppendLine("log_type notice");

        // Started by root it would become the user mosquitto, who may not read this folder, and the kernel forgets a parent-death
        // signal when a process changes its user.
        if (Environment.IsPrivilegedProcess)
        {
            text.AppendLine("user root");
        }

        _folder.Write("mosquitto.conf", text.ToString());
    }

    private async Task WriteUsersAsync(IReadOnlyList<GatewayAddress> gateways, CancellationToken cancellationToken)
    {
        var passwords = new StringBuilder();
        var access = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"user {HeadquartersUser}")
            .AppendLine(CultureInfo.InvariantCulture, $"topic readwrite {Topics.Root}/#");
        AddUser(HeadquartersUser);
        foreach (var gateway in gateways)
        {
            AddUser(gateway.Gateway);
            access.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"user {gateway.Gateway}");
            foreach (var leaf in (string[])[Topics.Events, Topics.State, Topics.Reported, $"{Topics.Response}/#"])
            {
                access.AppendLine(CultureInfo.InvariantCulture, $"topic write {gateway.Topic(leaf)}");
            }

            foreach (var leaf in (string[])[Topics.Cursor, Topics.Desired, $"{Topics.Command}/+"])
            {
                access.AppendLine(CultureInfo.InvariantCulture, $"topic read {gateway.Topic(leaf)}");
            }
        }

        _folder.Write("mosquitto.acl", access.ToString());
        var file = _folder.Write("mosquitto.passwords", passwords.ToString());

        // Hashes the whole file in place, so that no password is ever an argument.
        var hashing = await ChildProcess.StartAsync(
            new ChildOrder("mosquitto_passwd", "mosquitto_passwd", ["-U", file], _folder.File("mosquitto_passwd.log"))).ConfigureAwait(false);
        await using (hashing.ConfigureAwait(false))
        {
            await Waiting.UntilAsync("mosquitto_passwd", s_startLimit, () => hashing.HasExited, cancellationToken).ConfigureAwait(false);
            if ((await File.ReadAllLinesAsync(file, cancellationToken).ConfigureAwait(false)).Any(line => !line.Contains(":$7$", StringComparison.Ordinal)))
            {
                throw hashing.Failure("did not hash the password file");
            }
        }

        void AddUser(string user)
        {
            var (path, secret) = _folder.WriteSecret($"{user}.mqtt-password");
            _passwordFiles[user] = path;
            passwords.Append(user).Append(':').Append(secret).Append('\n');
        }
    }
}
