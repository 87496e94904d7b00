using Cloud.Contracts;

namespace Simulators.World;

/// <summary>One node of headquarters.</summary>
public sealed class Headquarters : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);

    private readonly PrivateFolder _folder;
    private readonly HeadquartersOptions _options;
    private ChildProcess? _process;

    private Headquarters(PrivateFolder folder, HeadquartersOptions options)
    {
        _folder = folder;
        _options = options;
    }

    /// <summary>Where its pages and its API are.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The node's name.</summary>
    public string Node => _options.Node;

    /// <summary>How often it was killed, or found dead of a planted fault.</summary>
    public int Kills { get; private set; }

    /// <summary>The process as it is now.</summary>
    public ChildProcess Process => _process ?? throw new InvalidOperationException("Headquarters was not started.");

    /// <summary>Writes the configuration and starts it.</summary>
    /// <param name="folder">The world's folder.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="broker">The broker it reads from.</param>
    /// <param name="gateways">The fleet it knows.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="ChildFailedException">It does not start.</exception>
    public static async Task<Headquarters> StartAsync(
        PrivateFolder folder, HeadquartersOptions options, Broker broker, IReadOnlyList<GatewayAddress> gateways, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(broker);
        var headquarters = new Headquarters(folder, options);
        folder.WriteJson(headquarters.ConfigurationName, new
        {
            url = $"http://127.0.0.1:{options.Port}",
            node = options.Node,
            web = options.Programs.Web,
            database = new { provider = options.Database.ProviderName, connection = options.Database.Connection },
            broker = new
            {
                host = "127.0.0.1",
                port = broker.Port,
                userName = Broker.HeadquartersUser,
                passwordFile = broker.PasswordFile(Broker.HeadquartersUser),
            },
            leaseDuration = options.LeaseDuration,
            members = new { keyFile = folder.File("members.key"), countryCode = "86" },
            fleet = gateways.GroupBy(g => g.Store, StringComparer.Ordinal).Select(store => new
            {
                store = store.Key,
                name = store.Key.Replace("store-", "Store ", StringComparison.Ordinal),
                gateways = store.Select(g => g.Gateway),
            }),
        });
        await headquarters.StartAsync(cancellationToken).ConfigureAwait(false);
        return headquarters;
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync()
    {
        Kills++;
        return Process.KillAsync();
    }

    /// <summary>Starts it again.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await Process.DisposeAsync().ConfigureAwait(false);
        await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts it again where it has ended by itself, as a service manager would.</summary>
    /// <returns>True where it had ended.</returns>
    public async Task<bool> ReviveAsync(CancellationToken cancellationToken)
    {
        if (!Process.HasExited)
        {
            return false;
        }

        Kills++;
        try
        {
            await RestartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChildFailedException) when (_options.PlantedFaults is not null)
        {
            // Died of its planted fault while it started: the next call raises it again.
        }

        return true;
    }

    /// <summary>SIGTERM.</summary>
    public Task StopAsync() => Process.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private string ConfigurationName => $"{_options.Node}.json";

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = await ChildProcess.StartAsync(
            new ChildOrder(
                $"headquarters ({_options.Node})",
                _options.Programs.Headquarters,
                ["--config", _folder.File(ConfigurationName)],
                _folder.File($"{_options.Node}.log"))
            {
                Environment = PlantedFault.Environment(_options.PlantedFaults),
            },
            async child => Url = new Uri(await child.WaitForLineAsync("listening ", s_startLimit, cancellationToken).ConfigureAwait(false)))
            .ConfigureAwait(false);
    }
}
