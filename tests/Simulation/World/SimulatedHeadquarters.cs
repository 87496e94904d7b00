using System.Globalization;
using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Disk;
using Simulation.Network;

namespace Simulation.World;

/// <summary>Headquarters through all its lives: the real ingest on a real SQLite on a simulated disk. Its nodes are programs of one machine over one database.</summary>
internal sealed class SimulatedHeadquarters(SimulatedBroker broker, IReadOnlyList<SimulatedGateway> gateways, Books books, Dice dice, Trace trace, int nodes)
{
    private const string FileName = "hq.db";
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(15);
    private static int s_lastFolder;
    private static Dictionary<string, FileBytes>? s_schema;

    private readonly VirtualTime _time = broker.Time;
    private IReadOnlyDictionary<string, FileBytes>? _image;
    private int _lives;
    private bool _isRegistered;
    private readonly List<(SimulatedMachine Machine, SqliteDatabase Database, IngestNode Node)> _nodes = [];
    private string _connectionString = "";

    /// <summary>Where its first node runs.</summary>
    public SimulatedMachine? Machine { get; private set; }

    /// <summary>Told of each life before anything of it runs.</summary>
    public Action<SimulatedMachine>? Began { get; set; }

    /// <summary>Makes the empty database that every world begins with; once a process.</summary>
    public static async Task PrepareAsync() => s_schema = await MakeSchemaAsync();

    /// <summary>Begins the first life, on an empty database with the schema and the fleet.</summary>
    public async Task StartFirstAsync()
    {
        _image = s_schema ?? throw new InvalidOperationException("PrepareAsync comes first: what it does must not be part of any world.");
        await StartAsync();
    }

    private Task StartAsync()
    {
        _lives++;
        var disk = new SimulatedDisk(string.Create(CultureInfo.InvariantCulture, $"/headquarters/{++s_lastFolder}"), isMirrored: false, _time);
        disk.Load(_image!);
        var machine = Machine = new SimulatedMachine("hq", _time, disk);
        trace.Note("start", "hq", _lives);
        Began?.Invoke(machine);
        var started = Task.CompletedTask;
        Steps.Begin(machine, () => started = StartAsync(machine));
        return started;
    }

    private async Task StartAsync(SimulatedMachine machine)
    {
        try
        {
            await LiveAsync(machine);
        }
        catch (SqliteException) when (machine.IsDead)
        {
            // It died while it was starting; the next life begins with what is on its disk.
        }
    }

    private async Task LiveAsync(SimulatedMachine machine)
    {
        _connectionString = $"Data Source={Path.Combine(machine.Disk.Folder, FileName)}";
        for (var i = 0; i < nodes; i++)
        {
            var own = i == 0 ? machine : new SimulatedMachine(string.Create(CultureInfo.InvariantCulture, $"hq-{i}"), _time, machine.Disk);
            await StartNodeAsync(own, dice.Fork(9000 + _lives + (i * 500)));
        }
    }

    private async Task StartNodeAsync(SimulatedMachine machine, Dice jitter)
    {
        var database = new SqliteDatabase(_connectionString);
        var fleet = new FleetRegistry(database);
        if (!_isRegistered)
        {
            await fleet.RegisterAsync([.. gateways.Select(g => new FleetStore(g.Address.Store, g.Address.Store, [g.Name]))], CancellationToken.None);
            _isRegistered = !machine.IsDead;
        }

        if (_nodes.Count == 0)
        {
            books.Read(_connectionString, machine);
        }

        var holder = string.Create(CultureInfo.InvariantCulture, $"{machine.Name}/{_lives:d32}");
        var node = new IngestNode(
            database, fleet, new LeaseTable(database, machine.Name, s_lease, machine.Clock) { Holder = holder }, s_lease, new SimulatedConnector(broker, machine),
            new MqttConnectOptions { Host = "broker", Port = 1883, ClientId = "" }, machine.Clock, jitter.Fraction, new IngestMetrics(Quiet.Meters), NullLogger<IngestNode>.Instance);
        _nodes.Add((machine, database, node));
        await node.StartAsync(CancellationToken.None);
    }

    /// <summary>A node's program is stopped for a while, as by a debugger or a machine without memory: it does nothing, and then goes on where it was.</summary>
    public void Stall(int node, TimeSpan pause)
    {
        if (node < _nodes.Count && !_nodes[node].Machine.IsDead)
        {
            trace.Note("stalls", _nodes[node].Machine.Name, pause.Ticks);
            _nodes[node].Machine.Clock.StallsUntil = _time.Now + pause.Ticks;
        }
    }

    public void Kill(PowerCut? cut, TimeSpan pause)
    {
        if (Machine is not { } machine || machine.Clock.IsDead)
        {
            return;
        }

        trace.Note(cut is null ? "killed" : "power-cut", "hq", (long)(cut?.Kind ?? 0), machine.Disk.Operations);
        End(machine);
        _image = machine.Disk.Image(cut);
        machine.Disk.Discard();
        _time.After(pause, () => _ = StartAsync());
    }

    public async Task RestartAsync(TimeSpan pause)
    {
        if (Machine is not { IsDead: false } machine)
        {
            return;
        }

        trace.Note("stops", "hq");
        await Task.WhenAll(_nodes.Select(n => n.Node.StopAsync(CancellationToken.None)));
        Kill(cut: null, pause);
    }

    public IReadOnlyDictionary<string, FileBytes> Copy() => Machine!.Disk.Image(cut: null);

    /// <summary>Puts an old backup back: what was committed since then is asked for again, and what gateways have let go since is gone.</summary>
    public void Restore(IReadOnlyDictionary<string, FileBytes> copy, TimeSpan pause)
    {
        if (Machine is not { IsDead: false } machine)
        {
            return;
        }

        trace.Note("restored", "hq");
        End(machine);
        machine.Disk.Discard();
        books.Forget();
        _image = copy;
        _time.After(pause, () => _ = StartAsync());
    }

    /// <summary>Ends the last life for good.</summary>
    public void End()
    {
        if (Machine is { } machine)
        {
            End(machine);
            machine.Disk.Discard();
        }
    }

    private void End(SimulatedMachine machine)
    {
        machine.Die();
        books.Close();
        foreach (var (node, database, _) in _nodes)
        {
            node.Die();

            // Frees its memory. What is still waiting for it is dead, and so is its disk: how it ends does not matter.
            _ = database.DisposeAsync().AsTask();
        }

        _nodes.Clear();
        using var own = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(own);
    }

    private static async Task<Dictionary<string, FileBytes>> MakeSchemaAsync()
    {
        var disk = new SimulatedDisk("/headquarters/schema", isMirrored: false);
        await using (var database = new SqliteDatabase($"Data Source={Path.Combine(disk.Folder, FileName)}"))
        {
            await SchemaMigration.ApplyAsync(database, TimeProvider.System, CancellationToken.None);
            await database.ForgetAsync(CancellationToken.None);
        }

        var image = disk.Image(cut: null);
        disk.Die();
        return image;
    }
}
