using System.Globalization;
using Cloud.Contracts;
using Simulators.World.Ledgers;

namespace Simulators.World;

/// <summary>Broker, headquarters and stores, running together as they would in the field but on one machine.</summary>
public sealed class World : IAsyncDisposable
{
    private readonly List<Headquarters> _nodes = [];
    private readonly List<SimulatedStore> _stores = [];
    private string? _token;

    private World(WorldOptions options, PrivateFolder folder)
    {
        Options = options;
        Folder = folder;
        Database = options.Database ?? DatabaseAddress.Sqlite(folder.File("headquarters.db"));
        Addresses = [.. Enumerable.Range(1, options.Stores + options.AbsentStores).Select(AddressOf)];
    }

    /// <summary>Its settings.</summary>
    public WorldOptions Options { get; }

    /// <summary>The working folder.</summary>
    public PrivateFolder Folder { get; }

    /// <summary>Headquarters' database.</summary>
    public DatabaseAddress Database { get; }

    /// <summary>The gateways that headquarters and the broker know.</summary>
    public IReadOnlyList<GatewayAddress> Addresses { get; }

    /// <summary>The broker.</summary>
    public Broker Broker { get; private set; } = null!;

    /// <summary>Headquarters' nodes.</summary>
    public IReadOnlyList<Headquarters> Nodes => _nodes;

    /// <summary>The first node.</summary>
    public Headquarters Headquarters => _nodes[0];

    /// <summary>The stores.</summary>
    public IReadOnlyList<SimulatedStore> Stores => _stores;

    /// <summary>The gateway of the first store.</summary>
    public GatewayProcess Gateway => _stores[0].Gateway;

    /// <summary>Starts everything, in order; stops what already ran where something fails.</summary>
    /// <exception cref="ChildFailedException">A program does not start.</exception>
    public static async Task<World> StartAsync(WorldOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var world = new World(options, PrivateFolder.Open(options.Folder));
        try
        {
            await world.StartAllAsync(cancellationToken).ConfigureAwait(false);
            return world;
        }
        catch
        {
            await world.StopProcessesAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts the next store that is not there yet.</summary>
    public async Task<SimulatedStore> AddStoreAsync(CancellationToken cancellationToken)
    {
        var address = Addresses[_stores.Count];
        var settings = Options.Gateway(
            new GatewayOptions(Options.Programs, address, Folder.Folder($"{address.Gateway}-data")) { Devices = Options.Devices });
        var store = await SimulatedStore.StartAsync(
            Folder, Options, settings, Broker, Options.Seed + (100 * _stores.Count), cancellationToken).ConfigureAwait(false);
        if (Options.Cashiers)
        {
            _token ??= await Headquarters.CreateTokenAsync("simulated store", cancellationToken).ConfigureAwait(false);
            store.OpenCashier(Headquarters.Url, _token);
            store.OpenReception(Headquarters.Url, _token);
            store.OpenSales(Headquarters.Url, _token, Options.Seed + (100 * _stores.Count));
        }

        _stores.Add(store);
        return store;
    }

    /// <summary>Closes the tills and clears the scales of every store.</summary>
    public Task StopSourcesAsync() => Task.WhenAll(_stores.Select(store => store.StopSourcesAsync()));

    /// <summary>Waits until headquarters' database holds all that the gateways had accepted when this was called.</summary>
    /// <param name="limit">After which it is given up.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The last sequence number of each gateway at the call, by name.</returns>
    /// <exception cref="TimeoutException">Something did not arrive.</exception>
    public async Task<IReadOnlyDictionary<string, long>> DrainAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var goals = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var store in _stores)
        {
            // The first answer may have been made before the last event came; one that is made after it was not.
            string? first = null;
            await Waiting.UntilAsync(
                $"gateway {store.Gateway.Address.Gateway} says how far it is",
                limit,
                async () => await TryStatusAsync(store.Gateway, cancellationToken).ConfigureAwait(false) is { } status
                    && (first ??= status.Now) != status.Now && goals.TryAdd(store.Gateway.Address.Gateway, status.LastSeq),
                cancellationToken).ConfigureAwait(false);
        }

        foreach (var store in _stores)
        {
            var goal = goals[store.Gateway.Address.Gateway];
            var seen = 0L;
            try
            {
                await Waiting.UntilAsync(
                    "drain",
                    limit,
                    async () => await TryStatusAsync(store.Gateway, cancellationToken).ConfigureAwait(false) is { } status
                        && (seen = status.CommittedSeq) >= goal,
                    cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"After {limit.TotalSeconds:0} s headquarters has told {store.Gateway.Address.Gateway} only {seen} of {goal}."));
            }
        }

