using System.Globalization;
using System.Net.Http.Json;
using Cloud.Contracts;

namespace Simulators.World;

/// <summary>One node of headquarters.</summary>
public sealed class Headquarters : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_demoLimit = TimeSpan.FromMinutes(30);

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
        if (options.Demo is { } demo)
        {
            await headquarters.LoadDemoAsync(demo, cancellationToken).ConfigureAwait(false);
        }

        await headquarters.StartAsync(cancellationToken).ConfigureAwait(false);
        return headquarters;
    }

    /// <summary>Makes a key for a program that may everything, by the program's own verb; works beside a node that runs.</summary>
    /// <param name="name">What headquarters shows it as.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The key's secret.</returns>
    /// <exception cref="ChildFailedException">The verb fails.</exception>
    public async Task<string> CreateTokenAsync(string name, CancellationToken cancellationToken)
    {
        // Not into the log: a secret does not belong there.
        var log = _folder.File($"{_options.Node}-token");
        var child = await ChildProcess.StartAsync(
            new ChildOrder(
                "headquarters token create", _options.Programs.Headquarters, ["token", "create", "--config", _folder.File(ConfigurationName), "--name", name, "--role", "admin"], log),
            child => child.WaitForAsync("its end", s_startLimit, () => Task.FromResult(child.HasExited), cancellationToken)).ConfigureAwait(false);
        await using (child.ConfigureAwait(false))
        {
            var secret = child.ExitCode == 0 && child.LogLines() is [.., var last] ? last : null;
            File.Delete(log);
            return secret ?? throw child.Failure($"ended with exit code {child.ExitCode}");
        }
    }

    /// <summary>Makes the first account with the one-time code that the node wrote into its folder, as its owner would.</summary>
    /// <returns>The password.</returns>
    /// <exception cref="HttpRequestException">Headquarters refuses.</exception>
    public async Task<string> SetUpAsync(string login, CancellationToken cancellationToken)
    {
        var password = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
        var code = (await File.ReadAllTextAsync(_folder.File("setup-code"), cancellationToken).ConfigureAwait(false)).Trim();
        using var http = new HttpClient { Timeout = s_startLimit };
        using var response = await http.PostAsJsonAsync(new Uri(Url, "/api/setup"), new { code, login, name = "Owner", password }, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return password;
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

    /// <summary>Loads the demonstration by the program's own verb. Its stores stay beside those of the configuration, which only adds.</summary>
    private async Task LoadDemoAsync(DemoOrder demo, CancellationToken cancellationToken)
    {
        var child = await ChildProcess.StartAsync(
            new ChildOrder(
                "headquarters demo", _options.Programs.Headquarters,
                ["demo", "--config", _folder.File(ConfigurationName), "--seed", "1", "--days", Text(demo.Days), "--customers", Text(demo.Customers)], _folder.File($"{_options.Node}-demo.log")),
            child => child.WaitForAsync("its end", s_demoLimit, () => Task.FromResult(child.HasExited), cancellationToken)).ConfigureAwait(false);
        await using (child.ConfigureAwait(false))
        {
            if (child.ExitCode != 0)
            {
                throw child.Failure($"ended with exit code {child.ExitCode}");
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

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
