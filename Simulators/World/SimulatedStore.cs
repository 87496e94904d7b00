namespace Simulators.World;

/// <summary>One store: its devices, its gateway and its tills.</summary>
public sealed class SimulatedStore : IAsyncDisposable
{
    private readonly List<SimulatorProcess> _devices = [];
    private readonly List<Till> _tills = [];
    private readonly ProgramFiles _programs;

    private SimulatedStore(string folder, ProgramFiles programs, GatewayProcess gateway)
    {
        Folder = folder;
        _programs = programs;
        Gateway = gateway;
    }

    /// <summary>The folder with its logs and serial ports.</summary>
    public string Folder { get; }

    /// <summary>Its gateway.</summary>
    public GatewayProcess Gateway { get; }

    /// <summary>Its devices.</summary>
    public IReadOnlyList<SimulatorProcess> Devices => _devices;

    /// <summary>All tills it ever had.</summary>
    public IReadOnlyList<Till> Tills => _tills;

    /// <summary>Who has receipts printed here, or null.</summary>
    public Cashier? Cashier { get; private set; }

    /// <summary>Who sells goods here, or null.</summary>
    public Seller? Seller { get; private set; }

    /// <summary>Who enrols people here, or null.</summary>
    public Receptionist? Receptionist { get; private set; }

    /// <summary>Starts devices, then the gateway.</summary>
    internal static async Task<SimulatedStore> StartAsync(
        PrivateFolder folder, WorldOptions world, GatewayOptions gateway, Broker broker, int seed, CancellationToken cancellationToken)
    {
        var storeFolder = folder.Folder(gateway.Address.Store);
        var devices = new List<SimulatorProcess>();
        try
        {
            foreach (var device in gateway.Devices)
            {
                devices.Add(await SimulatorProcess.StartAsync(
                    world.Programs, storeFolder, device, seed + devices.Count, world.Shoppers, cancellationToken).ConfigureAwait(false));
            }

            var process = await GatewayProcess.StartAsync(
                folder, gateway, broker, device => devices.Find(one => one.Device == device)!, cancellationToken).ConfigureAwait(false);
            var store = new SimulatedStore(storeFolder, world.Programs, process);
            store._devices.AddRange(devices);
            foreach (var load in world.Tills)
            {
                await store.AddTillAsync(load).ConfigureAwait(false);
            }

            return store;
        }
        catch
        {
            foreach (var device in devices)
            {
                await device.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Opens one more till.</summary>
    public async Task<Till> AddTillAsync(TillLoad load)
    {
        var till = await Till.StartAsync(_programs, Folder, Gateway, load, _tills.Count + 1).ConfigureAwait(false);
        _tills.Add(till);
        return till;
    }

    /// <summary>Lets headquarters have receipts printed on the first printer.</summary>
    /// <param name="headquarters">Where headquarters is.</param>
    /// <param name="token">The key to it.</param>
    public void OpenCashier(Uri headquarters, string token)
    {
        if (_devices.Find(device => device.Device.IsPrinter) is { } printer)
        {
            Cashier = Cashier.Start(headquarters, token, Gateway, printer.Device.Id);
        }
    }

    /// <summary>Lets somebody sell goods.</summary>
    /// <param name="headquarters">Where headquarters is.</param>
    /// <param name="token">What the till signs in with there.</param>
    /// <param name="seed">Which goods.</param>
    public void OpenSales(Uri headquarters, string token, int seed) => Seller = Seller.Start(Gateway, headquarters, token, seed);

    /// <summary>Lets somebody set up the camera and enrol people.</summary>
    /// <param name="headquarters">Where headquarters is.</param>
    /// <param name="token">The key to it.</param>
    public void OpenReception(Uri headquarters, string token)
    {
        if (_devices.Find(device => device.Device.IsCamera) is { } camera)
        {
            Receptionist = Receptionist.Start(Gateway, headquarters, token, camera);
        }
    }

    /// <summary>Closes the tills, waits for the receipt and the sale under way, then takes everything off the scales.</summary>
    public async Task StopSourcesAsync()
    {
        await Task.WhenAll(_tills.Select(till => till.StopAsync())).ConfigureAwait(false);
        await (Cashier?.StopAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await (Seller?.StopAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await Task.WhenAll(_devices.Select(device => device.StopAsync())).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var till in _tills)
        {
            await till.DisposeAsync().ConfigureAwait(false);
        }

        if (Cashier is { } cashier)
        {
            await cashier.DisposeAsync().ConfigureAwait(false);
        }

        if (Seller is { } seller)
        {
            await seller.DisposeAsync().ConfigureAwait(false);
        }

        if (Receptionist is { } receptionist)
        {
            await receptionist.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var device in _devices)
        {
            await device.DisposeAsync().ConfigureAwait(false);
        }

        await Gateway.DisposeAsync().ConfigureAwait(false);
    }
}
