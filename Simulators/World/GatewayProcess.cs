using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Cloud.Contracts;

namespace Simulators.World;

/// <summary>One gateway.</summary>
public sealed class GatewayProcess : IAsyncDisposable
{
    private const string Prices = "prices.json";
    private const string Planogram = "planogram.json";

    /// <summary>What the store sells by weight.</summary>
    private static readonly object[] s_goods =
    [
        new { plu = "101", sku = "apple-fuji", name = "富士苹果", priceFen = 1_299, per = "kg" },
        new { plu = "102", sku = "banana", name = "香蕉", priceFen = 399, per = "jin" },
        new { plu = "205", sku = "pork-belly", name = "五花肉", priceFen = 4_580, per = "kg", tare = "12 g" },
        new { plu = "310", sku = "tea-longjing", name = "龙井茶", priceFen = 6_800, per = "100g" },
    ];

    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(60);
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly PrivateFolder _folder;
    private readonly string _configuration;
    private readonly int _phonesPort = FreePort.Find();
    private ChildProcess? _process;

    private GatewayProcess(PrivateFolder folder, GatewayOptions options)
    {
        _folder = folder;
        Options = options;
        _configuration = $"{options.Address.Gateway}.json";
    }

    /// <summary>Its settings.</summary>
    public GatewayOptions Options { get; }

    /// <summary>Its store and name.</summary>
    public GatewayAddress Address => Options.Address;

    /// <summary>Its own page; the same over restarts.</summary>
    public Uri Console { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Where programs in the store hand events over; the same over restarts.</summary>
    public Uri Intake { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The file with the token for <see cref="Intake"/>.</summary>
    public string TokenFile { get; private set; } = "";

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>The outbox file.</summary>
    public string OutboxPath => Path.Combine(Options.DataFolder, "outbox.db");

    /// <summary>The process as it is now.</summary>
    public ChildProcess Process => _process ?? throw new InvalidOperationException("The gateway was not started.");

    /// <summary>Writes the configuration and starts it.</summary>
    /// <param name="folder">The world's folder.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="broker">The broker it writes to.</param>
    /// <param name="behind">The simulator behind a device.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="ChildFailedException">It does not start.</exception>
    public static async Task<GatewayProcess> StartAsync(
        PrivateFolder folder, GatewayOptions options, Broker broker, Func<SimulatedDevice, SimulatorProcess> behind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(broker);
        var gateway = new GatewayProcess(folder, options)
        {
            TokenFile = folder.WriteSecret($"{options.Address.Gateway}.intake-token").Path,
        };
        for (var attempt = 1; ; attempt++)
        {
            gateway.WriteConfiguration(broker, behind);
            try
            {
                await gateway.StartAsync(cancellationToken).ConfigureAwait(false);
                return gateway;
            }
            catch (ChildFailedException e) when (attempt < 5 && e.Message.Contains("in use", StringComparison.OrdinalIgnoreCase))
            {
                // Somebody took one of the two ports in between: others.
            }
        }
    }

    /// <summary>What it says about itself.</summary>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task<GatewayStatus> StatusAsync(CancellationToken cancellationToken)
    {
        using var document = await s_http.GetFromJsonAsync<JsonDocument>(new Uri(Console, "/v1/status"), cancellationToken).ConfigureAwait(false)
            ?? throw new JsonException("The status is empty.");
        return GatewayStatus.Read(document.RootElement);
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

    /// <summary>SIGTERM.</summary>
    public Task StopAsync() => Process.StopAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void WriteConfiguration(Broker broker, Func<SimulatedDevice, SimulatorProcess> behind)
    {
        Console = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}"));
        Intake = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}"));
        _folder.WriteJson(Prices, new { currency = "CNY", items = s_goods });
        var plates = Options.Devices.Where(device => device.Goods.Count > 0).Select(PlanogramPlate).ToArray();
        if (plates.Length > 0)
        {
            _folder.WriteJson(Planogram, new { version = "world", plates });
        }

        _folder.WriteJson(_configuration, new
        {
            store = Address.Store,
            gateway = Address.Gateway,
            dataFolder = Options.DataFolder,
            outbox = new { capacityBytes = Options.CapacityBytes },
            uplink = new
            {
                host = "127.0.0.1",
                port = broker.Port,
                userName = Address.Gateway,
                passwordFile = broker.PasswordFile(Address.Gateway),
                batchEvents = Options.BatchEvents,
                linger = Options.Linger,
                cursorTimeout = Options.CursorTimeout,
                reconnectMin = Options.ReconnectMin,
                reconnectMax = Options.ReconnectMax,
            },
            console = Options.Models is null
                ? (object)new { url = Console.GetLeftPart(UriPartial.Authority) }
                : new { url = Console.GetLeftPart(UriPartial.Authority), secureUrl = string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{_phonesPort}") },
            intake = new { url = Intake.GetLeftPart(UriPartial.Authority), tokenFile = TokenFile },
            labels = new { layouts = new[] { new { pattern = "21IIIIIWWWWWC" } } },
            weighing = new { priceListFile = _folder.File(Prices), captureWithoutPlu = true },
            shelves = plates.Length > 0 ? new { planogramFile = _folder.File(Planogram) } : new object(),
            vision = Options.Models is { } models ? new { modelsFolder = models } : null,
            visits = new { reentryGap = Options.ReentryGap },
            devices = Options.Devices.Select(d => new { id = d.Id, driver = d.Driver, port = behind(d).Port, line = d.IsCamera ? null : d.Line, profile = ProfileOf(behind(d)) }),
        });
    }

    private static IReadOnlyDictionary<string, string> ProfileOf(SimulatorProcess device) => device.Device.IsCamera
        ? new Dictionary<string, string>(device.Device.Profile)
        {
            ["user_file"] = device.LoginFile("user"),
            ["password_file"] = device.LoginFile("password"),
        }
        : device.Device.Profile;

    /// <summary>A plate as the planogram has it; the transmitter weighs in grams by itself.</summary>
    private static object PlanogramPlate(SimulatedDevice device) => new
    {
        plate = device.Id,
        capacity_g = 10_000,
        items = device.Goods.Select(article => new
        {
            sku = article.Sku, name = article.Name, unit_g = article.UnitGrams, sigma_g = article.SigmaGrams, pack = article.Pack, low = article.Low, restored = article.Low + 2,
        }),
        start = device.Goods.Select(article => new { sku = article.Sku, count = article.Count }),
    };

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = await ChildProcess.StartAsync(
            new ChildOrder(
                $"gateway {Address.Gateway}",
                Options.Programs.Gateway,
                ["run", "--config", _folder.File(_configuration)],
                _folder.File($"{Address.Gateway}.log"))
            {
                Environment = new Dictionary<string, string>(PlantedFault.Environment(Options.PlantedFaults).Concat(Options.Environment))
                {
                    // As in deploy/raspi/edge-gateway.service: the runtime would size it by the processor's cache.
                    ["DOTNET_GCgen0size"] = "0x400000",
                },
            },
            async child =>
            {
                await child.WaitForLineAsync("console ", s_startLimit, cancellationToken).ConfigureAwait(false);
                await child.WaitForLineAsync("intake ", s_startLimit, cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }
}