        // Sales that came as events are booked after they are committed.
        await Waiting.UntilAsync(
            "every sale is booked", limit,
            () => ReadAsync(async rows => await rows.WaitingSalesAsync(cancellationToken).ConfigureAwait(false) == 0, cancellationToken), cancellationToken).ConfigureAwait(false);
        return goals;
    }

    /// <summary>Compares what was sent with what headquarters' database holds, without asking either's program.</summary>
    /// <param name="lastSeq">How far each gateway was, as <see cref="DrainAsync"/> gave it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<LedgerReport> CheckLedgerAsync(IReadOnlyDictionary<string, long> lastSeq, CancellationToken cancellationToken) =>
        Ledger.CheckAsync(
            Database,
            [
                .. _stores.Select(store => new LedgerClaims(
                    store.Gateway.Address.Gateway,
                    lastSeq.TryGetValue(store.Gateway.Address.Gateway, out var last) ? last : null,
                    [.. store.Tills.Select(till => till.LogPath)],
                    [.. store.Devices.Where(device => device.Device.IsScale).Select(device => new ScaleTruth(device.Device.Id, device.TruthPath))])
                {
                    Plates = [.. store.Devices.Where(device => device.Device.Goods.Count > 0).Select(device => new PlateTruth(device.Device.Id, device.TruthPath))],
                    Printers = [.. store.Devices.Where(device => device.Device.IsPrinter).Select(device => new PrinterTruth(device.Device.Id, device.TruthPath))],
                    Receipts = store.Cashier?.Asked ?? [],
                    Store = store.Gateway.Address.Store,
                    Sales = store.Seller?.Sold ?? [],
                    Cameras =
                    [
                        .. store.Devices.Where(device => device.Device.IsCamera).Select(device =>
                            new CameraTruth(device.Device.Id, device.TruthPath, store.Receptionist?.Enrolled ?? [], store.Gateway.Options.ReentryGap)),
                    ],
                }),
            ],
            cancellationToken);

    /// <summary>The same while everything goes on: what is after the last row of a gateway may be on its way and is not missed.</summary>
    public Task<LedgerReport> CheckSoFarAsync(CancellationToken cancellationToken) => CheckLedgerAsync(new Dictionary<string, long>(), cancellationToken);

    /// <summary>The data of every committed event of one type of a gateway, in order.</summary>
    public Task<IReadOnlyList<string>> DataOfAsync(GatewayAddress gateway, string type, CancellationToken cancellationToken) =>
        ReadAsync(rows => rows.DataAsync(gateway.Gateway, type, cancellationToken), cancellationToken);

    /// <summary>Why headquarters set messages on a gateway's topics aside, in order.</summary>
    public Task<IReadOnlyList<string>> DeadLetterReasonsAsync(GatewayAddress gateway, CancellationToken cancellationToken) =>
        ReadAsync(rows => rows.DeadLetterReasonsAsync(gateway.Gateway, cancellationToken), cancellationToken);

    /// <summary>Which node holds the shard of a gateway, or null.</summary>
    public Task<string?> LeaseHolderAsync(GatewayAddress gateway, CancellationToken cancellationToken) =>
        ReadAsync(rows => rows.LeaseHolderAsync(gateway.Gateway, cancellationToken), cancellationToken);

    /// <summary>Stops the sources, drains and checks the ledger.</summary>
    public async Task<LedgerReport> SettleAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await StopSourcesAsync().ConfigureAwait(false);
        return await CheckLedgerAsync(await DrainAsync(limit, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks everything to end, in the order in which nothing is left waiting: sources, gateways, headquarters, broker.</summary>
    public async Task StopAsync()
    {
        await StopSourcesAsync().ConfigureAwait(false);
        await Task.WhenAll(_stores.Select(store => store.Gateway.StopAsync())).ConfigureAwait(false);
        await Task.WhenAll(_nodes.Select(node => node.StopAsync())).ConfigureAwait(false);
        await Broker.StopAsync().ConfigureAwait(false);
    }

    /// <summary>Says so where one of the programs has ended by itself.</summary>
    /// <exception cref="ChildFailedException">One has.</exception>
    public void RefuseDead()
    {
        ChildProcess[] all =
        [
            Broker.Process, .. _nodes.Select(n => n.Process), .. _stores.Select(s => s.Gateway.Process),
            .. _stores.SelectMany(s => s.Devices).Select(d => d.Process), .. _stores.SelectMany(s => s.Tills).Select(t => t.Process),
        ];
        if (Array.Find(all, child => child.HasExited) is { } dead)
        {
            throw dead.Failure($"ended by itself with exit code {dead.ExitCode}");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => DisposeAsync(deleteFolder: true);

    /// <summary>Kills what still runs.</summary>
    /// <param name="deleteFolder">Whether a temporary folder goes too.</param>
    public async ValueTask DisposeAsync(bool deleteFolder)
    {
        await StopProcessesAsync().ConfigureAwait(false);
        if (deleteFolder)
        {
            Folder.Delete();
        }
    }

    private static GatewayAddress AddressOf(int number) => GatewayAddress.Of(
        string.Create(CultureInfo.InvariantCulture, $"store-{number}"), string.Create(CultureInfo.InvariantCulture, $"gw-{number}"));

    private static async Task<GatewayStatus?> TryStatusAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        try
        {
            return await gateway.StatusAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Opens headquarters' tables for many reads.</summary>
    internal Task<HeadquartersRows> OpenRowsAsync(CancellationToken cancellationToken) => HeadquartersRows.OpenAsync(Database, cancellationToken);

    private async Task<T> ReadAsync<T>(Func<HeadquartersRows, Task<T>> read, CancellationToken cancellationToken)
    {
        var rows = await HeadquartersRows.OpenAsync(Database, cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            return await read(rows).ConfigureAwait(false);
        }
    }

    private async Task StartAllAsync(CancellationToken cancellationToken)
    {
        Broker = await Broker.StartAsync(Folder, Options.Broker, Addresses, cancellationToken).ConfigureAwait(false);
        foreach (var name in Options.Nodes)
        {
            var settings = Options.Headquarters(new HeadquartersOptions(Options.Programs, Database) { Node = name });
            _nodes.Add(await Headquarters.StartAsync(Folder, settings, Broker, Addresses, cancellationToken).ConfigureAwait(false));
        }

        foreach (var _ in Enumerable.Range(0, Options.Stores))
        {
            await AddStoreAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task StopProcessesAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var node in _nodes)
        {
            await node.DisposeAsync().ConfigureAwait(false);
        }

        if (Broker is not null)
        {
            await Broker.DisposeAsync().ConfigureAwait(false);
        }
    }
}
