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

/// <summary>Headquarters through all its lives: the real ingest on a real SQLite on a simulated disk.</summary>
internal sealed class SimulatedHeadquarters(SimulatedBroker broker, IReadOnlyList<SimulatedGateway> gateways, Books books, Dice dice, Trace trace)
{
    private const string FileName = "hq.db";
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(15);
    private static int s_lastFolder;
    private static Dictionary<string, byte[]>? s_schema;

    private readonly VirtualTime _time = broker.Time;
    private IReadOnlyDictionary<string, byte[]>? _image;
    private int _lives;
    private bool _isRegistered;
    private IngestNode? _node;
    private SqliteDatabase? _database;
    private string _connectionString = "";

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
        var disk = machine.Disk;
        _connectionString = $"Data Source={Path.Combine(disk.Folder, FileName)}";
        _database = new SqliteDatabase(_connectionString);
        var fleet = new FleetRegistry(_database);
        var jitter = dice.Fork(9000 + _lives);
        if (!_isRegistered)
        {
            await fleet.RegisterAsync([.. gateways.Select(g => new FleetStore(g.Address.Store, g.Address.Store, [g.Name]))], CancellationToken.None);
            _isRegistered = !machine.IsDead;
        }

        books.Read(_connectionString, machine);
        _node = new IngestNode(
            _database, fleet, new LeaseTable(_database, "hq", s_lease, machine.Clock) { Holder = string.Create(CultureInfo.InvariantCulture, $"hq/{_lives:d32}") }, s_lease, new SimulatedConnector(broker, machine),
            new MqttConnectOptions { Host = "broker", Port = 1883, ClientId = "" }, machine.Clock, jitter.Fraction, new IngestMetrics(Quiet.Meters), NullLogger<IngestNode>.Instance);
        await _node.StartAsync(CancellationToken.None);
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
        await _node!.StopAsync(CancellationToken.None);
        Kill(cut: null, pause);
    }

    public IReadOnlyDictionary<string, byte[]> Copy() => Machine!.Disk.Image(cut: null);

    /// <summary>Puts an old backup back: what was committed since then is asked for again, and what gateways have let go since is gone.</summary>
    public void Restore(IReadOnlyDictionary<string, byte[]> copy, TimeSpan pause)
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
        using var own = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(own);
    }

    private static async Task<Dictionary<string, byte[]>> MakeSchemaAsync()
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
